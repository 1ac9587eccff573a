import type { Scene } from '../../harness/case/case.ts'
import { NotApplicable } from '../../harness/case/errors.ts'
import { expect } from '../../harness/case/expect.ts'
import type { Push } from '../../harness/push-receiver/inbox.ts'
import { failing, type PushResponse } from '../../harness/push-receiver/push-response.ts'
import { isListed } from '../../pushers/helpers/listed-pusher.ts'

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

/**
 * Waits for one more attempt to push an event than there have been so far. If there is none, the gateway accepts pushes
 * again, and a later event shows whether the target continues without this one.
 */
export async function nextAttempt(scene: Scene, eventId: string, timeoutMs: number): Promise<Push> {
  const { pusher } = scene
  const push = await pusher.attempt(eventId, pusher.about(eventId).length + 1, timeoutMs)
  return push ?? (await expectRetry(scene, eventId, timeoutMs))
}

/**
 * Makes the gateway accept pushes again, and waits for the one that failed. A later message of Bob's shows whether the
 * target continues with the pusher.
 *
 * @throws {Mismatch} when the target has removed the pusher, or sends only the later event
 * @throws {NotApplicable} when it sends nothing
 */
export async function expectRetry(
  { alice, bob, room, pusher }: Scene,
  eventId: string,
  retryTimeoutMs: number,
): Promise<Push> {
  const since = performance.now()
  const attempts = pusher.about(eventId).length
  const find = () => pusher.about(eventId)[attempts]
  pusher.accept()
  const later = await bob.send(room, 'a later message')
  const again = await pusher.waitFor(find, retryTimeoutMs)
  if (again !== undefined) return again
  const expected = `Expected the notification of ${eventId} to be sent again after the gateway failed it`
  const details = { ...pusher.missing(find, since), buildsOn: ['delivery.retry'] }
  expect(await isListed(alice, pusher), `${expected}, found the pusher removed`, details)
  expect(
    pusher.about(later).length === 0,
    `${expected}, found only that of the later event ${later} within ${retryTimeoutMs / 1000} s; use a longer --timeout if the target needs more time`,
    details,
  )
  throw noAttempt(retryTimeoutMs)
}

/**
 * Waits for the push of an event that was sent while a gateway did not accept pushes, which it does now. A later message of
 * Bob's shows whether the target continues without it.
 *
 * @param failed number of pushes of the inbox that the gateway did not accept
 * @throws {Mismatch} when the target sends only the later event
 * @throws {NotApplicable} when it sends nothing
 */
export async function expectNotLost(
  { bob, room, pusher }: Pick<Scene, 'bob' | 'room' | 'pusher'>,
  eventId: string,
  failed: number,
  retryTimeoutMs: number,
): Promise<Push> {
  const since = performance.now()
  const find = () => pusher.pushes.slice(failed).find(({ notification }) => notification.event_id === eventId)
  const early = find()
  if (early !== undefined) return early
  const wasTried = pusher.about(eventId).length > 0
  const later = await bob.send(room, 'after the gateway has recovered')
  const push = await pusher.waitFor(find, retryTimeoutMs)
  if (push !== undefined) return push
  expect(
    pusher.about(later).length === 0,
    `Expected the notification of ${eventId}, which was sent while the gateway did not accept pushes, to arrive once it does, found only that of the later event ${later} within ${retryTimeoutMs / 1000} s`,
    { ...pusher.missing(find, since), buildsOn: [wasTried ? 'delivery.retry' : 'delivery.events-during-failure'] },
  )
  throw noAttempt(retryTimeoutMs)
}

/**
 * Returns the reason why a case is skipped if the target may only be waiting for longer than Plexor does.
 *
 * @param what what it did not do
 */
export function noAttempt(timeoutMs: number, what = 'try again or send a later event'): NotApplicable {
  return new NotApplicable(
    `The target did not ${what} within ${timeoutMs / 1000} s. The specification does not define the pause; use a longer --timeout to wait for it`,
  )
}

/** Formats a time in milliseconds for people: `1.5 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
