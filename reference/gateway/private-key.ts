import { createPrivateKey } from 'node:crypto'

/**
 * Finds out at the start what would otherwise fail with each push.
 *
 * @param origin whom the key is from, for the error
 * @throws {TypeError} when it is no private key
 */
export function assertPrivateKey(pem: string, origin: string): void {
  try {
    createPrivateKey(pem)
  } catch {
    throw new TypeError(`The key ${origin} is no private key in PEM form`)
  }
}
