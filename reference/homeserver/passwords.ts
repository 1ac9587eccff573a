import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * How much work one scrypt hash takes: its time grows with N × r × p, its memory is 128 × N × r bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7914
 */
export interface PasswordCost {
  /** A power of two */
  N: number
  r: number
  p: number
}

/** For accounts that are kept: a guess takes about 0.3 s and 32 MiB on one core of today. */
export const SAFE_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 }

/** For accounts that end with the server, which creates hundreds of them in a test run. */
export const CHEAP_COST: PasswordCost = { N: 2 ** 8, r: 8, p: 1 }

/** What no password makes: it stands in for the hash of users that do not exist. */
const NO_HASH = randomBytes(32).toString('base64')

/** The password as it is kept: cost, salt and scrypt hash. Hashing happens beside the event loop. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return [cost.N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join(':')
}

/**
 * Whether the password is the one that was hashed, at whatever cost it was.
 *
 * Without a stored hash the answer is no, after the same work, so that the time it takes does not tell who exists.
 */
export async function isPassword(password: string, stored: string | undefined, cost: PasswordCost): Promise<boolean> {
  const fallback = [cost.N, cost.r, cost.p, NO_HASH, NO_HASH].join(':')
  const [N, r, p, salt = '', hash = ''] = (stored ?? fallback).split(':')
  const expected = Buffer.from(hash, 'base64')
  const found = await derive(password, Buffer.from(salt, 'base64'), { N: Number(N), r: Number(r), p: Number(p) })
  return timingSafeEqual(found, expected) && stored !== undefined
}

function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  // Node refuses to take more memory than this, and needs a little more than the formula says
  const maxmem = 2 * 128 * cost.N * cost.r
  scrypt(password, salt, 32, { ...cost, maxmem }, (error, hash) => (error === null ? resolve(hash) : reject(error)))
  return promise
}
