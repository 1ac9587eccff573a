import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Certificate, makeCertificate } from '../suites/index.ts'
import { reasonOf } from './options.ts'
import { UsageError } from './usage-error.ts'

const FILES = { ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' } as const

/**
 * The certificate of Plexor's gateway: a fresh one, or the one that a folder keeps, made there at first, so that its
 * authority (`ca.pem`) can be added to the trust store of a target once and for all.
 *
 * @throws {UsageError} when the folder cannot be used
 */
export async function certificateFor(host: string, folder: string | undefined): Promise<Certificate> {
  const hosts = [...new Set([host, '127.0.0.1', '::1', 'localhost'])].filter(
    (name) => name !== '0.0.0.0' && name !== '::',
  )
  if (folder === undefined) return await makeCertificate(hosts)
  try {
    const file = (name: keyof typeof FILES) => join(folder, FILES[name])
    if (existsSync(file('cert')) && existsSync(file('key'))) {
      const ca = existsSync(file('ca')) ? readFileSync(file('ca'), 'utf8') : ''
      return { ca, cert: readFileSync(file('cert'), 'utf8'), key: readFileSync(file('key'), 'utf8') }
    }
    const certificate = await makeCertificate(hosts)
    mkdirSync(folder, { recursive: true })
    writeFileSync(file('ca'), certificate.ca)
    writeFileSync(file('cert'), certificate.cert)
    writeFileSync(file('key'), certificate.key, { mode: 0o600 })
    return certificate
  } catch (error) {
    throw new UsageError(`Cannot keep the gateway's certificate in "${folder}": ${reasonOf(error)}`)
  }
}
