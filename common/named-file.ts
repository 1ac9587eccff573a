import { X509Certificate } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { UsageError } from './usage-error.ts'

/** Maximum size of a file, in bytes. The largest report of a run is much smaller; a device such as /dev/zero has no end. */
const MAX_SIZE = 256 * 1024 * 1024

/** Size of a part that is read at once, in bytes. */
const CHUNK = 1024 * 1024

/** First bytes of data that gzip has compressed. */
const GZIP = Buffer.from([0x1f, 0x8b])

/**
 * Reads a file that the user named. It may also be a pipe or a device, and compressed with gzip.
 *
 * @param what name of its content in messages: `baseline`
 * @throws {UsageError} when it cannot be read, or is larger than 256 MiB
 */
export function readNamedFile(what: string, file: string): string {
  try {
    return readBounded(file)
  } catch (error) {
    throw new UsageError(`Cannot read the ${what} "${file}": ${reasonOf(error)}`)
  }
}

function readBounded(file: string): string {
  const chunks: Buffer[] = []
  const descriptor = openSync(file, 'r')
  try {
    for (let size = 0; size <= MAX_SIZE; ) {
      const chunk = Buffer.allocUnsafe(CHUNK)
      const length = readSync(descriptor, chunk, 0, CHUNK, null)
      if (length === 0) return decompressed(Buffer.concat(chunks)).toString('utf8')
      chunks.push(chunk.subarray(0, length))
      size += length
    }
  } finally {
    closeSync(descriptor)
  }
  throw new Error(`expected at most ${MAX_SIZE / 1024 / 1024} MiB, found more`)
}

function decompressed(data: Buffer): Buffer {
  return data.subarray(0, GZIP.length).equals(GZIP) ? gunzipSync(data, { maxOutputLength: MAX_SIZE }) : data
}

/**
 * Opens a file for writing, and leaves it as it is: one that does not exist is removed again. Deno lets a program do so
 * that may write the file, but does not let it ask about its folder.
 *
 * @throws {Error} when it cannot be written
 */
export function tryToOpen(file: string): void {
  try {
    closeSync(openSync(file, 'wx'))
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
    closeSync(openSync(file, 'r+'))
    return
  }
  unlinkSync(file)
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
