import type { Scene } from '../case/case.ts'
import type { MismatchDetails } from '../case/errors.ts'
import type { Counts } from './unread-counts.ts'

/** Word of the message that ends the counting. No other message of a case that counts may contain it. */
const LAST = 'zebra'

/** Requirement that a target violates that counts nothing. */
const NOTIFICATIONS: MismatchDetails = { buildsOn: ['unread-counts.in-sync'] }

/** Requirement that a target violates that does not count the highlights with which the counting begins and ends. */
const HIGHLIGHTS: MismatchDetails = { buildsOn: ['unread-counts.highlight'] }

type CountedScene = Pick<Scene, 'alice' | 'bob' | 'room'>

/** Lets Alice read everything in the room, including her invitation, after its push. Nothing is unread then. */
export async function readAll(scene: CountedScene & Pick<Scene, 'pusher'>): Promise<void> {
  const message = await scene.bob.send(scene.room, 'to be read first')
  await scene.pusher.expectPush(message)
  await readUpTo(scene, message)
}

/**
 * Lets Alice read everything in the room, so that {@link settledCounts} starts at zero. The message that she reads has a
 * highlight: when that is counted, everything before it is too, and nothing is counted after it was read.
 *
 * @param scene the users and the room
 * @param otherRooms further rooms in which to do the same
 */
export async function startAtZero({ alice, bob, room }: CountedScene, ...otherRooms: string[]): Promise<void> {
  await alice.putRule('content', 'last', {
    pattern: LAST,
    actions: ['notify', { set_tweak: 'highlight', value: true }],
  })
  for (const one of [room, ...otherRooms]) {
    const message = await bob.send(one, `${LAST} to be read first`)
    await alice.expectCounts(
      one,
      'the highlight of the first message',
      ({ highlight_count }) => highlight_count > 0,
      violatedBy,
    )
    await readUpTo({ alice, room: one }, message)
  }
}

async function readUpTo({ alice, room }: Pick<Scene, 'alice' | 'room'>, message: string): Promise<void> {
  await alice.read(room, message)
  await alice.untilRead(room)
}

/** Returns what a target violates with these counts, if a highlight has to be in them. */
function violatedBy({ notification_count }: Counts): MismatchDetails {
  return notification_count === 0 ? NOTIFICATIONS : HIGHLIGHTS
}

/**
 * Returns Alice's unread counts of the room, after everything so far is counted: a last message of Bob's has a highlight,
 * and when that is counted, everything before it is too. The message itself is subtracted.
 *
 * It can be used once in a case and room, after {@link startAtZero}, while Alice's content rules are in effect.
 *
 * @param scene the users and the room
 * @param highlights number of highlights that are unread before
 */
export async function settledCounts({ alice, bob, room }: CountedScene, highlights = 0): Promise<Counts> {
  await bob.send(room, LAST)
  const counts = await alice.expectCounts(
    room,
    'the highlight of the last message',
    ({ highlight_count }) => highlight_count > highlights,
    violatedBy,
  )
  return { notification_count: counts.notification_count - 1, highlight_count: counts.highlight_count - 1 }
}
