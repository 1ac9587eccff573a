import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { startAtZero } from '../harness/users/counting.ts'
import { inThread } from '../harness/users/relation.ts'
import type { ReceiptOptions } from '../harness/users/requests.ts'
import { expectUnread } from './helpers/expect-unread.ts'
import { leavesUnread } from './helpers/leaves-unread.ts'
import { describeReceipts, expectReceiptOf, receiptsIn } from './helpers/synced-receipts.ts'

/** Receipts that are sent twice, and several receipts for one event. */
export const repeatedReceipts = [
  sentTwice({
    id: 'receipts/same-public-receipt-twice',
    title: 'A receipt that is sent a second time is accepted again, and leaves what came in between unread',
    verifies: ['receipts.marks-read', 'receipts.later-stay-unread'],
    type: 'm.read',
    fairness:
      'No version lists an error for a receipt that exists already, and what came after its event is still after it. The case waits for the count.',
  }),

  sentTwice({
    id: 'receipts/same-private-receipt-twice',
    title: 'A private receipt that is sent a second time is accepted again, and leaves what came in between unread',
    verifies: ['receipts.private-marks-read', 'receipts.later-stay-unread'],
    type: 'm.read.private',
    fairness:
      'No version lists an error for a private receipt that exists already, and what came after its event is still after it. The case waits for the count.',
  }),

  leavesUnread({
    id: 'receipts/same-threaded-receipt-twice',
    title: 'A receipt for a thread that is sent a second time is accepted again, and leaves later messages unread',
    verifies: ['receipts.thread', 'receipts.later-stay-unread'],
    caughtBy: ['receipts.repeated-refused', 'receipts.repeated-marks-later-read'],
    fairness:
      'No version lists an error for a receipt that exists already, and what came after its event is still after it. The case waits for the counts.',
    async read({ alice, bob, room }, { first, inFirst }) {
      await alice.read(room, inFirst, { threadId: first })
      await bob.send(room, inThread(first, 'later in the first thread'))
      await alice.read(room, inFirst, { threadId: first })
    },
    unread: { main: 1, first: 1, second: 1 },
  }),

  leavesUnread({
    id: 'receipts/unthreaded-after-main',
    title: 'After a receipt for the main timeline, one without a thread for the same event also reads the threads',
    verifies: ['receipts.unthreaded'],
    caughtBy: ['receipts.second-for-event-ignored', 'receipts.unthreaded-leaves-threads-unread'],
    fairness:
      'The two receipts have different categories, so the second is not a repetition of the first, and receipts without a thread apply to the whole room. How others see them is not tested here.',
    async read({ alice, bob, room }) {
      const message = await bob.send(room, 'in no thread, later')
      await alice.read(room, message, { threadId: 'main' })
      await alice.read(room, message)
    },
    unread: { main: 0, first: 0, second: 0 },
  }),

  leavesUnread({
    id: 'receipts/main-after-unthreaded',
    title: 'After a receipt without a thread, one for the main timeline for the same event makes nothing unread again',
    verifies: ['receipts.unthreaded'],
    caughtBy: ['receipts.unthreaded-leaves-threads-unread'],
    fairness:
      'The two receipts have different categories, so neither replaces the other. How others see them is not tested here.',
    async read({ alice, bob, room }) {
      const message = await bob.send(room, 'in no thread, later')
      await alice.read(room, message)
      await alice.read(room, message, { threadId: 'main' })
    },
    unread: { main: 0, first: 0, second: 0 },
  }),

  defineCase({
    id: 'receipts/public-after-private',
    title: 'A public receipt is shown to others even if a private one for the same event was there before',
    verifies: ['receipts.shown', 'receipts.private-hidden'],
    caughtBy: ['receipts.not-shown', 'receipts.private-shown'],
    fairness:
      'A user has one receipt of each type, and only the private one is hidden. Receipts for other events are ignored.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
      const message = await bob.send(room, 'a message')
      await alice.read(room, message, { type: 'm.read.private' })
      await alice.read(room, message)
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: message })
      const ofAlice = receiptsIn(await bob.sync(), room).filter(({ userId }) => userId === alice.userId)
      const isHidden = ofAlice.every(({ type }) => type !== 'm.read.private')
      expect(isHidden, `Expected no private receipt to be shown, found ${describeReceipts(ofAlice)}`)
    },
  }),

  defineCase({
    id: 'receipts/private-after-public',
    title: 'A public receipt is still shown to others after a private one for the same event',
    verifies: ['receipts.shown', 'receipts.private-hidden'],
    caughtBy: ['receipts.not-shown', 'receipts.private-shown'],
    fairness:
      'A user has one receipt of each type, so the private one does not replace the public one. The receipt of a third user serves as the fence.',
    async run({ sharedScene }) {
      const { alice, bob, carol, room } = await sharedScene({ read: true, group: true })
      const message = await bob.send(room, 'a message')
      await alice.read(room, message)
      await alice.read(room, message, { type: 'm.read.private' })
      await carol.read(room, message)
      await expectReceiptOf(carol, { by: bob, roomId: room, eventId: message })
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: message })
      const ofAlice = receiptsIn(await bob.sync(), room).filter(({ userId }) => userId === alice.userId)
      const isHidden = ofAlice.every(({ type }) => type !== 'm.read.private')
      expect(isHidden, `Expected no private receipt to be shown, found ${describeReceipts(ofAlice)}`)
    },
  }),
]

/** Receipt that is sent twice, with a message in between. */
interface SentTwice {
  id: string
  title: string
  verifies: readonly [string, ...string[]]
  type: NonNullable<ReceiptOptions['type']>
  fairness: string
}

function sentTwice({ type, ...definition }: SentTwice) {
  return defineCase({
    ...definition,
    caughtBy: ['receipts.repeated-refused', 'receipts.repeated-marks-later-read'],
    async run({ sharedScene }) {
      const scene: Scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      const read = await bob.send(room, 'two')
      await alice.untilUnread(room, 2)
      await alice.read(room, read, { type })
      await bob.send(room, 'three')
      await alice.untilUnread(room, 1)
      await alice.read(room, read, { type })
      await expectUnread(scene, 1)
    },
  })
}
