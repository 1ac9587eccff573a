import { defineCase } from '../harness/case/case.ts'
import { withStateOf } from '../rules-api/helpers/deciding-rule.ts'

/** A user's own rule for events that no default rule notifies about. */
export const membership = [
  defineCase({
    id: 'actions/membership-of-another-user',
    title: "A user's rule that notifies about membership events also applies to those of another member",
    verifies: ['recipients.each-by-own-rules', 'actions.notify', 'rule-order.user-before-default'],
    caughtBy: ['recipients.member-events-of-others-not-evaluated'],
    fairness:
      "Since v1.7 the specification evaluates the rules of every local member except the sender for every event type; the case does not apply before that. A default rule would silence this event, but a user's rule of the same kind comes first.",
    async run({ sharedScene }) {
      const { alice, bob, carol, room, pusher } = await sharedScene({ group: true })
      const conditions = [{ kind: 'event_match', key: 'type', pattern: 'm.room.member' }]
      await alice.putRule('override', 'members', { conditions, actions: ['notify'] })
      const event = await bob.setState(room, 'm.room.member', { membership: 'leave' }, carol.userId)
      const because = 'the override rule "members" matches every membership event, and this one is of another member'
      await withStateOf(alice, { kind: 'override', ruleId: 'members' }, () => pusher.expectPush(event, { because }))
    },
  }),
]
