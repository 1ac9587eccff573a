import { defineCase } from '../../../suites/harness/case/case.ts'
import { expectEqual } from '../../../suites/harness/case/expect.ts'

/** Rule for messages that are always pushed, and show that what was before has had its effect. */
const FENCE = 'fence'
const FENCE_RULE = {
  conditions: [{ kind: 'event_match', key: 'content.body', pattern: 'lighthouse' }],
  actions: ['notify'],
}

/** Stories that `plexor explore` found. */
export const explored = [
  defineCase({
    id: 'conditions/explored-tweaks-sender-rule',
    title: 'Pushes have the tweaks of the rule that matches',
    verifies: ['conditions.sender-rule'],
    since: 'v1.19',
    caughtBy: ['actions.sound-not-sent'],
    fairness: 'TODO: say why a conforming server that works differently from the reference passes.',
    async run({ user }) {
      const alice = await user('alice')
      const bob = await user('bob')
      const carol = await user('carol')
      for (const one of [alice, bob, carol]) await one.putRule('override', FENCE, FENCE_RULE)
      const room1 = await bob.createRoom({ invite: [alice, carol] })
      await alice.join(room1)
      await carol.join(room1)
      await bob.send(room1, 'lighthouse for what was before')
      const alicePusher = await alice.setPusher({
        app_display_name: 'Plexor',
        device_display_name: 'phone',
        lang: 'de',
        data: {},
      })
      await alice.putRule('sender', bob.userId, { actions: ['notify', { set_tweak: 'sound', value: 'chime' }] })
      const m1 = await bob.send(room1, {
        msgtype: 'm.text',
        body: 'good morning',
        'm.mentions': { user_ids: [carol.userId] },
      })
      const fence2 = await bob.send(room1, 'lighthouse for what was before')
      await alicePusher.expectPush(fence2)
      const push = await alicePusher.expectPush(m1)
      const tweaks = { highlight: false, ...push.device.tweaks }
      expectEqual('the tweaks', tweaks, { highlight: false, sound: 'chime' })
    },
  }),
]
