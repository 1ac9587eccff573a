import type { ListedNotification, NotificationQuery, NotificationStore } from '../storage/notifications.ts'

/** One page of a user's notifications. */
export interface NotificationPage {
  items: ListedNotification[]
  /** Position of the last item, after which the next page starts; absent on the last page */
  next?: number
}

/** Decisions about the list of past notifications. */
export interface NotificationPolicies {
  /** Returns the page of a user's notifications that a query asks for. */
  page(notifications: NotificationStore, userId: string, query: NotificationQuery): NotificationPage
}

export const notificationPolicies: NotificationPolicies = {
  page(notifications, userId, query) {
    // One item more than requested shows whether there is another page
    const found = notifications.list(userId, { ...query, limit: query.limit + 1 })
    const items = found.slice(0, query.limit)
    const last = items.at(-1)
    return found.length > query.limit && last !== undefined ? { items, next: last.position } : { items }
  },
}
