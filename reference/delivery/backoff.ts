/** Schedule for the retries of a failed delivery. All values are in milliseconds. */
export interface Backoff {
  /** Pause after the first failure, doubled after each further one; default: 1,000 */
  firstMs?: number

  /** Maximum pause; default: 3,600,000 (1 hour) */
  maxMs?: number

  /** Age at which an undelivered request is given up; default: 86,400,000 (24 hours) */
  giveUpMs?: number
}

/** Default schedule. */
export const DEFAULT_BACKOFF: Readonly<Required<Backoff>> = {
  firstMs: 1000,
  maxMs: 60 * 60 * 1000,
  giveUpMs: 24 * 60 * 60 * 1000,
}

/**
 * Returns the pause before the next attempt, in milliseconds: doubled with each failure, then shortened by up to a half,
 * so that the pushers of a gateway that recovers do not all return at the same time. It never becomes shorter from one
 * failure to the next.
 *
 * @param failures number of failures in a row, at least 1
 * @param random from 0 (inclusive) to 1 (exclusive)
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#homeserver-behaviour
 */
export function pauseAfter(failures: number, { firstMs, maxMs }: Required<Backoff>, random: number): number {
  const longest = Math.min(maxMs, firstMs * 2 ** (failures - 1))
  return longest * (1 - random / 2)
}
