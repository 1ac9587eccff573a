import { defineCase } from '../harness/case/case.ts'

const FAIR_ABOUT_OWN_EVENTS =
  "The specification says without exception that users are not notified about their own events, whichever rule matches. A later message of another user, which has to be pushed, shows that the user's own one will not arrive."

/** Events of the user, which are not pushed to the user. */
export const ownEvents = [
  defineCase({
    id: 'recipients/own-message',
    title: "A user's own message is not pushed to the user",
    verifies: ['recipients.no-own-events'],
    caughtBy: ['recipients.own-events'],
    fairness: FAIR_ABOUT_OWN_EVENTS,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const own = await alice.send(room, 'mine')
      const fence = await bob.send(room, 'his')
      await pusher.expectNoPush(own, { until: fence, because: 'Alice sent it herself' })
    },
  }),

  defineCase({
    id: 'recipients/own-message-despite-rule',
    title: "A user's own message is not pushed even if a rule of the user notifies about everything",
    verifies: ['recipients.no-own-events'],
    caughtBy: ['recipients.own-events'],
    fairness: FAIR_ABOUT_OWN_EVENTS,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('override', 'everything', { conditions: [], actions: ['notify'] })
      const own = await alice.send(room, 'mine')
      const fence = await bob.send(room, 'his')
      await pusher.expectNoPush(own, { until: fence, because: 'Alice sent it herself' })
    },
  }),
]
