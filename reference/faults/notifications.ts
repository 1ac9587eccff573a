import { isObject, type JsonObject } from '../homeserver/body.ts'
import type { NotificationPolicies } from '../homeserver/policies/notifications.ts'
import type { ListedNotification } from '../homeserver/storage/notifications.ts'
import { responding } from './answering.ts'
import { fault } from './fault.ts'

/** How many others a list is mixed up with, so that it comes to an end. */
const OTHERS = 10

/** Faults of `GET /notifications`. */
export const NOTIFICATION_FAULTS = [
  fault('notifications.empty', 'notifications.listed', 'Nothing is listed', 'notifications', () => ({
    page: () => ({ items: [] }),
  })),
  fault(
    'notifications.of-everyone',
    'notifications.own-list',
    'The list has what others were notified of too',
    'notifications',
    (correct) => {
      const asked = new Set<string>()
      return {
        page(notifications, userId, query) {
          asked.delete(userId)
          asked.add(userId)
          const pages = [...asked].slice(-OTHERS).map((other) => correct.page(notifications, other, query))
          const all = pages.flatMap(({ items }) => items).sort((one, other) => other.position - one.position)
          const items = all.slice(0, query.limit)
          const last = items.at(-1)
          const hasMore = all.length > items.length || pages.some(({ next }) => next !== undefined)
          return hasMore && last !== undefined ? { items, next: last.position } : { items }
        },
      }
    },
  ),
  fault(
    'notifications.content-lost',
    'notifications.event',
    'The events in the list have no content',
    'api',
    eachListed((item, event) => ({ ...item, event: { ...event, content: {} } })),
  ),
  fault(
    'notifications.state-key-lost',
    'notifications.event',
    'The state events in the list have no state_key',
    'api',
    eachListed((item, { state_key: _, ...event }) => ({ ...item, event })),
  ),
  fault(
    'notifications.room-in-the-event-alone',
    'notifications.room',
    'Not the notifications have the room_id, but the events in them',
    'api',
    eachListed(({ room_id, ...item }, event) => ({ ...item, event: { ...event, room_id } })),
  ),
  fault(
    'notifications.from-ignored',
    'notifications.paging',
    'Every page is the first',
    'notifications',
    (correct) => ({
      page: (notifications, userId, query) =>
        correct.page(notifications, userId, { ...query, before: Number.MAX_SAFE_INTEGER }),
    }),
  ),
  fault(
    'notifications.page-repeats-last',
    'notifications.paging',
    'A page begins with the last item of the one before',
    'notifications',
    (correct) => ({
      page(notifications, userId, query) {
        const page = correct.page(notifications, userId, query)
        return page.next === undefined ? page : { ...page, next: page.next + 1 }
      },
    }),
  ),
  fault('notifications.limit-ignored', 'notifications.limit', 'All is on one page', 'notifications', (correct) => ({
    page: (notifications, userId, query) => correct.page(notifications, userId, { ...query, limit: 1000 }),
  })),
  fault(
    'notifications.endless',
    'notifications.last-page',
    'There is always another page',
    'notifications',
    (correct) => ({
      page(notifications, userId, query) {
        const page = correct.page(notifications, userId, query)
        return { next: page.items.at(-1)?.position ?? 0, ...page }
      },
    }),
  ),
  fault(
    'notifications.oldest-first',
    'notifications.order',
    'The oldest are listed first',
    'notifications',
    (correct) => ({
      page(notifications, userId, query) {
        const page = correct.page(notifications, userId, query)
        return { ...page, items: page.items.toReversed() }
      },
    }),
  ),
  fault(
    'notifications.only-ignored',
    'notifications.only-highlight',
    'only=highlight lists everything',
    'notifications',
    (correct) => ({
      page: (notifications, userId, query) => correct.page(notifications, userId, { ...query, onlyHighlights: false }),
    }),
  ),
  fault(
    'notifications.never-read',
    'notifications.read',
    'Nothing is ever listed as read',
    'notifications',
    listing((item) => ({ ...item, read: false })),
  ),
  fault(
    'notifications.always-read',
    'notifications.read',
    'Everything is listed as read',
    'notifications',
    listing((item) => ({ ...item, read: true })),
  ),
  fault(
    'notifications.ts-in-seconds',
    'notifications.time',
    'ts is in seconds',
    'notifications',
    listing((item) => ({ ...item, ts: Math.floor(item.ts / 1000) })),
  ),
  fault(
    'notifications.tweaks-not-listed',
    'notifications.actions',
    'The actions lack tweaks',
    'notifications',
    listing((item) => ({
      ...item,
      actions: item.actions.filter((action) => typeof action === 'string'),
    })),
  ),
]

function listing(change: (item: ListedNotification) => ListedNotification) {
  return (correct: NotificationPolicies): Partial<NotificationPolicies> => ({
    page(notifications, userId, query) {
      const page = correct.page(notifications, userId, query)
      return { ...page, items: page.items.map(change) }
    },
  })
}

/** Changes each notification on its way out, and the event that is in it. */
function eachListed(change: (item: JsonObject, event: JsonObject) => JsonObject) {
  const changed = (item: unknown) => (isObject(item) && isObject(item.event) ? change(item, item.event) : item)
  return responding('getNotifications', ({ notifications, ...others }) => ({
    ...others,
    notifications: Array.isArray(notifications) ? notifications.map(changed) : notifications,
  }))
}
