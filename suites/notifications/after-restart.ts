import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { FAIR_AFTER_RESTART, passRestart } from '../harness/users/restart.ts'
import { expectListed } from './helpers/notification-list.ts'

/** List of notifications of a homeserver that is restarted. */
export const afterRestart = [
  defineCase({
    id: 'notifications/after-restart',
    title: 'After a restart of the target, an unread notification is still listed as unread, and new ones are too',
    verifies: ['notifications.listed', 'notifications.read'],
    caughtBy: ['notifications.empty', 'notifications.always-read'],
    fairness: FAIR_AFTER_RESTART,
    spansHalfway: true,
    async run({ createScene, halfway }) {
      const { alice, bob, room } = await createScene()
      const before = await bob.send(room, 'before the restart')
      await expectListed(alice, before)
      await passRestart({ halfway }, alice, bob)
      expectEqual('whether the notification is read', (await expectListed(alice, before)).read, false)
      await expectListed(alice, await bob.send(room, 'after the restart'))
    },
  }),
]
