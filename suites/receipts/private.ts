import { defineCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { beginAtZero } from '../harness/users/counting.ts'
import { expectUnread } from './expect-unread.ts'
import { expectReceiptOf, receiptsIn } from './receipts-in.ts'

/** Private read receipts, alone and beside public ones. */
export const privateReceipts = [
  defineCase({
    id: 'receipts/private-reads',
    title: 'A private receipt reads its event and what came before it, and leaves what came after it unread',
    verifies: ['receipts.private-clears', 'receipts.later-stay-unread'],
    caughtBy: ['counts.private-receipt-ignored', 'counts.receipt-reads-later'],
    fairness:
      'Since v1.4 private receipts are there to clear notifications as public ones do. When the count falls is left open, so it is waited for.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
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
    title: "Another member finds nothing of a user's private receipt, though a later public one is there",
    verifies: ['receipts.private-hidden'],
    caughtBy: ['receipts.private-shown'],
    fairness:
      'Nobody but its sender may be sent a private receipt, not even under another type. The public one that the user sends after it is the fence, and any other receipt of hers does no harm.',
    async run({ createScene }) {
      const { alice, bob, room } = await createScene()
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      const { next_batch } = await bob.sync()
      await alice.read(room, first, { type: 'm.read.private' })
      await alice.read(room, second)
      const later = await expectReceiptOf(alice, { by: bob, roomId: room, eventId: second, since: next_batch })
      const anew = receiptsIn(await bob.sync(), room).filter(({ userId }) => userId === alice.userId)
      const hidden = [...later, ...anew].find(({ type, eventId }) => type === 'm.read.private' || eventId === first)
      expect(hidden === undefined, `Expected no trace of the private receipt, found ${hidden?.type} for ${first}`)
    },
  }),

  defineCase({
    id: 'receipts/private-ahead-decides',
    title: 'A private receipt that is ahead of the public one says how far the user has read',
    verifies: ['receipts.furthest-counts'],
    caughtBy: ['counts.private-receipt-ignored', 'counts.private-receipt-reads-later'],
    fairness:
      'The private receipt is both the more recent and the one for the later event, so the two words that the text uses lead to the same count.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
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
    title: 'A public receipt that is ahead of the private one says how far the user has read, whichever was sent last',
    verifies: ['receipts.furthest-counts'],
    caughtBy: ['counts.private-receipt-reads-later', 'counts.receipt-leaves-its-event'],
    fairness:
      'The example of the text is this one: a private receipt that is set behind the public one, or moved there, leaves what is unread as it was.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
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
    title: 'A public receipt behind the private one is shown to others, and makes nothing unread again',
    verifies: ['receipts.no-rewind'],
    caughtBy: ['counts.private-receipt-ignored', 'receipts.shown-to-nobody'],
    fairness:
      'Both halves are in the text: the others see the change, and the counts of the sender are not rewound. The private receipt is waited for before the public one is sent.',
    async run({ createScene }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await beginAtZero(scene)
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await alice.untilUnread(room, 2)
      await alice.read(room, second, { type: 'm.read.private' })
      await alice.untilUnread(room, 0)
      await alice.read(room, first)
      await expectReceiptOf(alice, { by: bob, roomId: room, eventId: first })
      await expectUnread(scene, 0)
    },
  }),
]
