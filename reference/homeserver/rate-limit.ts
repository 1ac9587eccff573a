import { limitExceeded } from './errors.ts'

/** How many requests one user, or one address that is not logged in, may make. */
export interface RateLimit {
  /** Requests a second in the long run; may be a fraction */
  perSecond: number
  /** Requests at once after a pause */
  burst: number
}

/** Counts the requests of users and addresses. */
export interface RateLimiter {
  /** Counts one request; throws M_LIMIT_EXCEEDED when it is one too many. */
  take(who: string): void
}

/** What is left to someone, and when that was so. */
interface Bucket {
  tokens: number
  time: number
}

/** More than these are not remembered; whoever made no request for the longest time is forgotten first. */
const MAX_BUCKETS = 10_000

/**
 * A token bucket for each user and address. Without a limit, everything passes.
 *
 * @param now milliseconds of a clock that never goes back
 * @see https://spec.matrix.org/v1.19/client-server-api/#rate-limiting
 */
export function createRateLimiter(limit: RateLimit | undefined, now = () => performance.now()): RateLimiter {
  if (limit === undefined) return { take: () => {} }
  const { perSecond, burst } = checked(limit)
  const buckets = new Map<string, Bucket>()

  function take(who: string): void {
    const time = now()
    const known = buckets.get(who) ?? { tokens: burst, time }
    const tokens = Math.min(burst, known.tokens + ((time - known.time) / 1000) * perSecond)
    buckets.delete(who)
    buckets.set(who, { tokens: tokens < 1 ? tokens : tokens - 1, time })
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
  throw new RangeError(`The rate limit is ${found}; perSecond must be above 0 and burst at least 1`)
}
