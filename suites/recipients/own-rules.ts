import type { Action } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'

/** Rules that are evaluated for each recipient. */
export const ownRules = [
  defineCase({
    id: 'recipients/each-by-own-rules',
    title: 'Each member of a room is notified by their own rules, and the sender is not notified',
    verifies: ['recipients.each-by-own-rules', 'recipients.no-own-events'],
    caughtBy: ['rules-api.rules-shared-by-all-users', 'recipients.own-events'],
    fairness:
      "Since v1.7 the specification evaluates the rules of every local member except the sender; the case does not apply before that. The users' rules precede the default ones, and a later message has to be pushed to the sender.",
    async run({ createScene }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      const bobsInbox = await bob.setPusher()
      const carolsInbox = await carol.setPusher()
      const withSound = (value: string): Action[] => ['notify', { set_tweak: 'sound', value }]
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: withSound('bell') })
      await carol.putRule('content', 'cake', { pattern: 'cake', actions: withSound('horn') })
      const message = await bob.send(room, 'there is cake')
      const [hers, carolsPush] = await Promise.all([pusher.expectPush(message), carolsInbox.expectPush(message)])
      expectEqual("the sound of Alice's push", hers.device.tweaks?.sound, 'bell')
      expectEqual("the sound of Carol's push", carolsPush.device.tweaks?.sound, 'horn')
      await bobsInbox.expectNoPush(message, { until: await alice.send(room, 'a message of Alice') })
    },
  }),

  defineCase({
    id: 'recipients/muted-by-one-member',
    title: "A message that one member's rules silence is still pushed to another member",
    verifies: ['recipients.each-by-own-rules'],
    caughtBy: ['actions.empty-actions-notify'],
    fairness:
      "Since v1.7 the specification evaluates every local member's own rules, and a rule without actions silences an event. The later message, which that rule does not match, has to be pushed.",
    async run({ createScene }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      const carolsInbox = await carol.setPusher()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [] })
      const message = await bob.send(room, 'there is cake')
      await carolsInbox.expectPush(message)
      await pusher.expectNoPush(message, { until: await bob.send(room, 'there is tea') })
    },
  }),
]
