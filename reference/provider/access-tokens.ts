import { createHash, randomBytes } from 'node:crypto'

/** How long an access token is good, in seconds. */
export const TOKEN_LIFETIME_SECONDS = 3599

/** The most access tokens that are good at the same time; the oldest ends when there is one more. */
const MAX_TOKENS = 1000

/** Access tokens of OAuth 2, of which only hashes are kept. */
export interface AccessTokens {
  issue(): string
  isGood(token: string): boolean
}

export function createAccessTokens(now: () => number = Date.now): AccessTokens {
  const expiries = new Map<string, number>()
  const hash = (token: string) => createHash('sha256').update(token).digest('base64url')
  return {
    issue() {
      const token = `ya29.${randomBytes(64).toString('base64url')}`
      expiries.set(hash(token), now() + TOKEN_LIFETIME_SECONDS * 1000)
      for (const oldest of expiries.keys()) {
        if (expiries.size <= MAX_TOKENS) break
        expiries.delete(oldest)
      }
      return token
    },
    isGood: (token) => (expiries.get(hash(token)) ?? 0) > now(),
  }
}
