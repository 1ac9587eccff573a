import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** An unguessable string of the characters A-Z, a-z, 0-9, `-` and `_`. */
export function randomId(bytes = 24): string {
  return randomBytes(bytes).toString('base64url')
}

/**
 * What is kept of an access token: enough to know it again, not enough to use it.
 *
 * Looking a token up by its hash gives nothing away by the time it takes: how far two hashes agree says nothing about
 * how far the tokens do, and nobody can choose a token by the hash that it will have. So no token is ever compared.
 */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Whether two secrets are the same, in a time that does not depend on where or how they differ. */
export function isSameSecret(given: string, secret: string): boolean {
  // Hashes have one length, which timingSafeEqual asks for
  return timingSafeEqual(Buffer.from(tokenHash(given)), Buffer.from(tokenHash(secret)))
}

/** `@localpart:server`, or the ID itself when `user` is one already. */
export function userIdOf(user: string, serverName: string): string {
  return user.startsWith('@') ? user : `@${user}:${serverName}`
}

/** Whether the ID has the given sigil, a local part, and this server's name. */
export function isLocalId(id: string, sigil: '@' | '#', serverName: string): boolean {
  return id.startsWith(sigil) && id.endsWith(`:${serverName}`) && id.length > serverName.length + 2
}

/**
 * Whether a new account may have this local part: lower-case letters, digits and `._=-/+`, in an ID of at most
 * 255 bytes.
 *
 * @see https://spec.matrix.org/v1.19/appendices/#user-identifiers
 */
export function isLocalpart(localpart: string, serverName: string): boolean {
  return /^[a-z0-9._=\-/+]+$/.test(localpart) && `@${localpart}:${serverName}`.length <= 255
}
