import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { UsageError } from './usage-error.ts'

/**
 * Reads a file that the user named.
 *
 * @param what name of its content in messages: `baseline`
 * @throws {UsageError} when it cannot be read
 */
export function readNamedFile(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`Cannot read the ${what} "${file}": ${reasonOf(error)}`)
  }
}

/** Returns why a file could not be used, such as `no such file or folder`, without its path. */
export function reasonOf(error: unknown): string {
  const { code } = error as { code?: string }
  if (code === 'ENOENT') return 'no such file or folder'
  if (code === 'EISDIR') return 'it is a folder'
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'expected a folder, found a file'
  if (code === 'EACCES') return 'permission denied'
  if (code === 'ENOSPC') return 'no space left on the device'
  return error instanceof Error ? error.message : String(error)
}

/**
 * Reads the certificate of a CA from the file that an option names.
 *
 * @param option long name of the option: `--target-ca`
 * @returns the certificate in PEM form; undefined if the option was not given
 * @throws {UsageError} when the file cannot be read or holds no certificate
 */
export function readCaFile(option: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  const pem = readNamedFile('CA certificate', file)
  if (isCertificate(pem)) return pem
  throw new UsageError(`${option}: expected a certificate in PEM form, found none in "${file}"`)
}

/** Reports whether text is a certificate in PEM form. */
export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
