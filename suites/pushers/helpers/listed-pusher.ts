import { Mismatch, type MismatchDetails } from '../../harness/case/errors.ts'
import { expect, expectEqual } from '../../harness/case/expect.ts'
import type { Inbox, Push } from '../../harness/push-receiver/inbox.ts'
import { eventually } from '../../harness/target/deadline.ts'
import type { User } from '../../harness/users/user.ts'

/** Attributes that identify a pusher of a user. */
export type PusherId = Pick<Inbox, 'pushkey' | 'appId'>

/** Expects a user to have exactly these pushers, in any order. */
export async function expectPushers(
  user: User,
  what: string,
  expected: readonly PusherId[],
  details?: MismatchDetails,
): Promise<void> {
  const listed = (await user.pushers()).map(({ pushkey, app_id }) => ({ pushkey, appId: app_id }))
  expectEqual(what, listed.map(nameOf).sort(), expected.map(nameOf).sort(), details)
}

/** Reports whether a pusher is listed. */
export async function isListed(user: User, id: PusherId): Promise<boolean> {
  return (await user.pushers()).some(({ pushkey, app_id }) => pushkey === id.pushkey && app_id === id.appId)
}

/**
 * Expects a pusher to be listed that a case needs.
 *
 * @param which the name of the pusher, for the message
 */
export async function expectListed(
  user: User,
  which: string,
  id: PusherId,
  details: MismatchDetails = { buildsOn: ['pushers.set-creates'] },
): Promise<void> {
  const pushers = await user.pushers()
  const listed = pushers.map(({ pushkey, app_id }) => nameOf({ pushkey, appId: app_id }))
  const found = listed.length === 0 ? 'no pusher at all' : `the pushers ${listed.join(', ')}`
  expect(listed.includes(nameOf(id)), `Expected ${which}, ${nameOf(id)}, to be listed, found ${found}`, details)
}

/** Waits until a pusher is no longer listed, and reports whether that happened. */
export async function isRemoved(user: User, pusher: PusherId): Promise<boolean> {
  const { timeoutMs } = user.client.access
  return (await eventually(async () => ((await isListed(user, pusher)) ? undefined : true), timeoutMs)) === true
}

/** Waits until a pusher is no longer listed because its pushkey was rejected. */
export async function expectRemoved(user: User, pusher: PusherId): Promise<void> {
  const { timeoutMs } = user.client.access
  expect(
    await isRemoved(user, pusher),
    `Expected the rejected pusher to be removed, found it still listed after ${timeoutMs / 1000} s`,
    { buildsOn: ['delivery.rejected-removed'] },
  )
}

/**
 * Waits for the push of an event to a pusher that has to outlive another one. If it does not arrive, the message says
 * whether the target has removed the pusher.
 *
 * @param which the name of the pusher, for the message; default: the other pusher
 * @param why the reason why it stays: `which nobody deleted`
 * @param violates the requirement that the target violates if it does not
 */
export async function expectSpared(
  user: User,
  pusher: Inbox,
  eventId: string,
  { which = 'the other pusher', why, violates }: { which?: string; why: string; violates: string },
): Promise<Push> {
  const since = performance.now()
  const push = await pusher.arrivalOf(eventId)
  if (push !== undefined) return push
  const expected = `Expected ${which}, ${why}, to be notified of ${eventId}`
  const buildsOn = [violates]
  expect(await isListed(user, pusher), `${expected}, found it removed`, { buildsOn })
  const { missing } = pusher.missing(() => pusher.about(eventId)[0], since)
  const details = { buildsOn, ...(missing === undefined ? {} : { missing }) }
  throw new Mismatch(`${expected}, found it listed but not notified`, details)
}

function nameOf({ pushkey, appId }: PusherId): string {
  return `${pushkey} of ${appId}`
}
