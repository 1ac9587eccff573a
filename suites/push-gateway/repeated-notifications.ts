import { defineGatewayCase } from '../harness/case/case.ts'
import { expectAccepted, TEMPORARY_ERRORS } from './helpers/expect-accepted.ts'

/** Notifications that are sent again, as happens after a lost response. */
export const repeatedNotifications = [
  defineGatewayCase({
    id: 'push-gateway/repeated-event',
    title: 'A repeated notification is accepted like the first one, and its device is not rejected',
    verifies: ['push-gateway.accepts', 'push-gateway.rejected'],
    fairness: `Homeservers send a notification again if the response was lost, and need a response that ends this. Whether the user is alerted again is visible only on the device. ${TEMPORARY_ERRORS}`,
    caughtBy: ['push-gateway.duplicates-rejected', 'push-gateway.duplicates-fail'],
    async run(context) {
      const event = context.message()
      for (const what of ['a notification', 'the same notification, sent again']) {
        await expectAccepted(context, what, event, context.reachable())
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/repeated-counts',
    title: 'Repeated counts are accepted like the first ones',
    verifies: ['push-gateway.counts-only'],
    fairness: `The specification says that repeating the same counts changes nothing, so there is no reason to refuse them. ${TEMPORARY_ERRORS}`,
    caughtBy: ['push-gateway.counts-only-refused'],
    async run(context) {
      for (const what of ['a notification of counts', 'the same counts, sent again']) {
        await expectAccepted(context, what, { counts: { unread: 3 } }, context.reachable())
      }
    },
  }),
]
