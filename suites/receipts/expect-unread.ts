import type { Scene } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { eventually } from '../harness/target/deadline.ts'
import { settledCounts } from '../harness/users/counting.ts'

/**
 * Waits until this many notifications of the room are unread for Alice, and sees that it stays so until a later message
 * is counted: the text does not say that a receipt acts at the moment in which it is answered.
 *
 * As `settledCounts`, once in a case and room.
 */
export async function expectUnread(
  scene: Pick<Scene, 'alice' | 'bob' | 'room'>,
  expected: number,
  what = 'the notification count',
): Promise<void> {
  const { alice, room } = scene
  const { access } = alice.client
  const ask = async () => ((await alice.unreadCounts(room)).notification_count === expected ? true : undefined)
  await alice.client.waiting('unread counts', () => eventually(ask, access.timeoutMs))
  const { notification_count } = await settledCounts(scene)
  expectEqual(what, notification_count, expected)
}
