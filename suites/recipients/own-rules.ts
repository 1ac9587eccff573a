import { defineCase } from '../harness/case/case.ts'
import { sounding } from '../harness/case/sound.ts'
import { expectDecides, expectSilenced } from '../rules-api/helpers/deciding-rule.ts'

/** Rules that are evaluated for each recipient. */
export const ownRules = [
  defineCase({
    id: 'recipients/each-by-own-rules',
    title: 'Each member of a room is notified by their own rules, and the sender is not notified',
    verifies: ['recipients.each-by-own-rules', 'recipients.no-own-events'],
    caughtBy: ['rules-api.rules-shared-by-all-users', 'recipients.own-events'],
    fairness:
      "Since v1.7 the specification evaluates the rules of every local member except the sender; the case does not apply before that. The users' rules precede the default ones, and a later message has to be pushed to the sender.",
    async run({ sharedScene }) {
      const { alice, bob, carol, room, pusher } = await sharedScene({ group: true })
      const bobsInbox = await bob.setPusher()
      const carolsInbox = await carol.setPusher()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: sounding('bell') })
      await carol.putRule('content', 'cake', { pattern: 'cake', actions: sounding('horn') })
      const message = await bob.send(room, 'there is cake')
      const rule = { kind: 'content', ruleId: 'cake' } as const
      await Promise.all([
        expectDecides({ alice, pusher }, { ...rule, sound: 'bell' }, 'the message for Alice', message),
        expectDecides(
          { alice: carol, pusher: carolsInbox },
          { ...rule, sound: 'horn' },
          'the message for Carol',
          message,
        ),
      ])
      const until = await alice.send(room, 'a message of Alice')
      await bobsInbox.expectNoPush(message, { until, because: 'Bob sent it himself' })
    },
  }),

  defineCase({
    id: 'recipients/muted-by-one-member',
    title: "A message that one member's rules silence is still pushed to another member",
    verifies: ['recipients.each-by-own-rules'],
    caughtBy: ['actions.empty-actions-notify'],
    fairness:
      "Since v1.7 the specification evaluates every local member's own rules, and a rule without actions silences an event. The later message, which that rule does not match, has to be pushed.",
    async run({ sharedScene }) {
      const { alice, bob, carol, room, pusher } = await sharedScene({ group: true })
      const carolsInbox = await carol.setPusher()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [] })
      const message = await bob.send(room, 'there is cake')
      await carolsInbox.expectPush(message, { because: 'a default rule matches it for Carol' })
      const until = await bob.send(room, 'there is tea')
      await expectSilenced({ alice, pusher }, { kind: 'content', ruleId: 'cake' }, 'the message for Alice', message, {
        until,
      })
    },
  }),
]
