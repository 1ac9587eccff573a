import type { SyncResponse } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { readAll } from '../harness/users/counting.ts'
import { inThread } from '../harness/users/relation.ts'
import { countsByThreadOf, countsOf } from '../harness/users/unread-counts.ts'
import { expectAwakening } from '../harness/users/waiting-sync.ts'

const FAIR_TO_WAIT =
  'The specification says that /sync returns early when there is something new, and that the number in it is updated as it changes. A response without the new counts may arrive at any time, and is followed by another request. The case is skipped if users cannot sign in with a password.'

/** Counts that change while a client waits in /sync, because another device of the user sends a receipt. */
export const waitingSync = [
  ...(['m.read', 'm.read.private'] as const).map((type) =>
    defineCase({
      id: type === 'm.read' ? 'unread-counts/wakes-waiting-sync' : 'unread-counts/private-receipt-wakes-waiting-sync',
      title: `A /sync that waits for something new returns when another device reads with ${type}`,
      verifies: [
        'unread-counts.wakes-waiting-sync',
        type === 'm.read' ? 'receipts.marks-read' : 'receipts.private-marks-read',
      ],
      caughtBy: [
        'unread-counts.waiting-sync-not-woken',
        ...(type === 'm.read'
          ? []
          : ['unread-counts.waiting-sync-not-woken-by-private-receipt', 'unread-counts.changed-alone-not-reported']),
      ],
      fairness: FAIR_TO_WAIT,
      async run({ sharedScene, anonymousClient }) {
        const scene = await sharedScene({ read: true })
        const { alice, bob, room } = scene
        const other = await alice.signIn(anonymousClient())
        await alice.putRule('content', 'cake', {
          pattern: 'cake',
          actions: ['notify', { set_tweak: 'highlight', value: true }],
        })
        await readAll(scene)
        const message = await bob.send(room, 'there is cake')
        await alice.expectCounts(room, 'a highlight', ({ highlight_count }) => highlight_count === 1)
        const isIn = (response: SyncResponse) => {
          const counts = countsOf(response, room)
          return counts?.notification_count === 0 && counts.highlight_count === 0
        }
        const change = () => other.read(room, message, { type })
        await expectAwakening(alice, { what: 'the counts after a receipt', change, isIn })
      },
    }),
  ),

  defineCase({
    id: 'unread-counts/thread-receipt-wakes-waiting-sync',
    title: 'A /sync that waits for something new returns when another device reads a thread',
    verifies: ['unread-counts.wakes-waiting-sync', 'unread-counts.threads', 'receipts.thread'],
    caughtBy: ['unread-counts.waiting-sync-not-woken', 'unread-counts.waiting-sync-not-woken-by-thread-receipt'],
    fairness: `${FAIR_TO_WAIT} The root was read before.`,
    async run({ sharedScene, anonymousClient }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, room } = scene
      const other = await alice.signIn(anonymousClient())
      const root = await bob.send(room, 'the root')
      await readAll(scene)
      const reply = await bob.send(room, inThread(root, 'in the thread'))
      await alice.untilUnread(room, 1)
      const isIn = (response: SyncResponse) =>
        response.rooms?.join?.[room] !== undefined &&
        (countsByThreadOf(response, room).threads[root]?.notification_count ?? 0) === 0
      const change = () => other.read(room, reply, { threadId: root })
      await expectAwakening(alice, { what: 'the counts of the thread after a receipt', change, isIn, byThread: true })
    },
  }),
]
