import { defineCase } from '../harness/case/case.ts'
import { FAIR_AFTER_RESTART, passRestart } from '../harness/users/restart.ts'
import { expectMarker } from './helpers/expect-marker.ts'

/** Read markers of a homeserver that is restarted. */
export const afterRestart = [
  defineCase({
    id: 'read-markers/after-restart',
    title: 'After a restart of the target, the read marker is where it was',
    verifies: ['read-markers.in-account-data'],
    caughtBy: ['read-markers.ignored'],
    fairness: FAIR_AFTER_RESTART,
    spansHalfway: true,
    async run({ createScene, halfway }) {
      const scene = await createScene()
      const { alice, bob, room } = scene
      const [first, second] = [await bob.send(room, 'one'), await bob.send(room, 'two')]
      await alice.setReadMarkers(room, { 'm.fully_read': first })
      await alice.setReadMarkers(room, { 'm.fully_read': second })
      await expectMarker(scene, second)
      await passRestart({ halfway }, alice)
      await expectMarker(scene, second)
    },
  }),
]
