import type { Service } from './service.ts'

/** Maximum number of pushes in an inbox. */
export const MAX_PUSHES = 500

/** Maximum number of requests that wait for pushes of one device at the same time. */
export const MAX_WAITERS = 50

/** Push as its device received it. */
export interface ReceivedPush {
  /** Number of the push: 1 for the first that the device received; never reused */
  n: number

  /** Time of arrival, in Unix milliseconds */
  received_at: number
  service: Service

  /** Priority in the terms of the service: `10` or `5` at APNs, `high` or `normal` at FCM, the urgency at Web Push */
  priority: string

  /** Header fields with instructions for the service or the device, by lower-case name */
  headers: Readonly<Record<string, string>>

  /** Content for the app, decrypted: parsed JSON, text if it is not JSON, or `null` if there is none */
  payload: unknown

  /** Reason why the device could not decrypt the payload, which is then `null` */
  unreadable?: string
}

/** Storage for the pushes of one device. It holds `MAX_PUSHES`; beyond that the oldest are dropped. */
export interface StoredPushes {
  /** Returns the pushes with a number greater than `n`, oldest first. */
  after(n: number): ReceivedPush[]

  /** Number of the newest push; 0 if there was none yet */
  readonly newest: number

  /** Number of pushes that were dropped to make room */
  readonly dropped: number
  add(push: ReceivedPush): void
}

/** Error for a wait that begins while `MAX_WAITERS` are waiting. */
export class TooManyWaiters extends Error {
  override name = 'TooManyWaiters' as const

  constructor() {
    super(`${MAX_WAITERS} requests already wait for pushes of this device; try again when one of them has ended`)
  }
}

/** Options of `Inbox.next`. */
export interface InboxWait {
  /** Number of the last push that the caller has seen; default: 0 */
  after?: number

  /** Maximum time to wait, in milliseconds */
  ms: number

  /** Ends the wait when it is aborted */
  signal?: AbortSignal
}

/** Pushes that one device has received. */
export interface Inbox {
  /** Number of pushes that were dropped to make room for newer ones */
  readonly dropped: number
  readonly closed: boolean

  /** True if `MAX_WAITERS` are waiting */
  readonly crowded: boolean

  /** Returns the pushes with a number greater than `after` (default: 0), oldest first; none if the inbox is closed. */
  list(after?: number): ReceivedPush[]

  /**
   * Returns the same as `list`, but waits for a push if there is none yet.
   *
   * @returns an empty list if none arrived in time
   * @throws {TooManyWaiters} when `MAX_WAITERS` are waiting already
   */
  next(wait: InboxWait): Promise<ReceivedPush[]>

  /** Stores a push, and gives it the next number. */
  add(push: Omit<ReceivedPush, 'n' | 'received_at'>): ReceivedPush

  /** Ends all waits, including later ones. */
  close(): void
}

/** Creates an inbox. */
export function createInbox(pushes: StoredPushes, now: () => number = Date.now): Inbox {
  const waiters = new Set<() => void>()
  let closed = false

  // The database may be closed together with the inbox
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
