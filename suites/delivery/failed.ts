import type { Scene } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import type { Inbox, Push } from '../harness/gateway/inbox.ts'
import { failing, type PushResponse } from '../harness/gateway/push-response.ts'

/** Why cases about sending again are fair, as far as they can be: a pause that is too long looks like no attempt. */
export const FAIR_ABOUT_RETRIES =
  'No pause is named, so a target that stays silent is not judged; one that has removed the pusher, or goes past the event to a later one for as long as Plexor waits, is warned, and a longer --timeout gives it more time.'

/** What the gateway usually fails with. */
export const UNAVAILABLE = failing(503)

/**
 * Has the gateway fail the push of a message of Bob's and all that comes later, and gives the event ID once it was
 * tried. An earlier message that is pushed shows that nothing from before is still to come, which would fail as well.
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

/** Waits for one more attempt to push an event than there were so far. */
export async function nextAttempt(pusher: Inbox, eventId: string, timeoutMs: number): Promise<Push> {
  const number = pusher.about(eventId).length + 1
  const push = await pusher.attempt(eventId, number, timeoutMs)
  if (push === undefined) throw silent(timeoutMs)
  return push
}

/**
 * Lets the gateway accept pushes again, and waits for the one that it failed. A later message of Bob's shows whether
 * the target goes on with the pusher.
 */
export async function expectAgain(
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
  const goneOn = pusher.about(later).length > 0
  expect(
    !goneOn,
    `${expected}, found that of the later event ${later} alone within ${retryTimeoutMs / 1000} s; a target that takes longer needs a longer --timeout`,
  )
  throw silent(retryTimeoutMs)
}

/** Nothing can be said of a target that may only wait for longer than Plexor does. */
export function silent(timeoutMs: number): NotApplicable {
  return new NotApplicable(
    `The target did not try again within ${timeoutMs / 1000} s; the text names no pause, so a longer --timeout may show more`,
  )
}

/** A time in milliseconds for people: `1.5 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
