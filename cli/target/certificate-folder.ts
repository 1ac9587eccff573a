import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { type Certificate, certificateError, makeCertificate } from '../../suites/index.ts'

const FILES = { ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' } as const

/**
 * The certificate of Plexor's gateway: a fresh one, or the one that a folder keeps, made there at first, so that its
 * authority (`ca.pem`) can be added to the trust store of a target once and for all.
 *
 * @param hosts the names and addresses that the target may call the gateway by, the one that it will use first
 * @throws {UsageError} when the folder cannot be used, or what it keeps is not for the first of the hosts
 */
export async function certificateFor(hosts: readonly string[], folder: string | undefined): Promise<Certificate> {
  if (folder === undefined) return await makeCertificate(hosts)
  try {
    return readCertificate(hosts[0] ?? 'localhost', folder) ?? (await keepCertificate(hosts, folder))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`Cannot keep the gateway's certificate in "${folder}": ${reasonOf(error)}`)
  }
}

function readCertificate(host: string, folder: string): Certificate | undefined {
  if (!existsSync(join(folder, FILES.cert)) || !existsSync(join(folder, FILES.key))) return undefined
  const ca = join(folder, FILES.ca)
  const certificate = {
    ca: existsSync(ca) ? readFileSync(ca, 'utf8') : '',
    cert: readFileSync(join(folder, FILES.cert), 'utf8'),
    key: readFileSync(join(folder, FILES.key), 'utf8'),
  }
  const problem = certificateError(certificate.cert, host)
  if (problem === undefined) return certificate
  throw new UsageError(
    `The gateway's certificate in "${folder}" cannot be used: ${problem}; put another one there, or delete its files to have Plexor make one`,
  )
}

async function keepCertificate(hosts: readonly string[], folder: string): Promise<Certificate> {
  const certificate = await makeCertificate(hosts)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, FILES.ca), certificate.ca)
  writeFileSync(join(folder, FILES.cert), certificate.cert)
  writeFileSync(join(folder, FILES.key), certificate.key, { mode: 0o600 })
  return certificate
}
