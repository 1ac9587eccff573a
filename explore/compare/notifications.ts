import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import type { Action, NotificationItem } from '../../spec/index.ts'
import { Disagreement } from '../disagreement.ts'
import type { UserName } from '../history.ts'
import { highlights, type Notice, notifies } from '../model/notices.ts'
import { person } from '../steps/step-kind.ts'
import type { Trial } from '../trial/trial.ts'
import { comparableActions } from './comparable-rules.ts'
import { isMilliseconds } from './milliseconds.ts'

/** Selection of notifications. */
interface Listing {
  /** Maximum number of notifications of a page; undefined for that of the target */
  limit: number | undefined
  /** True for those with a highlight only */
  highlightsOnly: boolean
}

/**
 * Compares the list of notifications of a user.
 *
 * @returns the disagreement; undefined if there is none
 */
export async function differenceInNotifications(
  { target, notices }: Trial,
  user: UserName,
  { limit, highlightsOnly }: Listing,
): Promise<Disagreement | undefined> {
  const query = { ...(limit === undefined ? {} : { limit }), ...(highlightsOnly ? { only: 'highlight' } : {}) }
  const { notifications, badEnd } = await target.anySession(user).allNotifications(query)
  const first = limit === undefined ? undefined : await target.user(user).notificationPage({ ...query })
  if (first !== undefined && limit !== undefined && first.notifications.length > limit) {
    const message = `Expected a page of at most ${limit} of ${person(user)}'s notifications, found ${first.notifications.length}`
    return new Disagreement('notifications', 'notifications.limit', message)
  }
  const own = notices.of(user)
  const listed = Map.groupBy(notifications, ({ event }) => event.event_id)
  for (const [eventId, items] of listed) {
    const notice = own.find((one) => one.eventId === eventId)
    const [item] = items
    if (item === undefined) continue
    if (notice === undefined) {
      const other = notices.all.find((one) => one.eventId === eventId)
      if (other !== undefined) return foreign(other, user)
      continue
    }
    const difference = differenceInItem(target.roomId(notice.room), notice, item, items.length, highlightsOnly)
    if (difference !== undefined) return difference
  }
  if (badEnd?.includes('a second time') === true) {
    const message = `Expected the pages of ${person(user)}'s notifications to lead on, found the next_token ${badEnd}`
    return new Disagreement('notifications', 'notifications.paging', message)
  }
  if (badEnd !== undefined) return undefined
  const certainty = highlightsOnly ? highlights : notifies
  const missing = own.find(
    (notice) =>
      notice.eventId !== undefined &&
      notice.read === 'no' &&
      certainty(notice) === 'yes' &&
      !listed.has(notice.eventId),
  )
  if (missing === undefined) return undefined
  const list = highlightsOnly ? 'notifications with a highlight' : 'notifications'
  return new Disagreement(
    'notifications',
    highlightsOnly ? 'notifications.only-highlight' : 'notifications.listed',
    `Expected ${missing.event} in the list of ${person(user)}'s ${list}, found ${notifications.length} others`,
  ).claiming({ kind: 'notification', user, event: missing.event, isListed: true })
}

function foreign({ event, by }: Notice, user: UserName): Disagreement {
  return new Disagreement(
    'notifications',
    by === user ? 'notifications.own-events' : 'notifications.own-only',
    `Expected ${event} not to be in the list of ${person(user)}'s notifications, found it`,
  ).claiming({ kind: 'notification', user, event, isListed: false })
}

function differenceInItem(
  roomId: string,
  notice: Notice,
  { read, room_id, actions, ts, event: listed }: NotificationItem,
  times: number,
  highlightsOnly: boolean,
): Disagreement | undefined {
  const { event, user } = notice
  const list = `in the list of ${person(user)}'s notifications`
  const disagree = (requirement: string, message: string) => new Disagreement('notifications', requirement, message)
  if (notifies(notice) === 'no') {
    return disagree(
      'notifications.silent-events',
      `Expected ${event}, which does not notify, not to be ${list}, found it`,
    ).claiming({ kind: 'notification', user, event, isListed: false })
  }
  if (highlightsOnly && highlights(notice) === 'no') {
    return disagree(
      'notifications.only-highlight',
      `Expected ${event}, which has no highlight, not to be ${list} with a highlight, found it`,
    )
  }
  if (times > 1)
    return disagree('recipients.one-notification', `Expected ${event} once ${list}, found it ${times} times`)
  if (room_id !== roomId) {
    return disagree(
      'notifications.room',
      `Expected ${event} to have the room_id ${quote(roomId)} ${list}, found ${quote(room_id)}`,
    )
  }
  if (!isMilliseconds(ts)) {
    return disagree(
      'notifications.time',
      `Expected ${event} to have a time in milliseconds ${list}, found ${quote(ts)}`,
    )
  }
  const { body } = notice.sent.content
  const found: unknown = listed.content?.body
  if (body !== undefined && found !== body) {
    return disagree(
      'notifications.event',
      `Expected ${event} to have its body ${quote(body)} ${list}, found ${quote(found)}`,
    )
  }
  const { type, stateKey } = notice.sent
  if (listed.type !== type || listed.state_key !== stateKey) {
    const [expected, other] = [
      { type, state_key: stateKey },
      { type: listed.type, state_key: listed.state_key },
    ]
    return disagree(
      'notifications.event',
      `Expected ${event} to have ${quote(expected)} ${list}, found ${quote(other)}`,
    )
  }
  if ((notice.read === 'yes' && !read) || (notice.read === 'no' && read)) {
    const expected = notice.read === 'yes' ? 'read' : 'unread'
    return disagree(
      'notifications.read',
      `Expected ${event} to be ${expected} ${list}, found read: ${String(read)}`,
    ).claiming({ kind: 'read-notification', user, event, isRead: notice.read === 'yes' })
  }
  const allowed = notice.outcomes.filter(({ notify }) => notify).map((outcome) => outcome.actions)
  if (allowed.some((some) => isSame(some, actions))) return undefined
  const expected = allowed.map((some) => quote(some)).join(' or ')
  return disagree(
    'notifications.actions',
    `Expected ${event} to have the actions ${expected} ${list}, found ${quote(actions)}`,
  )
}

function isSame(one: readonly Action[], other: readonly Action[]): boolean {
  return isDeepStrictEqual(comparableActions(one), comparableActions(other))
}
