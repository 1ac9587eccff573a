import { isObject, type JsonObject } from '../homeserver/body.ts'
import type { NotificationPolicies } from '../homeserver/policies/notifications.ts'
import type { ListedNotification } from '../homeserver/storage/notifications.ts'
import { type Fault, fault } from './fault.ts'
import { changingResponse } from './helpers/responses.ts'

/** Limit on the number of users whose lists are mixed. */
const MAX_USERS = 10

/** Age from which a notification that was read is not listed, in milliseconds. */
const DISAPPEARING_MS = 3000

/** Faults of `GET /notifications`. */
export const NOTIFICATIONS_FAULTS: readonly Fault[] = [
  fault({
    name: 'notifications.empty',
    breaks: ['notifications.listed'],
    summary: 'Nothing is listed',
    changes: {
      notifications: () => ({
        page: () => ({ items: [] }),
      }),
    },
  }),
  fault({
    name: 'notifications.of-all-users',
    breaks: ['notifications.own-only'],
    summary: 'The list contains notifications of other users',
    changes: {
      notifications: (correct) => {
        const users = new Set<string>()
        return {
          page(notifications, userId, query) {
            users.delete(userId)
            users.add(userId)
            const pages = [...users].slice(-MAX_USERS).map((other) => correct.page(notifications, other, query))
            const all = pages.flatMap(({ items }) => items).sort((one, other) => other.position - one.position)
            const items = all.slice(0, query.limit)
            const last = items.at(-1)
            const hasMore = all.length > items.length || pages.some(({ next }) => next !== undefined)
            return hasMore && last !== undefined ? { items, next: last.position } : { items }
          },
        }
      },
    },
  }),
  fault({
    name: 'notifications.content-lost',
    breaks: ['notifications.event'],
    summary: 'The events in the list have no content',
    changes: { schema: changingListed((item, event) => ({ ...item, event: { ...event, content: {} } })) },
  }),
  fault({
    name: 'notifications.event-id-lost',
    breaks: ['notifications.event'],
    summary: 'The events in the list have no event_id',
    changes: { schema: changingListed((item, { event_id: _, ...event }) => ({ ...item, event })) },
  }),
  fault({
    name: 'notifications.state-key-lost',
    breaks: ['notifications.event'],
    summary: 'The state events in the list have no state_key',
    changes: { schema: changingListed((item, { state_key: _, ...event }) => ({ ...item, event })) },
  }),
  fault({
    name: 'notifications.room-id-only-in-event',
    breaks: ['notifications.room'],
    summary: 'The events in the list have the room_id, and the notifications lack it',
    changes: { schema: changingListed(({ room_id, ...item }, event) => ({ ...item, event: { ...event, room_id } })) },
  }),
  fault({
    name: 'notifications.from-ignored',
    breaks: ['notifications.paging'],
    summary: 'Every page is the first',
    changes: {
      notifications: (correct) => ({
        page: (notifications, userId, query) =>
          correct.page(notifications, userId, { ...query, before: Number.MAX_SAFE_INTEGER }),
      }),
    },
  }),
  fault({
    name: 'notifications.page-repeats-last',
    breaks: ['notifications.paging'],
    summary: 'A page starts with the last item of the previous one',
    changes: {
      notifications: (correct) => ({
        page(notifications, userId, query) {
          const page = correct.page(notifications, userId, query)
          return page.next === undefined ? page : { ...page, next: page.next + 1 }
        },
      }),
    },
  }),
  fault({
    name: 'notifications.lost-between-pages',
    breaks: ['notifications.paging', 'notifications.last-page'],
    summary: 'A page leaves out the first notification after the previous one, and there is always another page',
    changes: {
      notifications: (correct) => ({
        page(notifications, userId, query) {
          const { items } = correct.page(notifications, userId, { ...query, limit: query.limit + 1 })
          return { items: items.slice(0, query.limit), next: items.at(-1)?.position ?? 0 }
        },
      }),
    },
  }),
  fault({
    name: 'notifications.numeric-token',
    breaks: ['notifications.paging'],
    summary: 'The next_token is a number',
    changes: {
      schema: changingResponse('getNotifications', ({ next_token, ...others }) => ({
        ...others,
        ...(next_token === undefined ? {} : { next_token: Number(String(next_token).slice(1)) }),
      })),
    },
  }),
  fault({
    name: 'notifications.limit-ignored',
    breaks: ['notifications.limit'],
    summary: 'Everything is on one page',
    changes: {
      notifications: (correct) => ({
        page: (notifications, userId, query) => correct.page(notifications, userId, { ...query, limit: 1000 }),
      }),
    },
  }),
  fault({
    name: 'notifications.endless',
    breaks: ['notifications.last-page'],
    summary: 'There is always another page',
    changes: {
      notifications: (correct) => ({
        page(notifications, userId, query) {
          const page = correct.page(notifications, userId, query)
          return { next: page.items.at(-1)?.position ?? 0, ...page }
        },
      }),
    },
  }),
  fault({
    name: 'notifications.oldest-first',
    breaks: ['notifications.order'],
    summary: 'The oldest notifications are listed first',
    changes: {
      notifications: (correct) => ({
        page(notifications, userId, query) {
          const page = correct.page(notifications, userId, query)
          return { ...page, items: page.items.toReversed() }
        },
      }),
    },
  }),
  fault({
    name: 'notifications.only-ignored',
    breaks: ['notifications.only-highlight'],
    summary: 'only=highlight lists everything',
    changes: {
      notifications: (correct) => ({
        page: (notifications, userId, query) =>
          correct.page(notifications, userId, { ...query, onlyHighlights: false }),
      }),
    },
  }),
  fault({
    name: 'notifications.never-read',
    breaks: ['notifications.read'],
    summary: 'Nothing is ever listed as read',
    changes: { notifications: changingItems((item) => ({ ...item, read: false })) },
  }),
  fault({
    name: 'notifications.gone-without-being-read',
    breaks: ['notifications.read'],
    summary: 'Nothing is ever listed as read, and what was read disappears from the list seconds later',
    changes: {
      notifications: (correct) => ({
        page(notifications, userId, query) {
          const page = correct.page(notifications, userId, query)
          const listed = page.items.filter(({ read, ts }) => !read || Date.now() - ts < DISAPPEARING_MS)
          return { ...page, items: listed.map((item) => ({ ...item, read: false })) }
        },
      }),
    },
  }),
  fault({
    name: 'notifications.always-read',
    breaks: ['notifications.read'],
    summary: 'Everything is listed as read',
    changes: { notifications: changingItems((item) => ({ ...item, read: true })) },
  }),
  fault({
    name: 'notifications.ts-in-seconds',
    breaks: ['notifications.time'],
    summary: 'ts is in seconds',
    changes: { notifications: changingItems((item) => ({ ...item, ts: Math.floor(item.ts / 1000) })) },
  }),
  fault({
    name: 'notifications.tweaks-not-listed',
    breaks: ['notifications.actions'],
    summary: 'The actions lack tweaks',
    changes: {
      notifications: changingItems((item) => ({
        ...item,
        actions: item.actions.filter((action) => typeof action === 'string'),
      })),
    },
  }),
]

function changingItems(change: (item: ListedNotification) => ListedNotification) {
  return (correct: NotificationPolicies): Partial<NotificationPolicies> => ({
    page(notifications, userId, query) {
      const page = correct.page(notifications, userId, query)
      return { ...page, items: page.items.map(change) }
    },
  })
}

/** Changes each notification of a response and the event in it. */
function changingListed(change: (item: JsonObject, event: JsonObject) => JsonObject) {
  const changed = (item: unknown) => (isObject(item) && isObject(item.event) ? change(item, item.event) : item)
  return changingResponse('getNotifications', ({ notifications, ...others }) => ({
    ...others,
    notifications: Array.isArray(notifications) ? notifications.map(changed) : notifications,
  }))
}
