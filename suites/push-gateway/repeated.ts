import { defineGatewayCase } from '../harness/case/case.ts'
import { expectTaken, TROUBLE_PASSES } from './taken.ts'

/** Notifications that come again, as they do when an answer was lost. */
export const repeated = [
  defineGatewayCase({
    id: 'push-gateway/event-again',
    title: 'A notification that comes again is taken as the first time, and its device is not rejected',
    verifies: ['gateway-server.accepts', 'gateway-server.rejected'],
    fairness: `Homeservers send a notification again when an answer was lost, and have to get one that ends that; whether the user is alerted again shows only at the device. ${TROUBLE_PASSES}`,
    caughtBy: ['push-gateway.duplicates-rejected', 'push-gateway.duplicates-fail'],
    async run(context) {
      const event = context.message()
      for (const what of ['a notification', 'the same notification, sent again']) {
        await expectTaken(context, what, event, context.reachable())
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/counts-again',
    title: 'Counts that come again are taken as the first time',
    verifies: ['gateway-server.counts-alone'],
    fairness: `To tell of the same counts again is said to change nothing, so there is no reason to refuse them. ${TROUBLE_PASSES}`,
    caughtBy: ['push-gateway.counts-refused'],
    async run(context) {
      for (const what of ['a notification of counts', 'the same counts, sent again']) {
        await expectTaken(context, what, { counts: { unread: 3 } }, context.reachable())
      }
    },
  }),
]
