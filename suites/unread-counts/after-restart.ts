import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { FAIR_AFTER_RESTART, passRestart } from '../harness/users/restart.ts'

/** Unread counts of a homeserver that is restarted. */
export const afterRestart = [
  defineCase({
    id: 'unread-counts/after-restart',
    title: 'After a restart of the target, the unread counts of each room are what they were, and go on from there',
    verifies: ['unread-counts.total', 'unread-counts.highlight', 'unread-counts.per-room'],
    caughtBy: ['unread-counts.highlights-always-zero'],
    fairness: FAIR_AFTER_RESTART,
    spansHalfway: true,
    async run({ createScene, halfway }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      await startAtZero(scene, other)
      await bob.send(room, 'one')
      await bob.send(room, 'there is cake')
      await bob.send(other, 'another room')
      const expected = { notification_count: 2, highlight_count: 1 }
      await alice.expectCounts(
        room,
        'two messages, one of them with a highlight',
        ({ notification_count, highlight_count }) => notification_count === 2 && highlight_count === 1,
      )
      await alice.untilUnread(other, 1)
      await passRestart({ halfway }, alice, bob)
      expectEqual('the counts after the restart', await alice.unreadCounts(room), expected)
      expectEqual('the counts of the other room', await alice.unreadCounts(other), {
        notification_count: 1,
        highlight_count: 0,
      })
      await bob.send(room, 'after the restart')
      const counts = await settledCounts(scene, 1)
      expectEqual('the counts after another message', counts, { notification_count: 3, highlight_count: 1 })
    },
  }),
]
