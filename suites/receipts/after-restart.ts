import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { startAtZero } from '../harness/users/counting.ts'
import { FAIR_AFTER_RESTART, passRestart } from '../harness/users/restart.ts'
import { expectUnread } from './helpers/expect-unread.ts'

/** Read receipts of a homeserver that is restarted. */
export const afterRestart = [
  defineCase({
    id: 'receipts/after-restart',
    title: 'After a restart of the target, what was read stays read, and what was unread stays unread',
    verifies: ['receipts.marks-read', 'receipts.later-stay-unread'],
    caughtBy: ['receipts.ignored', 'receipts.marks-later-read'],
    fairness: FAIR_AFTER_RESTART,
    spansHalfway: true,
    async run({ createScene, halfway }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      await startAtZero(scene)
      const read = await bob.send(room, 'one')
      await bob.send(room, 'two')
      await alice.untilUnread(room, 2)
      await alice.read(room, read)
      await alice.untilRead(room, { left: 1 })
      await passRestart({ halfway }, alice, bob)
      expectEqual('the unread messages after the restart', (await alice.unreadCounts(room)).notification_count, 1)
      await expectUnread(scene, 1)
    },
  }),
]
