import type { Scene } from '../../harness/case/case.ts'
import { expectEqual } from '../../harness/case/expect.ts'
import { eventually } from '../../harness/target/deadline.ts'
import { settledCounts } from '../../harness/users/counting.ts'

/**
 * Waits until this many notifications of the room are unread for Alice, and expects it to stay so until a later message
 * is counted: the specification does not say that a receipt takes effect before its response.
 *
 * Like `settledCounts`, call it once per case and room.
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
