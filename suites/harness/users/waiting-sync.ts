import type { SyncResponse } from '../../../spec/index.ts'
import { Inconclusive, type MismatchDetails } from '../case/errors.ts'
import { expect } from '../case/expect.ts'
import type { User } from './user.ts'

/** Change that has to end a waiting `/sync`. */
export interface AwakeningChange {
  /** The part that `/sync` has to return because of it, for the message */
  what: string
  /** Makes the change */
  change(): Promise<unknown>
  /** Reports whether a response contains it */
  isIn(response: SyncResponse): boolean
  /** True to request unread counts by thread; default: false */
  byThread?: boolean
  /** Details that the mismatch shows besides its message */
  details?: MismatchDetails
}

const TOO_LATE =
  'The change took so long that the waiting /sync ended without it: use a longer --timeout or fewer --jobs'

/** Share of the time that the case waits by which the request's own timeout is longer. */
const LONGER = 1.25

/**
 * Lets a user wait in `/sync`, makes a change, and expects the request to return because of it. A response without the
 * change may arrive at any time, and is followed by another request.
 *
 * @throws {Mismatch} when no response contains it in time, or only one at the end of the request's own timeout
 * @throws {Inconclusive} when the change took so long that the request did not wait for it any more
 */
export async function expectAwakening(user: User, { change, ...expected }: AwakeningChange): Promise<void> {
  const { next_batch } = await user.sync()
  const { promise: changed, resolve: onChange } = Promise.withResolvers<void>()
  const changeLater = async () => {
    // By the time another request is finished, the waiting one has most likely arrived.
    await user.pushRules()
    await change()
    onChange()
  }
  const work = () => Promise.all([failureToReturn(user, next_batch, changed, expected), changeLater()])
  const [failure] = await user.client.waiting('a waiting /sync', work)
  const timeout = `${user.client.access.timeoutMs / 1000} s`
  expect(
    failure === undefined,
    `Expected a waiting /sync to return ${expected.what} within ${timeout}, found ${failure}`,
    expected.details,
  )
}

/**
 * Waits until `/sync` returns the change. Its own timeout is longer than the time that the case waits, so something has to
 * wake it.
 *
 * @param changed resolved after the change
 * @returns undefined if it does in time; otherwise what it does instead
 * @throws {Inconclusive} when the request had stopped waiting before the change
 */
async function failureToReturn(
  { client }: User,
  since: string,
  changed: Promise<void>,
  { isIn, byThread = false }: Omit<AwakeningChange, 'change'>,
): Promise<string | undefined> {
  const { timeoutMs } = client.access
  const timeout = Math.round(timeoutMs * LONGER)
  let end = Number.POSITIVE_INFINITY
  void changed.then(() => {
    end = performance.now() + timeoutMs
  })
  const filter = byThread
    ? { filter: JSON.stringify({ room: { timeline: { unread_thread_notifications: true } } }) }
    : {}
  let position = since
  do {
    const query = { since: position, timeout, ...filter }
    const ownEnd = performance.now() + timeout
    const response = (await client.ok('sync', { query, extraTimeoutMs: timeout })) as SyncResponse
    position = response.next_batch
    if (!isIn(response)) continue
    if (performance.now() < ownEnd) return undefined
    if (performance.now() < end) throw new Inconclusive(TOO_LATE)
    return 'it only in a response at the end of its own timeout'
  } while (performance.now() < end)
  return 'no response with it'
}
