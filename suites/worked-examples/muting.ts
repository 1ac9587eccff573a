import { type Action, type SpecVersion, within } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'

/** Actions that keep an event from notifying: `dont_notify` until v1.6, none at all since v1.7. */
export function silent(specVersion: SpecVersion): Action[] {
  return within(specVersion, { since: 'v1.7' }) ? [] : ['dont_notify']
}

/** Why a rule with the actions of {@link silent} keeps quiet everywhere. */
const FAIR_ABOUT_SILENCE =
  'Until v1.6 the rule has the action of the example, dont_notify, and since v1.7, when that went away, no action.'

/** The examples that silence a room and a sender. */
export const muting = [
  defineCase({
    id: 'worked-examples/mute-a-room',
    title: 'The example that suppresses what comes from a room does so, and leaves other rooms alone',
    verifies: ['rules.room-rule', 'actions.notify'],
    caughtBy: ['matching.room-rules-ignored'],
    fairness:
      `${FAIR_ABOUT_SILENCE} The fence is in another room, where a default rule notifies, as none of the user's own rules ` +
      'and no default override rule matches it.',
    async run({ createScene, specVersion }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await bob.createRoom({ invite: [alice] })
      await alice.join(other)
      await pusher.expectPush(await bob.send(room, 'before the rule'))
      await alice.putRule('room', room, { actions: silent(specVersion) })
      const muted = await bob.send(room, 'in the muted room')
      await pusher.expectNoPush(muted, { until: await bob.send(other, 'in another room') })
    },
  }),

  defineCase({
    id: 'worked-examples/mute-a-sender',
    title: 'The example that suppresses what comes from a sender does so, and leaves other senders alone',
    verifies: ['rules.sender-rule', 'actions.notify'],
    caughtBy: ['matching.sender-rules-ignored'],
    fairness:
      `${FAIR_ABOUT_SILENCE} The fence is from another member of the same room, of whom no rule of the user's speaks, so ` +
      'a default rule notifies of it.',
    async run({ createScene, specVersion }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      await pusher.expectPush(await carol.send(room, 'before the rule'))
      await alice.putRule('sender', carol.userId, { actions: silent(specVersion) })
      const muted = await carol.send(room, 'from the muted sender')
      await pusher.expectNoPush(muted, { until: await bob.send(room, 'from another sender') })
    },
  }),
]
