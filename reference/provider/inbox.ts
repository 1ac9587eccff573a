import type { Service } from './device.ts'

/** The most pushes that an inbox holds. */
export const MAX_PUSHES = 500

/** The most requests that wait for pushes of one device at the same time. */
export const MAX_WAITERS = 50

/** One push, as it reached the device. */
export interface ReceivedPush {
  /** 1 for the first push that the device got, 2 for the next one; never used again */
  n: number
  /** Milliseconds since the epoch */
  received_at: number
  service: Service
  /** As the service calls it: `10` or `5` at APNs, `high` or `normal` at FCM, the urgency at Web Push */
  priority: string
  /** Header fields that tell the service or the device what to do, by their lower-case name */
  headers: Readonly<Record<string, string>>
  /** What the app gets: parsed JSON, text that is none, or `null` for nothing. For Web Push it is decrypted */
  payload: unknown
  /** Why the device could not read the payload, which is `null` then */
  unreadable?: string
}

/** Where the pushes of one device are kept, at most `MAX_PUSHES` of them: the oldest make room. */
export interface StoredPushes {
  /** Those with greater numbers, oldest first */
  after(n: number): ReceivedPush[]
  /** The number of the newest; 0 when there was none yet */
  readonly newest: number
  /** How many have made room for others */
  readonly dropped: number
  add(push: ReceivedPush): void
}

/** Thrown when `MAX_WAITERS` wait already. */
export class TooManyWaiters extends Error {
  override name = 'TooManyWaiters' as const

  constructor() {
    super(`${MAX_WAITERS} requests wait for pushes of this device already`)
  }
}

/** Who waits, and for what. */
export interface Wait {
  /** Pushes up to this number are not of interest; default: 0 */
  after?: number
  /** The longest wait, in milliseconds */
  ms: number
  /** Ends the wait */
  signal?: AbortSignal
}

/** The pushes that one device has received, oldest first. */
export interface Inbox {
  /** How many pushes were forgotten to make room for others */
  readonly dropped: number
  readonly closed: boolean
  /** Whether `MAX_WAITERS` wait */
  readonly crowded: boolean
  /** The pushes that came after the one with this number; none when it is closed */
  list(after?: number): ReceivedPush[]
  /**
   * The same, but if there is none yet, it waits for one. Gives an empty list when the wait is over.
   *
   * @throws {TooManyWaiters} when `MAX_WAITERS` wait already
   */
  next(wait: Wait): Promise<ReceivedPush[]>
  add(push: Omit<ReceivedPush, 'n' | 'received_at'>): ReceivedPush
  /** Ends all waits, those to come included. */
  close(): void
}

export function createInbox(pushes: StoredPushes, now: () => number = Date.now): Inbox {
  const waiters = new Set<() => void>()
  let closed = false

  // What is closed may have nothing behind it any more
  const list = (after = 0) => (closed ? [] : pushes.after(after))
  const isCrowded = () => waiters.size >= MAX_WAITERS
  const wakeAll = () => {
    for (const wake of [...waiters]) wake()
  }

  return {
    get dropped() {
      return closed ? 0 : pushes.dropped
    },
    get closed() {
      return closed
    },
    get crowded() {
      return isCrowded()
    },
    list,
    async next({ after = 0, ms, signal }) {
      const end = performance.now() + ms
      for (;;) {
        const found = list(after)
        const left = end - performance.now()
        if (found.length > 0 || left <= 0 || closed || signal?.aborted) return found
        if (isCrowded()) throw new TooManyWaiters()
        await sleepUntilWoken(waiters, left, signal)
      }
    },
    add(push) {
      const received: ReceivedPush = { n: pushes.newest + 1, received_at: now(), ...push }
      pushes.add(received)
      wakeAll()
      return received
    },
    close() {
      closed = true
      wakeAll()
    },
  }
}

function sleepUntilWoken(waiters: Set<() => void>, ms: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(wake, ms)
  waiters.add(wake)
  signal?.addEventListener('abort', wake)
  return promise

  function wake() {
    clearTimeout(timer)
    waiters.delete(wake)
    signal?.removeEventListener('abort', wake)
    resolve()
  }
}
