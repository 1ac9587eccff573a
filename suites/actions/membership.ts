import { defineCase } from '../harness/case/case.ts'

/** A rule of the user's about what no default rule notifies of. */
export const membership = [
  defineCase({
    id: 'actions/membership-of-another',
    title: "A rule of the user's that notifies of membership events does so for those of another member",
    verifies: ['rules.each-recipient', 'actions.notify', 'rules.user-before-default'],
    caughtBy: ['push.no-member-events-of-others'],
    fairness:
      'Since v1.7 the text has the rules of each local member but the sender judge an event, of whatever type; before, the ' +
      "case does not apply. A default rule would silence this one, and a rule of the user's of the same kind goes first.",
    async run({ createScene }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      const conditions = [{ kind: 'event_match', key: 'type', pattern: 'm.room.member' }]
      await alice.putRule('override', 'members', { conditions, actions: ['notify'] })
      await pusher.expectPush(await bob.setState(room, 'm.room.member', { membership: 'leave' }, carol.userId))
    },
  }),
]
