/** Least time of today in milliseconds: 2001. In seconds, it is tens of thousands of years from now. */
const LEAST_TIME = 1_000_000_000_000

/** Reports whether a value is a time in milliseconds since 1970, and not in seconds. */
export function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && value >= LEAST_TIME
}
