import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { UsageError } from './usage-error.ts'

/**
 * The text of a file that the user named.
 *
 * @throws {UsageError} when it cannot be read
 */
export function readNamedFile(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`Cannot read the ${what} "${file}": ${reasonOf(error)}`)
  }
}

/** `no such file` for ENOENT, and so on: without the path, which the sentence names already. */
export function reasonOf(error: unknown): string {
  const { code } = error as { code?: string }
  if (code === 'ENOENT') return 'there is no such file or folder'
  if (code === 'EISDIR') return 'it is a folder'
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'a file stands where a folder is wanted'
  if (code === 'EACCES') return 'permission is denied'
  if (code === 'ENOSPC') return 'there is no space left'
  return error instanceof Error ? error.message : String(error)
}

/** The certificate authority in the file that an option names. Throws `UsageError` when it holds none. */
export function authorityIn(option: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  const pem = readNamedFile('certificate authority', file)
  if (isCertificate(pem)) return pem
  throw new UsageError(`The file "${file}" holds no certificate: ${option} takes one in PEM form`)
}

/** Whether a text is a certificate in PEM form. */
export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
