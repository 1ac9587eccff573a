import { isDeepStrictEqual } from 'node:util'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { eventually } from '../harness/target/deadline.ts'
import { inThread } from '../harness/users/relation.ts'
import type { User } from '../harness/users/user.ts'
import { receiptsIn } from './receipts-in.ts'

/** Which receipts of a room are kept beside one another: one for each user, type and thread. */
export const kept = [
  defineCase({
    id: 'receipts/newer-in-its-thread',
    title: "A user's newer receipt for a thread takes the place of the older one for that thread alone",
    verifies: ['receipts.one-at-a-time', 'receipts.shown'],
    caughtBy: ['receipts.newer-ignored', 'receipts.shown-without-thread'],
    since: 'v1.4',
    fairness:
      'User, type and thread together have a single event. The receipt for the main timeline is for a message in no thread, as versions differ on where a root belongs, and all of them are waited for.',
    async run({ createScene }) {
      const { alice, bob, room } = await createScene()
      const root = await bob.send(room, 'the root of a thread')
      const aside = await bob.send(room, 'in no thread')
      await alice.read(room, aside, { threadId: 'main' })
      const one = await bob.send(room, inThread(root, 'one'))
      const two = await bob.send(room, inThread(root, 'two'))
      const view = { by: bob, room, events: [aside, one, two] }
      await alice.read(room, one, { threadId: root })
      await expectReceipts(alice, view, { main: [aside], [root]: [one] })
      await alice.read(room, two, { threadId: root })
      await expectReceipts(alice, view, { main: [aside], [root]: [two] })
    },
  }),

  defineCase({
    id: 'receipts/thread-beside-unthreaded',
    title: 'A receipt for the main timeline and one without a thread stand beside each other, whichever is newer',
    verifies: ['receipts.one-at-a-time', 'receipts.shown'],
    caughtBy: ['receipts.newer-ignored', 'receipts.shown-without-thread'],
    since: 'v1.4',
    fairness:
      'This is the course of receipts that the text gives as its example, in which neither of the two replaces the other. The three events differ, so that no receipt can be taken for another.',
    async run({ createScene }) {
      const { alice, bob, room } = await createScene()
      const [one, two, three] = [
        await bob.send(room, 'one'),
        await bob.send(room, 'two'),
        await bob.send(room, 'three'),
      ]
      const view = { by: bob, room, events: [one, two, three] }
      await alice.read(room, one)
      await alice.read(room, two, { threadId: 'main' })
      await expectReceipts(alice, view, { none: [one], main: [two] })
      await alice.read(room, three)
      await expectReceipts(alice, view, { none: [three], main: [two] })
    },
  }),

  defineCase({
    id: 'receipts/of-two-users',
    title: 'The receipts of two users for one message are both shown to others, and each is replaced alone',
    verifies: ['receipts.one-at-a-time', 'receipts.shown'],
    caughtBy: ['receipts.newer-ignored', 'receipts.shown-to-the-sender-alone'],
    fairness:
      'Receipts belong to one user each. They may come in one event or in several, and those for other events than the two messages are left aside.',
    async run({ createScene }) {
      const { alice, bob, carol, room } = await createScene({ group: true })
      const one = await bob.send(room, 'one')
      const two = await bob.send(room, 'two')
      const view = { by: bob, room, events: [one, two] }
      for (const reader of [alice, carol]) {
        await reader.read(room, one)
        await expectReceipts(reader, view, { none: [one] })
      }
      await expectReceipts(alice, view, { none: [one] })
      await carol.read(room, two)
      await expectReceipts(carol, view, { none: [two] })
      await expectReceipts(alice, view, { none: [one] })
    },
  }),
]

/** Whose receipts for which events are looked at, and by whom. */
interface View {
  by: User
  room: string
  events: readonly string[]
}

/**
 * Waits until another user, in a first `/sync`, finds these public receipts of a user for some events, and no others for
 * them: their events by the thread of the receipt, `none` for those without one.
 *
 * Receipts for other events are left aside, for a target may make some of its own when a user joins.
 */
async function expectReceipts(
  user: User,
  { by, room, events }: View,
  expected: Record<string, string[]>,
): Promise<void> {
  let found: Record<string, string[]> = {}
  await eventually(async () => {
    found = {}
    for (const { type, userId, eventId, threadId } of receiptsIn(await by.sync(), room)) {
      if (type !== 'm.read' || userId !== user.userId || !events.includes(eventId)) continue
      const thread = threadId === undefined ? 'none' : String(threadId)
      found[thread] = [...new Set([...(found[thread] ?? []), eventId])]
    }
    return isDeepStrictEqual(found, expected) ? true : undefined
  }, by.client.access.timeoutMs)
  expectEqual(`the receipts of ${user.name} by thread`, found, expected)
}
