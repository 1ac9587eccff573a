import { defineGatewayCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import type { DevicePush } from '../harness/push-gateway/test-provider.ts'
import { deviceOfEachKind, expectArrival, NO_TIME_LIMIT, ON_DELIVERS } from './helpers/arrival.ts'
import { expectAccepted, ON_ACCEPTS } from './helpers/expect-accepted.ts'

/** Header fields and payload fields by which a service or a device replaces an earlier push instead of showing another. */
const COLLAPSING = ['apns-collapse-id', 'topic'] as const

/** Events that are delivered once, however often the homeserver asks. */
export const deliveredOnce = [
  defineGatewayCase({
    id: 'push-gateway/event-once',
    title: 'An event that is sent twice arrives at the device once',
    verifies: ['push-gateway.duplicates'],
    fairness: `The specification calls it necessary to suppress duplicates by the event_id, so that repeated requests do not alert the user again. A second push that replaces the first one, because both have the same collapse ID, counts as suppressed. A later event shows that the device is still reached; where it makes no push of its own, only time shows that there is no duplicate. ${NO_TIME_LIMIT}`,
    caughtBy: ['push-gateway.alerts-twice'],
    async run(context) {
      for (const device of await deviceOfEachKind(context)) {
        const event = context.message()
        await expectArrival(context, 'a notification', event, [device], ON_DELIVERS)
        await expectAccepted(context, 'the same notification, sent again', event, [device.pusher], ON_ACCEPTS)
        const later = context.message()
        await expectAccepted(context, 'a later notification', later, [device.pusher], ON_ACCEPTS)
        await device.waitForPushes(2, context.timeoutMs)
        await context.settle()
        const pushes = distinct(await device.pushes())
        expect(
          pushes.length <= 2,
          `Expected two events, one of which was sent twice, to cause at most 2 pushes to ${device.name}, found ${pushes.length}`,
        )
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/event-once-despite-late-repetition',
    title: 'An event that is sent again after others arrives at the device once',
    verifies: ['push-gateway.duplicates'],
    fairness: `Homeservers repeat a request some seconds or minutes after its response was lost, and others come in between. How long a gateway remembers an event is not judged: the repetition comes within seconds. A second push with the same collapse ID as the first counts as suppressed. ${NO_TIME_LIMIT}`,
    caughtBy: ['push-gateway.alerts-twice', 'push-gateway.remembers-last-event'],
    async run(context) {
      const device = await context.device()
      const [event, second, third] = [context.message(), context.message(), context.message()]
      for (const one of [event, second]) {
        await expectArrival(context, 'a notification', one, [device], ON_DELIVERS)
      }
      for (const one of [event, third]) {
        await expectAccepted(context, 'a notification', one, [device.pusher], ON_ACCEPTS)
      }
      await device.waitForPushes(3, context.timeoutMs)
      await context.settle()
      const found = distinct(await device.pushes()).length
      expect(
        found <= 3,
        `Expected three events, one of which was sent again later, to cause at most 3 pushes to ${device.name}, found ${found}`,
      )
    },
  }),
]

/** Returns the pushes that a device shows: one that has the collapse ID of an earlier one replaces it. */
function distinct(pushes: readonly DevicePush[]): DevicePush[] {
  const ids = pushes.map(collapseIdOf)
  return pushes.filter((_, place) => ids[place] === undefined || ids.indexOf(ids[place]) === place)
}

function collapseIdOf({ headers, payload }: DevicePush): string | undefined {
  const header = COLLAPSING.map((name) => headers[name]).find((value) => value !== undefined)
  if (header !== undefined) return header
  const { android } = (payload ?? {}) as { android?: { collapse_key?: unknown; notification?: { tag?: unknown } } }
  const key = android?.collapse_key ?? android?.notification?.tag
  return typeof key === 'string' ? key : undefined
}
