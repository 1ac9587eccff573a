import { type Action, type Profile, within } from '../../spec/index.ts'
import { defineCase } from '../harness/case.ts'

/** Actions that keep an event from notifying: `dont_notify` until v1.6, none at all since v1.7. */
export function silent(profile: Profile): Action[] {
  return within(profile, { since: 'v1.7' }) ? [] : ['dont_notify']
}

/** The examples that silence a room and a sender. */
export const muting = [
  defineCase({
    id: 'worked-examples/mute-a-room',
    title: 'The example that suppresses what comes from a room does so, and leaves other rooms alone',
    verifies: ['rules.room-rule', 'rules.put-creates'],
    caughtBy: ['matching.room-rules-ignored'],
    async run({ scene, profile }) {
      const { alice, bob, room, pusher } = await scene()
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await pusher.expectPush(await bob.send(room, 'before the rule'))
      await alice.putRule('room', room, { actions: silent(profile) })
      const muted = await bob.send(room, 'in the muted room')
      await pusher.expectNoPush(muted, { until: await bob.send(other, 'in another room') })
    },
  }),

  defineCase({
    id: 'worked-examples/mute-a-sender',
    title: 'The example that suppresses what comes from a sender does so, and leaves other senders alone',
    verifies: ['rules.sender-rule', 'rules.put-creates'],
    caughtBy: ['matching.sender-rules-ignored'],
    async run({ scene, profile }) {
      const { alice, bob, carol, room, pusher } = await scene({ group: true })
      await pusher.expectPush(await carol.send(room, 'before the rule'))
      await alice.putRule('sender', carol.userId, { actions: silent(profile) })
      const muted = await carol.send(room, 'from the muted sender')
      await pusher.expectNoPush(muted, { until: await bob.send(room, 'from another sender') })
    },
  }),
]
