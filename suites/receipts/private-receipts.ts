import { defineCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { startAtZero } from '../harness/users/counting.ts'
import { expectUnread } from './helpers/expect-unread.ts'
import { expectReceiptOf, receiptsIn } from './helpers/synced-receipts.ts'

/** Private read receipts, alone and next to public ones. */
export const privateReceipts = [
  defineCase({
    id: 'receipts/private-marks-read',
    title: 'A private receipt reads its event and everything before it, and leaves everything after it unread',
    verifies: ['receipts.private-marks-read', 'receipts.later-stay-unread'],
    caughtBy: ['receipts.private-ignored', 'receipts.marks-later-read'],
    fairness:
      'Since v1.4 private receipts clear notifications as public ones do. When the count falls is unspecified, so the case waits for it.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      await bob.send(room, 'one')
      const read = await bob.send(room, 'two')
      await bob.send(room, 'three')
      await alice.untilUnread(room, 3)
      await alice.read(room, read, { type: 'm.read.private' })
      await expectUnread(scene, 1)
    },
  }),

  defineCase({
    id: 'receipts/private-is-hidden',
    title: "Another member sees nothing of a user's private receipt, although a later public one is visible",
    verifies: ['receipts.private-hidden'],
    caughtBy: ['receipts.private-shown'],
    fairness:
      "A private receipt may be sent only to its sender, not to others under another type. The user's later public receipt serves as the fence, and any other receipt of hers is ignored.",
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true })
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      const { next_batch } = await bob.sync()
      await alice.read(room, first, { type: 'm.read.private' })
      await alice.read(room, second)
      const later = await expectReceiptOf(alice, { by: bob, roomId: room, eventId: second, since: next_batch })
      const initial = receiptsIn(await bob.sync(), room).filter(({ userId }) => userId === alice.userId)
      const hidden = [...later, ...initial].find(({ type, eventId }) => type === 'm.read.private' || eventId === first)
      expect(hidden === undefined, `Expected no trace of the private receipt, found ${hidden?.type} for ${first}`)
    },
  }),

  defineCase({
    id: 'receipts/private-ahead-decides',
    title: 'A private receipt ahead of the public one decides how far the user has read',
    verifies: ['receipts.furthest-decides'],
    caughtBy: ['receipts.private-ignored', 'receipts.private-marks-later-read'],
    fairness:
      'The private receipt is both more recent and for the later event, so both terms of the specification lead to the same count.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await bob.send(room, 'three')
      await alice.untilUnread(room, 3)
      await alice.read(room, first)
      await alice.read(room, second, { type: 'm.read.private' })
      await expectUnread(scene, 1)
    },
  }),

  defineCase({
    id: 'receipts/public-ahead-decides',
    title: 'A public receipt ahead of the private one decides how far the user has read, whichever was sent last',
    verifies: ['receipts.furthest-decides'],
    caughtBy: ['receipts.private-marks-later-read', 'receipts.leaves-its-event-unread'],
    fairness:
      'This is the example in the specification: a private receipt that is set or moved behind the public one does not change what is unread.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await bob.send(room, 'three')
      await alice.untilUnread(room, 3)
      await alice.read(room, second)
      await alice.read(room, first, { type: 'm.read.private' })
      await expectUnread(scene, 1)
    },
  }),

  defineCase({
    id: 'receipts/public-behind-private',
    title: 'A public receipt behind the private one is shown to others and makes nothing unread again',
    verifies: ['receipts.no-rewind'],
    caughtBy: ['receipts.private-ignored', 'receipts.not-shown'],
    fairness:
      "The specification says both: others see the change, and the sender's counts are not rewound. The case waits for the private receipt before it sends the public one.",
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      await startAtZero(scene)
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.untilUnread(room, 2)
      await alice.read(room, second, { type: 'm.read.private' })
      await alice.untilRead(room, { by: 'm.read.private' })
      await alice.read(room, first)
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: first })
      await expectUnread(scene, 0)
    },
  }),
]
