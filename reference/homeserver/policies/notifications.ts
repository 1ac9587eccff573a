import type { ListedNotification, NotificationQuery, NotificationStore } from '../storage/notifications.ts'

/** One page of what a user was notified of. */
export interface NotificationPage {
  items: ListedNotification[]
  /** Where the next page begins; absent on the last page */
  next?: number
}

/** Decisions about the list of past notifications. */
export interface NotificationPolicies {
  page(notifications: NotificationStore, userId: string, query: NotificationQuery): NotificationPage
}

export const notificationPolicies: NotificationPolicies = {
  page(notifications, userId, query) {
    // One more than asked for tells whether there is another page
    const found = notifications.list(userId, { ...query, limit: query.limit + 1 })
    const items = found.slice(0, query.limit)
    const last = items.at(-1)
    return found.length > query.limit && last !== undefined ? { items, next: last.position } : { items }
  },
}
