import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'
import { eventually } from '../harness/target/deadline.ts'

/** Room rules of rooms that are replaced by others. */
export const roomRules = [
  defineCase({
    id: 'room-upgrades/rules-follow',
    title: "A user's room rule applies to the replacement of its room once the user has joined that",
    verifies: ['room-upgrades.rules-follow'],
    caughtBy: ['room-upgrades.rules-not-transferred'],
    fairness:
      'It is unspecified how the settings are carried over, and how soon after the join: messages are sent until one of them is pushed as the rule says. The replacement has the same room version, and the case is skipped if the target does not upgrade to it.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene({ group: true })
      await alice.putRule('room', room, { actions: sounding('mine') })
      // The server supports the version of the room. Power levels may mean something else in another version.
      const { room_version: version = '1' } = await bob.state(room, 'm.room.create')
      const response = await bob.client.call('upgradeRoom', { path: { roomId: room }, body: { new_version: version } })
      if (response.status !== 200) {
        throw new NotApplicable(`The target does not upgrade rooms to version ${version}: status ${response.status}`)
      }
      const { replacement_room: replacement } = response.body as { replacement_room: string }
      await bob.invite(replacement, alice)
      await alice.join(replacement)
      let sound: unknown
      const because = 'a default rule matches a message in the new room, which Alice has joined'
      const followed = await eventually(async () => {
        sound = soundOf(await pusher.expectPush(await bob.send(replacement, 'in the new room'), { because }))
        return sound === 'mine' ? true : undefined
      }, alice.client.access.timeoutMs)
      expect(
        followed === true,
        `Expected the room rule of the old room to decide about messages in the new one, with the sound "mine", found ${sound === undefined ? 'no sound' : `the sound ${quote(sound)}`} up to the last one`,
      )
    },
  }),
]
