import type { Scene } from '../../harness/case/case.ts'
import { NotApplicable } from '../../harness/case/errors.ts'
import { expect } from '../../harness/case/expect.ts'
import type { Inbox, Push } from '../../harness/push-receiver/inbox.ts'
import { failing, type PushResponse } from '../../harness/push-receiver/push-response.ts'

/** Fairness of the cases about retries: a very long pause cannot be distinguished from no attempt. */
export const FAIR_ABOUT_RETRIES =
  'The specification does not define the pause, so the case is skipped if the target stays silent. A target that removes the pusher, or continues with a later event for as long as Plexor waits, gets a warning; a longer --timeout gives it more time.'

/** Usual failure of the gateway. */
export const UNAVAILABLE = failing(503)

/**
 * Makes the gateway fail the push of a message of Bob's and everything after it, and returns the event ID once the
 * target has tried. An earlier message is pushed first, so that nothing older is pending, which would fail as well.
 */
export async function sendFailing(
  { bob, room, pusher }: Pick<Scene, 'bob' | 'room' | 'pusher'>,
  response: PushResponse = UNAVAILABLE,
): Promise<string> {
  await pusher.expectPush(await bob.send(room, 'the gateway accepts this one'))
  pusher.response = () => response
  const message = await bob.send(room, 'the gateway fails this one')
  await pusher.expectPush(message)
  return message
}

/** Waits for one more attempt to push an event than there have been so far. */
export async function nextAttempt(pusher: Inbox, eventId: string, timeoutMs: number): Promise<Push> {
  const number = pusher.about(eventId).length + 1
  const push = await pusher.attempt(eventId, number, timeoutMs)
  if (push === undefined) throw noAttempt(timeoutMs)
  return push
}

/**
 * Makes the gateway accept pushes again, and waits for the one that failed. A later message of Bob's shows whether the
 * target continues with the pusher.
 */
export async function expectRetry(
  { alice, bob, room, pusher }: Scene,
  eventId: string,
  retryTimeoutMs: number,
): Promise<Push> {
  const attempts = pusher.about(eventId).length
  pusher.accept()
  const later = await bob.send(room, 'a later message')
  const again = await pusher.attempt(eventId, attempts + 1, retryTimeoutMs)
  if (again !== undefined) return again
  const expected = `Expected the notification of ${eventId} to be sent again after the gateway failed it`
  const listed = (await alice.pushers()).some(({ pushkey }) => pushkey === pusher.pushkey)
  expect(listed, `${expected}, found the pusher removed`)
  const continued = pusher.about(later).length > 0
  expect(
    !continued,
    `${expected}, found only that of the later event ${later} within ${retryTimeoutMs / 1000} s; use a longer --timeout if the target needs more time`,
  )
  throw noAttempt(retryTimeoutMs)
}

/** Returns the reason why a case is skipped if the target may only be waiting for longer than Plexor does. */
export function noAttempt(timeoutMs: number): NotApplicable {
  return new NotApplicable(
    `The target did not try again within ${timeoutMs / 1000} s. The specification does not define the pause; use a longer --timeout to wait for it`,
  )
}

/** Formats a time in milliseconds for people: `1.5 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
