import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { inThread } from '../harness/users/relation.ts'
import { describeReceipts, expectReceiptOf, receiptsIn } from './helpers/synced-receipts.ts'

/** Public receipts that other members of the room see. */
export const visibleReceipts = [
  defineCase({
    id: 'receipts/shown-to-others',
    title: "Another member finds a user's public receipt in /sync, both in a later and in an initial one",
    verifies: ['receipts.shown'],
    caughtBy: ['receipts.not-shown', 'receipts.shown-to-sender-only'],
    fairness:
      'The specification lists receipts among the ephemeral events of a room in /sync, and describes later ones as changes to what a client has, so an initial /sync needs all of them. They may arrive in any response.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
      const message = await bob.send(room, 'a message')
      const { next_batch } = await bob.sync()
      await alice.read(room, message)
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: message, since: next_batch })
      for (const _ of ['once', 'and once more']) {
        await expectReceiptOf(alice, { by: bob, roomId: room, eventId: message })
      }
    },
  }),

  defineCase({
    id: 'receipts/with-time',
    title: 'A receipt has the time at which it was sent, in milliseconds',
    verifies: ['receipts.time'],
    caughtBy: ['receipts.ts-in-seconds'],
    fairness:
      'Timestamps are in milliseconds unless the specification says otherwise. The time is compared with that of the event, which also comes from the target, and a difference of less than an hour is ignored.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
      const message = await bob.send(room, 'a message')
      await alice.read(room, message)
      const seen = await expectReceiptOf(alice, { by: bob, roomId: room, eventId: message })
      const ts = seen.find(({ eventId }) => eventId === message)?.ts
      const sent = await bob.expectInSync('the message', ({ rooms }) => {
        const events = rooms?.join?.[room]?.timeline?.events ?? []
        return events.find(({ event_id }) => event_id === message)?.origin_server_ts
      })
      const expected = `a number of milliseconds near ${sent}, the origin_server_ts of the event`
      expect(
        typeof ts === 'number' && Math.abs(ts - sent) < AN_HOUR_MS,
        `Expected the ts to be ${expected}, found ${ts}`,
      )
    },
  }),

  defineCase({
    id: 'receipts/newer-replaces-older',
    title: "A user's newer receipt replaces the older one",
    verifies: ['receipts.one-per-type-and-thread'],
    caughtBy: ['receipts.newer-ignored'],
    fairness:
      'In every version a user and a type have a single receipt. The case waits for the newer one, and only then the older one has to be gone; receipts for other events are ignored.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.read(room, first)
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: first })
      await alice.read(room, second)
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: second })
      const receipts = receiptsIn(await bob.sync(), room).filter(({ userId }) => userId === alice.userId)
      const older = receipts.find(({ eventId }) => eventId === first)
      expect(
        older === undefined,
        `Expected no receipt for ${first} after one for ${second}, found ${describeReceipts(receipts)}`,
      )
    },
  }),

  defineCase({
    id: 'receipts/one-for-each-thread',
    title: 'A user has receipts for two threads at once, each with its thread_id',
    verifies: ['receipts.one-per-type-and-thread'],
    caughtBy: ['receipts.shown-without-thread'],
    since: 'v1.4',
    fairness:
      'Receipts for different threads do not replace each other, and without its thread_id one would mean the whole room. Only the two receipts are checked.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
      const roots = [await bob.send(room, 'the root of a thread'), await bob.send(room, 'the root of another')]
      const expected = new Map<string, string>()
      for (const root of roots) {
        const reply = await bob.send(room, inThread(root, 'in the thread'))
        await alice.read(room, reply, { threadId: root })
        await expectReceiptOf(alice, { by: bob, roomId: room, eventId: reply })
        expected.set(reply, root)
      }
      const receipts = receiptsIn(await bob.sync(), room).filter(({ userId }) => userId === alice.userId)
      for (const [reply, root] of expected) {
        const receipt = receipts.find(({ eventId }) => eventId === reply)
        expect(
          receipt !== undefined,
          `Expected a receipt for ${reply} in the thread ${root}, found ${describeReceipts(receipts)}`,
        )
        expectEqual('the thread_id of the receipt', receipt.threadId, root)
      }
    },
  }),
]

const AN_HOUR_MS = 3_600_000
