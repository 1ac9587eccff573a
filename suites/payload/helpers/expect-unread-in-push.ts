import { NotApplicable } from '../../harness/case/errors.ts'
import { expectEqual } from '../../harness/case/expect.ts'
import type { Push } from '../../harness/push-receiver/inbox.ts'

/** Premise of the cases about several rooms, in the words that all of them use, so that reports group their failures. */
export const ONE_IN_EACH_OF_TWO_ROOMS = 'with one unread message in each of two rooms'

/** Push and the count of unread messages that it has to have, if it has a count; `when` names it in messages. */
export interface ExpectedUnread {
  when: string
  push: Push
  unread: number
}

/**
 * Compares the count of unread messages of those pushes that have one.
 *
 * @throws {NotApplicable} when none of these has one: counts are optional
 */
export function expectUnreadInPush(...expected: readonly ExpectedUnread[]): void {
  const counted = expected.filter(({ push }) => unreadIn(push) !== undefined)
  if (counted.length === 0) throw new NotApplicable('No push of this case has the count of unread messages')
  for (const { when, push, unread } of counted) expectEqual(`the unread count ${when}`, unreadIn(push), unread)
}

function unreadIn({ notification }: Push): number | undefined {
  return notification.counts?.unread
}
