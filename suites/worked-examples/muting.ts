import { type Action, type SpecVersion, within } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'

/** Returns actions that silence an event: `dont_notify` until v1.6, none since v1.7. */
export function silent(specVersion: SpecVersion): Action[] {
  return within(specVersion, { since: 'v1.7' }) ? [] : ['dont_notify']
}

/** Reason why a rule with the actions of {@link silent} silences in every version. */
const FAIR_ABOUT_SILENCE =
  "Until v1.6 the rule has the example's action dont_notify; since v1.7, which removed it, the rule has no actions."

/** Examples of the specification that mute a room and a sender. */
export const muting = [
  defineCase({
    id: 'worked-examples/mute-a-room',
    title: 'The example that mutes a room silences its messages, and no others',
    verifies: ['rules.room-rule', 'actions.notify'],
    caughtBy: ['matching.room-rules-ignored'],
    fairness: `${FAIR_ABOUT_SILENCE} The fence is in another room, where a default rule notifies, because neither the user's own rules nor a default override rule match it.`,
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
    title: 'The example that mutes a sender silences their messages, and no others',
    verifies: ['rules.sender-rule', 'actions.notify'],
    caughtBy: ['matching.sender-rules-ignored'],
    fairness: `${FAIR_ABOUT_SILENCE} The fence is from another member of the same room, whom no rule of the user matches, so a default rule notifies about it.`,
    async run({ createScene, specVersion }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      await pusher.expectPush(await carol.send(room, 'before the rule'))
      await alice.putRule('sender', carol.userId, { actions: silent(specVersion) })
      const muted = await carol.send(room, 'from the muted sender')
      await pusher.expectNoPush(muted, { until: await bob.send(room, 'from another sender') })
    },
  }),
]
