import { isObject } from '../homeserver/body.ts'
import type { NotificationPolicies } from '../homeserver/policies/notifications.ts'
import type { ListedNotification } from '../homeserver/storage/notifications.ts'
import { changingResponses } from './helpers/rewrite.ts'
import { type Variant, variant } from './variant.ts'

/** Delay until a notification is listed, in milliseconds. */
const LATE_MS = 150
const LIST = 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3notifications'
/** Limit greater than the number of notifications of any case. */
const ALL = 10_000

/** Variants of `GET /notifications`. */
export const NOTIFICATIONS_VARIANTS: readonly Variant[] = [
  variant({
    name: 'notifications.listed-from-oldest',
    summary: 'Notifications are listed from the oldest to the newest',
    allowedBy: ['notifications.order'],
    changes: {
      notifications: (correct) => ({
        page(notifications, userId, query) {
          const everything = { ...query, before: Number.MAX_SAFE_INTEGER, limit: ALL }
          const { items: newestFirst } = correct.page(notifications, userId, everything)
          // The first page starts at the oldest notification, a later one after its token
          const from = query.before === Number.MAX_SAFE_INTEGER ? -1 : query.before
          const left = newestFirst.toReversed().filter(({ position }) => position > from)
          const items = left.slice(0, query.limit)
          const last = items.at(-1)
          return left.length > items.length && last !== undefined ? { items, next: last.position } : { items }
        },
      }),
    },
  }),
  variant({
    name: 'notifications.small-pages',
    summary: 'A page has at most three notifications, whatever the limit',
    allowedBy: ['notifications.limit', 'notifications.unusual-limit'],
    changes: {
      notifications: (correct) => ({
        page: (notifications, userId, query) =>
          correct.page(notifications, userId, { ...query, limit: Math.min(query.limit, 3) }),
      }),
    },
  }),
  variant({
    name: 'notifications.last-page-is-empty',
    summary: 'Every page with notifications has a token for the next one, and the last page is empty',
    allowedBy: ['notifications.last-page', LIST],
    changes: {
      notifications: (correct) => ({
        page(notifications, userId, query) {
          const page = correct.page(notifications, userId, query)
          const last = page.items.at(-1)
          return last === undefined ? { items: [] } : { items: page.items, next: last.position }
        },
      }),
    },
  }),
  variant({
    name: 'notifications.read-not-listed',
    summary: 'Notifications that were read are not listed',
    allowedBy: ['notifications.read-notifications-stay'],
    changes: { notifications: listingOnly(({ read }) => !read) },
  }),
  variant({
    name: 'notifications.listed-late',
    summary: 'A notification is listed a moment after its event was pushed and counted',
    allowedBy: [LIST],
    changes: { notifications: listingOnly(({ ts }) => Date.now() - ts > LATE_MS) },
  }),
  variant({
    name: 'notifications.event-with-room-id',
    summary: 'The events in the list of notifications have a room_id, and the notifications an empty profile_tag',
    allowedBy: ['notifications.event-without-room-id', 'notifications.profile-tag'],
    wrap: changingResponses(({ status, body }, { path }) => {
      if (path !== '/notifications' || !isObject(body) || !Array.isArray(body.notifications)) return { status, body }
      const notifications = body.notifications.map((item) => ({
        ...item,
        profile_tag: '',
        event: { ...item.event, room_id: item.room_id },
      }))
      return { status, body: { ...body, notifications } }
    }),
  }),
]

function listingOnly(isListed: (item: ListedNotification) => boolean) {
  return (correct: NotificationPolicies): Partial<NotificationPolicies> => ({
    page(notifications, userId, query) {
      const listed = correct.page(notifications, userId, { ...query, limit: ALL }).items.filter(isListed)
      const items = listed.slice(0, query.limit)
      const last = items.at(-1)
      return listed.length > items.length && last !== undefined ? { items, next: last.position } : { items }
    },
  })
}
