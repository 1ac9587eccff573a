import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { type Certificate, certificateError, makeCertificate } from '../../suites/index.ts'

const FILES = { ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' } as const

/**
 * Returns a certificate for Plexor's gateway: a new one, or the one that is stored in a folder, where it is made if it is
 * missing. Its CA (`ca.pem`) can be added to the trust store of a target once.
 *
 * @param hosts names and addresses by which the target may reach the gateway, the one that it uses first
 * @throws {UsageError} when the folder cannot be used, or its certificate is not for the first of the hosts
 */
export async function certificateFor(hosts: readonly string[], folder: string | undefined): Promise<Certificate> {
  if (folder === undefined) return await makeCertificate(hosts)
  try {
    return (await readCertificate(hosts[0] ?? 'localhost', folder)) ?? (await storeCertificate(hosts, folder))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`Cannot store the gateway's certificate in "${folder}": ${reasonOf(error)}`)
  }
}

async function readCertificate(host: string, folder: string): Promise<Certificate | undefined> {
  if (!existsSync(join(folder, FILES.cert)) || !existsSync(join(folder, FILES.key))) return undefined
  const ca = join(folder, FILES.ca)
  const certificate = {
    ca: existsSync(ca) ? readFileSync(ca, 'utf8') : '',
    cert: readFileSync(join(folder, FILES.cert), 'utf8'),
    key: readFileSync(join(folder, FILES.key), 'utf8'),
  }
  const problem = await certificateError(certificate.cert, host)
  if (problem === undefined) return certificate
  throw new UsageError(
    `Cannot use the gateway's certificate in "${folder}": ${problem}; replace it, or delete the files to have Plexor make one`,
  )
}

async function storeCertificate(hosts: readonly string[], folder: string): Promise<Certificate> {
  const certificate = await makeCertificate(hosts)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, FILES.ca), certificate.ca)
  writeFileSync(join(folder, FILES.cert), certificate.cert)
  writeFileSync(join(folder, FILES.key), certificate.key, { mode: 0o600 })
  return certificate
}
