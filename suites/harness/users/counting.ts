import type { Scene } from '../case/case.ts'
import type { Counts } from './unread-counts.ts'

/** The text of the message that ends the counting; no other message of a case that counts may have this word. */
const LAST = 'zebra'

type Counted = Pick<Scene, 'alice' | 'bob' | 'room'>

/** Has Alice read everything in the room, her invitation among it, once it was pushed: nothing is unread then. */
export async function readAll(scene: Counted & Pick<Scene, 'pusher'>): Promise<void> {
  const message = await scene.bob.send(scene.room, 'to be read first')
  await scene.pusher.expectPush(message)
  await readUpTo(scene, message)
}

/**
 * Has Alice read everything in the room, so that {@link settledCounts} begins at zero. The message that is read has a
 * highlight: once that is counted, so is what came before it, and nothing is counted late that was read already.
 *
 * @param otherRooms in which to do the same
 */
export async function beginAtZero({ alice, bob, room }: Counted, ...otherRooms: string[]): Promise<void> {
  await alice.putRule('content', 'last', {
    pattern: LAST,
    actions: ['notify', { set_tweak: 'highlight', value: true }],
  })
  for (const one of [room, ...otherRooms]) {
    const message = await bob.send(one, `${LAST} to be read first`)
    await alice.expectCounts(one, 'the highlight of the first message', ({ highlight_count }) => highlight_count > 0)
    await readUpTo({ alice, room: one }, message)
  }
}

async function readUpTo({ alice, room }: Pick<Scene, 'alice' | 'room'>, message: string): Promise<void> {
  await alice.read(room, message)
  await alice.untilUnread(room, 0)
}

/**
 * Alice's unread counts of the room, once everything so far is counted: a last message of Bob's has a highlight, and
 * when that is counted, so is what came before it. The message itself is subtracted.
 *
 * Once in a case and room, after {@link beginAtZero}, and under rules of Alice's that leave her content rules in force.
 *
 * @param highlights how many highlights have to be there before
 */
export async function settledCounts({ alice, bob, room }: Counted, highlights = 0): Promise<Counts> {
  await bob.send(room, LAST)
  const counts = await alice.expectCounts(
    room,
    'the highlight of the last message',
    ({ highlight_count }) => highlight_count > highlights,
  )
  return { notification_count: counts.notification_count - 1, highlight_count: counts.highlight_count - 1 }
}
