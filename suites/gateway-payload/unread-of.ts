import { NotApplicable } from '../harness/errors.ts'
import type { Push } from '../harness/inbox.ts'

/**
 * The count of unread messages in a push.
 *
 * @throws {NotApplicable} when there is none: counts are optional
 */
export function unreadOf(push: Push): number {
  const unread = push.notification.counts?.unread
  if (unread === undefined) throw new NotApplicable('The target does not send the count of unread messages')
  return unread
}
