import { isDeepStrictEqual } from 'node:util'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { eventually } from '../harness/target/deadline.ts'
import { inThread } from '../harness/users/relation.ts'
import type { User } from '../harness/users/user.ts'
import { receiptsIn } from './helpers/synced-receipts.ts'

/** Receipts of a room that exist side by side: one for each user, type and thread. */
export const replacedReceipts = [
  defineCase({
    id: 'receipts/newer-in-its-thread',
    title: "A user's newer receipt for a thread replaces the older one for that thread, and no other",
    verifies: ['receipts.one-per-type-and-thread', 'receipts.shown'],
    caughtBy: ['receipts.newer-ignored', 'receipts.shown-without-thread'],
    since: 'v1.4',
    fairness:
      'A user, type and thread together have a single receipt. The receipt for the main timeline is for a message outside any thread, because versions differ on where a root belongs. The case waits for all of them.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
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
    title: 'A receipt for the main timeline and one without a thread exist side by side, whichever is newer',
    verifies: ['receipts.one-per-type-and-thread', 'receipts.shown'],
    caughtBy: ['receipts.newer-ignored', 'receipts.shown-without-thread'],
    since: 'v1.4',
    fairness:
      'The specification uses this sequence of receipts as its example, in which neither of the two replaces the other. The three events differ, so no receipt can be mistaken for another.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
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
    title: 'The receipts of two users for one message are both shown to others, and are replaced separately',
    verifies: ['receipts.one-per-type-and-thread', 'receipts.shown'],
    caughtBy: ['receipts.newer-ignored', 'receipts.shown-to-sender-only'],
    fairness:
      'Each receipt belongs to one user. They may arrive in one event or in several, and receipts for other events are ignored.',
    async run({ sharedScene }) {
      const { alice, bob, carol, room } = await sharedScene({ read: true, group: true })
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

/** User whose `/sync` is read, and the events whose receipts matter. */
interface ReceiptView {
  by: User
  room: string
  events: readonly string[]
}

/**
 * Waits until another user finds, in an initial `/sync`, exactly these public receipts of a user for some events: their
 * events by the thread of the receipt, `none` for those without one.
 *
 * Receipts for other events are ignored, because a target may create some itself when a user joins.
 */
async function expectReceipts(
  user: User,
  { by, room, events }: ReceiptView,
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
