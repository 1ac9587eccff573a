import { plural, quote } from '../../../common/text.ts'
import type { NotificationItem } from '../../../spec/index.ts'
import type { Scene } from '../../harness/case/case.ts'
import { NotApplicable } from '../../harness/case/errors.ts'
import { expect } from '../../harness/case/expect.ts'
import { eventually } from '../../harness/target/deadline.ts'
import type { AllNotifications } from '../../harness/users/requests.ts'
import type { User } from '../../harness/users/user.ts'

/** Larger than the list of any case: the number of notifications without a limit is up to the server. */
export const MANY = { limit: 50 }

/** Requirement that a target violates whose list lacks an event that a case is not about. */
const LISTED = { buildsOn: ['notifications.listed'] }

/** Number of times that a target that drops what was read is asked to list it as read before. */
const ATTEMPTS = 3

/** Maximum number of events that a message names. */
const MAX_NAMED = 6

/**
 * Waits until the user's list contains the notification of an event, and returns it. A list need not contain what was
 * sent just before.
 *
 * @throws {Mismatch} when it does not within the timeout
 */
export async function expectListed(user: User, eventId: string): Promise<NotificationItem> {
  return await expectInList(user, `a notification of ${eventId}`, ({ event }) => event.event_id === eventId)
}

/**
 * Waits until the user's list contains a notification that satisfies a condition, and returns it.
 *
 * @param what the name of the notification, for the message
 * @param expected the condition
 * @throws {Mismatch} when it does not within the timeout
 */
export async function expectInList(
  user: User,
  what: string,
  expected: (item: NotificationItem) => boolean,
): Promise<NotificationItem> {
  let list: AllNotifications = { notifications: [], pages: 0 }
  const poll = async () => {
    list = await user.allNotifications(MANY)
    return list.notifications.find(expected)
  }
  const { timeoutMs } = user.client.access
  const found = await user.client.waiting('a notification in the list', () => eventually(poll, timeoutMs))
  expect(
    found !== undefined,
    `Expected ${what} to be listed within ${timeoutMs / 1000} s, found ${describeList(list)}`,
    LISTED,
  )
  return found
}

/** Describes a list of notifications, as the end of "found …". */
export function describeList({ notifications, badEnd }: AllNotifications): string {
  const ids = eventIdsOf(notifications)
  const named = ids.filter((id) => id !== undefined)
  const more = named.length > MAX_NAMED ? ` and ${named.length - MAX_NAMED} more` : ''
  const parts = [
    ...(named.length > 0 ? [`${named.slice(0, MAX_NAMED).join(', ')}${more}`] : []),
    ...(named.length < ids.length ? [`${plural(ids.length - named.length, 'notification')} without an event_id`] : []),
    ...(badEnd === undefined ? [] : [`${badEnd} as next_token`]),
  ]
  if (ids.length === 0) parts.unshift('an empty list')
  return parts.join(', and ')
}

/** Messages that Alice is notified of, by event ID, and the receipt that has to mark some of them as read. */
export interface ReadMessages {
  /** Messages that the receipt covers */
  covered: readonly string[]
  /** Messages that the receipt leaves unread */
  others: readonly string[]
  /** Sends the receipt */
  read(): Promise<void>
}

/**
 * Expects a receipt to mark notifications as read, and to leave others unread. A target may need time for that, even
 * after it responded to the receipt. But once the unread counts are lower, and a message that was sent after that is
 * listed too, it has processed the receipt, and has updated the list since. A notification that is unread then may still
 * become read, but it is not an open question any more when it disappears.
 *
 * A target may also drop notifications that were read. Whether it ever listed them as unread after the receipt is only
 * visible until then, so a target that drops them gets several attempts, each in a room of its own.
 *
 * @param send sends the messages in a room of Alice's and Bob's in which nothing else is unread
 * @throws {Mismatch} when a notification stays unread, or is listed unread after the receipt was processed and then gone
 * @throws {NotApplicable} when the notifications were gone by then: how long they stay in the list is up to the server
 */
export async function expectRead(
  scene: Pick<Scene, 'alice' | 'bob' | 'room'>,
  send: (room: string) => Promise<ReadMessages>,
): Promise<void> {
  const { alice, bob } = scene
  let { room } = scene
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await areListedAsRead({ alice, bob, room }, await send(room))) return
    room = await bob.createRoom({ invite: [alice] })
    await alice.join(room)
  }
  throw new NotApplicable('The target does not list notifications that were read')
}

/** Reports whether the target lists the notifications that a receipt marked as read; false if they are gone. */
async function areListedAsRead(
  { alice, bob, room }: Pick<Scene, 'alice' | 'bob' | 'room'>,
  { covered, others, read }: ReadMessages,
): Promise<boolean> {
  for (const eventId of [...covered, ...others]) await expectListed(alice, eventId)
  const before = await untilCount(alice, room, (count) => count >= covered.length + others.length)
  await read()
  const after = before === undefined ? undefined : await untilCount(alice, room, (count) => count < before)
  const later = await bob.send(room, 'after the receipt')
  const seenUnread = new Set<string>()
  const { timeoutMs } = alice.client.access
  let list: AllNotifications = { notifications: [], pages: 0 }
  const poll = async () => {
    list = await alice.allNotifications(MANY)
    const isUpdated = eventIdsOf(list.notifications).includes(later)
    const unread = covered.filter((eventId) => readIn(list, eventId) === false)
    if (isUpdated && after !== undefined) for (const eventId of unread) seenUnread.add(eventId)
    return isUpdated && unread.length === 0 ? true : undefined
  }
  await alice.client.waiting('a notification to be read', () => eventually(poll, timeoutMs))
  const left = covered.find((eventId) => readIn(list, eventId) === false)
  expect(
    left === undefined,
    `Expected the notification of ${left} to be read, found it unread for ${timeoutMs / 1000} s`,
  )
  const gone = covered.filter((eventId) => readIn(list, eventId) === undefined)
  const decided = gone.find((eventId) => seenUnread.has(eventId))
  expect(
    decided === undefined,
    `Expected the notification of ${decided} to be read once the unread counts showed the receipt, found it listed as unread even after a later message was listed, and then no longer in the list`,
  )
  expect(
    eventIdsOf(list.notifications).includes(later),
    `Expected a notification of ${later} to be listed within ${timeoutMs / 1000} s, found ${describeList(list)}`,
    LISTED,
  )
  for (const eventId of others) {
    const what = `the notification of ${eventId}, which the receipt does not cover,`
    const { read: isRead } = await expectInList(alice, what, ({ event }) => event.event_id === eventId)
    expect(isRead === false, `Expected ${what} to be unread, found it read`)
  }
  return gone.length === 0
}

/** Waits for the number of notifications that are unread in a room; undefined if it is not as expected in time. */
async function untilCount(user: User, room: string, expected: (count: number) => boolean): Promise<number | undefined> {
  const poll = async () => {
    const { notification_count } = await user.unreadCounts(room)
    return expected(notification_count) ? notification_count : undefined
  }
  return await user.client.waiting('unread counts', () => eventually(poll, user.client.access.timeoutMs))
}

/** Reports whether a notification in a list is read; undefined if it is not in the list. */
function readIn({ notifications }: AllNotifications, eventId: string): boolean | undefined {
  return notifications.find(({ event }) => event.event_id === eventId)?.read
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
  const listed = (await user.notifications(MANY)).find(({ event }) => event.event_id === eventId)
  expect(
    listed === undefined,
    `Expected ${eventId} not to be listed, found it in the list with the actions ${quote(listed?.actions)}`,
  )
}
