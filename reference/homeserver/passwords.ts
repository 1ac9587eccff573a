import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/**
 * Far cheaper than a server on the internet should use: this one listens on loopback and creates hundreds of users
 * in a test run.
 */
const COST = { N: 256, r: 8, p: 1 }

/** The password as it is kept: salt and scrypt hash. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  return `${salt.toString('base64')}:${scryptSync(password, salt, 32, COST).toString('base64')}`
}

/** Whether the password is the one that was hashed. */
export function isPassword(password: string, stored: string): boolean {
  const [salt = '', hash = ''] = stored.split(':')
  const expected = Buffer.from(hash, 'base64')
  return timingSafeEqual(scryptSync(password, Buffer.from(salt, 'base64'), expected.length, COST), expected)
}
