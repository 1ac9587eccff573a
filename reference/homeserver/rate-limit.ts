import { limitExceeded } from './errors.ts'

/** Maximum rate of requests of one user, or of one address without an access token. */
export interface RateLimit {
  /** Requests per second in the long run; greater than 0, can be a fraction */
  perSecond: number
  /** Maximum number of requests at once after a pause; 1 or more */
  burst: number
}

/** Rate limiter of users and addresses. */
export interface RateLimiter {
  /**
   * Counts one request.
   *
   * @throws {RequestError} with M_LIMIT_EXCEEDED when there are too many
   */
  take(client: string): void
}

/** Remaining requests of a client at a time. */
interface Bucket {
  tokens: number
  time: number
}

/** Maximum number of clients to remember. The least recent ones are forgotten first. */
const MAX_BUCKETS = 10_000

/**
 * Creates a rate limiter with a token bucket for each user and address. Without a limit, everything passes.
 *
 * @param now milliseconds of a clock that never goes back
 * @see https://spec.matrix.org/v1.19/client-server-api/#rate-limiting
 */
export function createRateLimiter(limit: RateLimit | undefined, now = () => performance.now()): RateLimiter {
  if (limit === undefined) return { take: () => {} }
  const { perSecond, burst } = checked(limit)
  const buckets = new Map<string, Bucket>()

  function take(client: string): void {
    const time = now()
    const known = buckets.get(client) ?? { tokens: burst, time }
    const tokens = Math.min(burst, known.tokens + ((time - known.time) / 1000) * perSecond)
    buckets.delete(client)
    buckets.set(client, { tokens: tokens < 1 ? tokens : tokens - 1, time })
    for (const oldest of buckets.keys()) {
      if (buckets.size <= MAX_BUCKETS) break
      buckets.delete(oldest)
    }
    if (tokens < 1) throw limitExceeded(Math.ceil(((1 - tokens) / perSecond) * 1000))
  }
  return { take }
}

function checked(limit: RateLimit): RateLimit {
  if (limit.perSecond > 0 && limit.burst >= 1) return limit
  const found = `perSecond: ${limit.perSecond}, burst: ${limit.burst}`
  throw new RangeError(`Rate limit: expected perSecond above 0 and burst of at least 1, found ${found}`)
}
