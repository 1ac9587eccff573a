import { defineCase } from '../harness/case.ts'
import { expectEqual } from '../harness/expect.ts'
import { inThread } from '../harness/relation.ts'
import type { User } from '../harness/user.ts'
import { expectReceiptOf, receiptsIn } from './receipts-in.ts'

/** Which receipts of a room are kept beside one another: one for each user, type and thread. */
export const kept = [
  defineCase({
    id: 'receipts/newer-in-its-thread',
    title: "A user's newer receipt for a thread takes the place of the older one for that thread alone",
    verifies: ['receipts.one-at-a-time', 'receipts.shown'],
    since: 'v1.4',
    async run({ scene }) {
      const { alice, bob, room } = await scene()
      const root = await bob.send(room, 'the root of a thread')
      await alice.read(room, root, { threadId: 'main' })
      const replies: string[] = []
      for (const text of ['one', 'two']) {
        const reply = await bob.send(room, inThread(root, text))
        await alice.read(room, reply, { threadId: root })
        await expectReceiptOf(alice, { by: bob, roomId: room, eventId: reply })
        replies.push(reply)
      }
      expectEqual("Alice's receipts", await placesOf(alice, { by: bob, room }), { main: [root], [root]: [replies[1]] })
    },
  }),

  defineCase({
    id: 'receipts/thread-beside-unthreaded',
    title: 'A receipt for the main timeline and one without a thread stand beside each other, whichever is newer',
    verifies: ['receipts.one-at-a-time', 'receipts.shown'],
    since: 'v1.4',
    fairness: 'The three events differ, so that no client could take one receipt for another.',
    async run({ scene }) {
      const { alice, bob, room } = await scene()
      const [one, two, three] = [
        await bob.send(room, 'one'),
        await bob.send(room, 'two'),
        await bob.send(room, 'three'),
      ]
      await alice.read(room, one)
      await alice.read(room, two, { threadId: 'main' })
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: two })
      expectEqual("Alice's receipts", await placesOf(alice, { by: bob, room }), { none: [one], main: [two] })
      await alice.read(room, three)
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: three })
      expectEqual("Alice's receipts", await placesOf(alice, { by: bob, room }), { none: [three], main: [two] })
    },
  }),

  defineCase({
    id: 'receipts/of-two-users',
    title: 'The receipts of two users for one message are both shown to others, and each is replaced alone',
    verifies: ['receipts.one-at-a-time', 'receipts.shown'],
    async run({ scene }) {
      const { alice, bob, carol, room } = await scene({ group: true })
      const one = await bob.send(room, 'one')
      const two = await bob.send(room, 'two')
      for (const reader of [alice, carol]) {
        await reader.read(room, one)
        await expectReceiptOf(reader, { by: bob, roomId: room, eventId: one })
      }
      expectEqual("Alice's receipts", await placesOf(alice, { by: bob, room }), { none: [one] })
      await carol.read(room, two)
      await expectReceiptOf(carol, { by: bob, roomId: room, eventId: two })
      expectEqual("Carol's receipts", await placesOf(carol, { by: bob, room }), { none: [two] })
      expectEqual("Alice's receipts", await placesOf(alice, { by: bob, room }), { none: [one] })
    },
  }),
]

/** The events of a user's receipts in a first `/sync` of another, by their thread; `none` for those without one. */
async function placesOf(user: User, { by, room }: { by: User; room: string }): Promise<Record<string, string[]>> {
  const places: Record<string, string[]> = {}
  for (const { userId, eventId, threadId } of receiptsIn(await by.sync(), room)) {
    if (userId !== user.userId) continue
    const place = threadId === undefined ? 'none' : String(threadId)
    places[place] = [...(places[place] ?? []), eventId]
  }
  return places
}
