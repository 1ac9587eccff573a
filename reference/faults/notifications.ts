import type { NotificationPolicies } from '../homeserver/policies/notifications.ts'
import type { ListedNotification } from '../homeserver/storage/notifications.ts'
import { fault } from './fault.ts'

/** Faults of `GET /notifications`. */
export const NOTIFICATION_FAULTS = [
  fault('notifications.empty', 'notifications.listed', 'Nothing is listed', 'notifications', () => ({
    page: () => ({ items: [] }),
  })),
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
