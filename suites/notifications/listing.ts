import type { NotificationItem } from '../../spec/index.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import { eventually } from '../harness/target/deadline.ts'
import type { User } from '../harness/users/user.ts'

/** More than there are in the list of any case: how many come unasked is left to the server. */
export const MANY = { limit: 50 }

/**
 * Waits until the user's list has the notification of an event, and gives it: a list need not have what was sent this
 * very moment.
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
 * @throws {NotApplicable} when it is in the list no more: how long it stays there is left to the server
 */
export async function expectRead(user: User, eventId: string): Promise<void> {
  const read = await eventually(async () => {
    const item = (await user.notifications(MANY)).find(({ event }) => event.event_id === eventId)
    if (item === undefined) throw new NotApplicable('The target does not list notifications that were read')
    return item.read ? true : undefined
  }, user.client.access.timeoutMs)
  expect(read === true, `Expected the notification of ${eventId} to be read, found it unread`)
}

/** The IDs of the events in the list, in its order. */
export function eventIdsOf(notifications: readonly NotificationItem[]): (string | undefined)[] {
  return notifications.map(({ event }) => event.event_id)
}

/** The list must not have an event; a later event that has to be there shows that the target has dealt with it. */
export async function expectNotListed(user: User, eventId: string, { until }: { until: string }): Promise<void> {
  await expectListed(user, until)
  const listed = eventIdsOf(await user.notifications(MANY)).includes(eventId)
  expect(!listed, `Expected ${eventId} not to be listed, found it in the list`)
}
