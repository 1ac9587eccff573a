import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Returns an unguessable string of the characters A-Z, a-z, 0-9, `-` and `_`. */
export function randomId(bytes = 24): string {
  return randomBytes(bytes).toString('base64url')
}

/**
 * Returns the hash of an access token, which is stored instead of the token.
 *
 * The time of a lookup by hash reveals nothing about tokens: similar hashes do not mean similar tokens, and a token
 * cannot be chosen by its hash. So tokens are never compared themselves.
 */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Reports whether two secrets are equal, in a time that does not depend on their differences. */
export function isSameSecret(given: string, secret: string): boolean {
  // timingSafeEqual requires equal lengths, which hashes have
  return timingSafeEqual(Buffer.from(tokenHash(given)), Buffer.from(tokenHash(secret)))
}

/** Returns `@localpart:server`, or the ID itself if `user` is one. */
export function userIdOf(user: string, serverName: string): string {
  return user.startsWith('@') ? user : `@${user}:${serverName}`
}

/** Reports whether the ID has the given sigil, a local part and this server's name. */
export function isLocalId(id: string, sigil: '@' | '#', serverName: string): boolean {
  return id.startsWith(sigil) && id.endsWith(`:${serverName}`) && id.length > serverName.length + 2
}

/**
 * Reports whether a new account may have this local part: lower-case letters, digits and `._=-/+`, in an ID of at most
 * 255 bytes.
 *
 * @see https://spec.matrix.org/v1.19/appendices/#user-identifiers
 */
export function isLocalpart(localpart: string, serverName: string): boolean {
  return /^[a-z0-9._=\-/+]+$/.test(localpart) && `@${localpart}:${serverName}`.length <= 255
}
