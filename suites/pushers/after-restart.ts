import { defineCase } from '../harness/case/case.ts'
import { FAIR_AFTER_RESTART, passRestart } from '../harness/users/restart.ts'
import { expectPushers } from './helpers/listed-pusher.ts'

/** Pushers of a homeserver that is restarted. */
export const afterRestart = [
  defineCase({
    id: 'pushers/after-restart',
    title: 'After a restart of the target, pushers are still listed and notified, and deleted ones are not back',
    verifies: ['pushers.set-creates', 'pushers.null-kind-deletes'],
    caughtBy: ['pushers.lists-none', 'pushers.delete-ignored'],
    fairness: FAIR_AFTER_RESTART,
    spansHalfway: true,
    async run({ createScene, halfway }) {
      const { alice, bob, room, pusher } = await createScene()
      const deleted = await alice.setPusher()
      await alice.deletePusher(deleted)
      await pusher.expectPush(await bob.send(room, 'before the restart'))
      await passRestart({ halfway }, alice, bob)
      await expectPushers(alice, 'the pushers after the restart', [pusher])
      await pusher.expectPush(await bob.send(room, 'after the restart'))
    },
  }),
]
