import type { ReadSpan } from '../policies/receipts.ts'
import type { Store } from '../storage/store.ts'

/**
 * Marks notifications of a user as read. This cannot be undone.
 *
 * @returns true if any of them was unread
 */
export function markRead(store: Store, userId: string, span: ReadSpan | undefined): boolean {
  if (span === undefined) return false
  const changes = span.rooms.map((roomId) => store.notifications.markRead(userId, roomId, span.upTo, span.threadId))
  return changes.some((count) => count > 0)
}
