import { defineGatewayCase } from '../harness/case.ts'
import { expectTaken } from './taken.ts'

/** Notifications that come again, as they do when an answer was lost. */
export const repeated = [
  defineGatewayCase({
    id: 'push-gateway/event-again',
    title: 'A notification that comes again is taken as the first time, and its device is not rejected',
    verifies: ['gateway-server.accepts', 'gateway-server.rejected'],
    fairness: 'Whether the user is alerted again shows only at the device, and is not judged',
    caughtBy: ['push-gateway.duplicates-rejected', 'push-gateway.duplicates-fail'],
    async run({ reachable, message, notify }) {
      const devices = reachable()
      const event = message()
      for (const what of ['a notification', 'the same notification, sent again']) {
        expectTaken(what, await notify(event, devices), devices)
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/counts-again',
    title: 'Counts that come again are taken as the first time',
    verifies: ['gateway-server.counts-alone'],
    caughtBy: ['push-gateway.counts-refused'],
    async run({ reachable, notify }) {
      const devices = reachable()
      for (const what of ['a notification of counts', 'the same counts, sent again']) {
        expectTaken(what, await notify({ counts: { unread: 3 } }, devices), devices)
      }
    },
  }),
]
