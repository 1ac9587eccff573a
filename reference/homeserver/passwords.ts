import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * Cost of one scrypt hash: its time grows with N × r × p, its memory is 128 × N × r bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7914
 */
export interface PasswordCost {
  /** Power of two */
  N: number
  r: number
  p: number
}

/** Cost for stored accounts: a guess takes about 0.3 s and 32 MiB on one core. */
export const SAFE_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 }

/** Cost for accounts in memory, of which a test run creates hundreds. */
export const CHEAP_COST: PasswordCost = { N: 2 ** 8, r: 8, p: 1 }

/** Stand-in for the hash of unknown users. No password has this hash. */
const NO_HASH = randomBytes(32).toString('base64')

/** Returns the stored form of a password: cost, salt and scrypt hash. Hashing does not block the event loop. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return [cost.N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join(':')
}

/**
 * Reports whether a password matches a stored hash.
 *
 * Without a stored hash it does the same work and returns false, so that its time does not reveal which users exist.
 *
 * @param cost cost if there is no stored hash
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
  // Node needs a little more memory than the formula
  const maxmem = 2 * 128 * cost.N * cost.r
  scrypt(password, salt, 32, { ...cost, maxmem }, (error, hash) => (error === null ? resolve(hash) : reject(error)))
  return promise
}
