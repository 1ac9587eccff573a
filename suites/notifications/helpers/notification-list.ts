import type { NotificationItem } from '../../../spec/index.ts'
import { NotApplicable } from '../../harness/case/errors.ts'
import { expect } from '../../harness/case/expect.ts'
import { eventually } from '../../harness/target/deadline.ts'
import type { User } from '../../harness/users/user.ts'

/** Larger than the list of any case: the number of notifications without a limit is up to the server. */
export const MANY = { limit: 50 }

/**
 * Waits until the user's list contains the notification of an event, and returns it. A list need not contain what was
 * sent just before.
 */
export async function expectListed(user: User, eventId: string): Promise<NotificationItem> {
  const found = await eventually(
    async () => (await user.notifications(MANY)).find(({ event }) => event.event_id === eventId),
    user.client.access.timeoutMs,
  )
  expect(found !== undefined, `Expected a notification of ${eventId} to be listed, found none`)
  return found
}

/**
 * Waits until the notification of an event is marked as read.
 *
 * @throws {NotApplicable} when it is no longer in the list: how long it stays there is up to the server
 */
export async function expectRead(user: User, eventId: string): Promise<void> {
  const read = await eventually(async () => {
    const item = (await user.notifications(MANY)).find(({ event }) => event.event_id === eventId)
    if (item === undefined) throw new NotApplicable('The target does not list read notifications')
    return item.read ? true : undefined
  }, user.client.access.timeoutMs)
  expect(read === true, `Expected the notification of ${eventId} to be read, found it unread`)
}

/** Returns the IDs of the events in the list, in its order. */
export function eventIdsOf(notifications: readonly NotificationItem[]): (string | undefined)[] {
  return notifications.map(({ event }) => event.event_id)
}

/**
 * Expects the list not to contain an event; a later event that has to be there shows that the target has processed it.
 */
export async function expectNotListed(user: User, eventId: string, { until }: { until: string }): Promise<void> {
  await expectListed(user, until)
  const listed = eventIdsOf(await user.notifications(MANY)).includes(eventId)
  expect(!listed, `Expected ${eventId} not to be listed, found it in the list`)
}
