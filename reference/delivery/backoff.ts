/** How a failed delivery is tried again. All in milliseconds. */
export interface Backoff {
  /** The pause after the first failure, doubled after each further one; default 1 second */
  firstMs?: number
  /** The longest pause; default 1 hour */
  maxMs?: number
  /** The age at which a request that could not be delivered is given up; default 24 hours */
  giveUpMs?: number
}

export const DEFAULT_BACKOFF: Readonly<Required<Backoff>> = {
  firstMs: 1000,
  maxMs: 60 * 60 * 1000,
  giveUpMs: 24 * 60 * 60 * 1000,
}

/**
 * The pause before the next attempt: doubled with each failure, then shortened by up to a half, so that the pushers
 * of a gateway that comes back do not all return in the same moment. It never gets shorter from one to the next.
 *
 * @param failures how many attempts have failed in a row, at least 1
 * @param random from 0 up to 1
 * @see https://spec.matrix.org/v1.19/push-gateway-api/#homeserver-behaviour
 */
export function pauseAfter(failures: number, { firstMs, maxMs }: Required<Backoff>, random: number): number {
  const longest = Math.min(maxMs, firstMs * 2 ** (failures - 1))
  return longest * (1 - random / 2)
}
