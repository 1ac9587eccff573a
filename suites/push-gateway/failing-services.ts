import { defineGatewayCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import type { GatewayCaseContext, Notice } from '../harness/push-gateway/gateway-case.ts'
import { type NotifyResponse, rejectedIn, type Silence } from '../harness/push-gateway/notify-client.ts'
import type { DeviceKind, FailureStatus } from '../harness/push-gateway/test-provider.ts'
import type { WatchedDevice } from '../harness/push-gateway/watched-device.ts'
import {
  deviceOfEachKind,
  expectArrival,
  expectPushes,
  NO_TIME_LIMIT,
  ON_DELIVERS,
  pushersOf,
} from './helpers/arrival.ts'
import { expectAccepted, expectNotRejected, ON_ACCEPTS, statusOf } from './helpers/expect-accepted.ts'
import { describeRejected } from './helpers/rejected.ts'

/** Statuses with which all services say that they fail for now. */
const FOR_NOW = [503, 500, 429] as const satisfies readonly FailureStatus[]

/** Number of notifications while a service is down: more than gateways count before they give up on a device. */
const WHILE_DOWN = 8

/** Delay of a push service, in milliseconds, that shows whether the gateway waits for it. */
const SERVICE_DELAY_MS = 400

const FAIR_ABOUT_WAITING =
  'The gateway may wait for its push service, or try again by itself before or after it responds: there may be no response in time, and any status is accepted. Notifications without a 200 are repeated, as homeservers do. A gateway that does not wait for APNs, as the specification recommends, learns nothing in time to report it, so it is not judged on APNs.'

/** Failures of the push service behind a gateway. */
export const failingServices = [
  ...FOR_NOW.map((status) =>
    defineGatewayCase({
      id: `push-gateway/service-fails-with-${status}`,
      title: `A push that its service refuses with ${status} for now arrives when the homeserver repeats the notification`,
      verifies: ['push-gateway.failures-for-now'],
      fairness: `It is a "should": homeservers send a notification again after an error, and only then. But a repeated notification that the gateway accepts has to arrive, and no pushkey may be rejected for a failure of its service. ${FAIR_ABOUT_WAITING} ${NO_TIME_LIMIT}`,
      caughtBy: [
        'push-gateway.swallows-failures',
        'push-gateway.marks-before-delivery',
        'push-gateway.rejects-while-failing',
      ],
      runsAlone: true,
      async run(context) {
        for (const kind of failingKinds(context)) {
          const device = await context.device(kind)
          if (kind.startsWith('apns') && !(await waitsFor(context, device))) continue
          await expectArrivalDespite(context, device, status)
        }
      },
    }),
  ),

  defineGatewayCase({
    id: 'push-gateway/service-down-rejects-nobody',
    title:
      'No pushkey is rejected while its push service is down, however often it fails, and pushes arrive afterwards',
    verifies: ['push-gateway.rejected', 'push-gateway.delivers'],
    fairness: `Only pushkeys that have expired or were never valid are rejected, and a service that is down says neither. ${FAIR_ABOUT_WAITING} ${NO_TIME_LIMIT}`,
    caughtBy: ['push-gateway.rejects-while-failing', 'push-gateway.rejects-after-five-failures'],
    runsAlone: true,
    async run(context) {
      const device = await context.device(failingKinds(context)[0])
      await device.fail({ status: 503 })
      const what = 'a notification while the push service is down'
      const send = async () => {
        const response = await context.notifyPatiently(context.message(), [device.pusher])
        if (response.status === 200) expectNotRejected(what, response, [device.pusher])
      }
      // At once, because a gateway may wait long for each of them, and then one more to see what they led to
      await Promise.all(Array.from({ length: WHILE_DOWN }, send))
      await send()
      await device.fail(undefined)
      const before = (await device.pushes()).length
      const later = 'a notification after the push service was down'
      const response = await expectAccepted(context, later, context.message(), [device.pusher], ON_ACCEPTS)
      expectNotRejected(later, response, [device.pusher])
      await expectPushes(context, later, [device], before + 1)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/failing-among-good',
    title:
      'Of three devices, one whose service fails for now keeps no other from being notified, in any place of the list',
    verifies: ['push-gateway.several-devices'],
    fairness: `A gateway may stop at the first failure and go on when the notification is repeated: all devices are looked at after the repetition. If there is none, because the gateway accepted the notification at once, only the others are. None is rejected. ${FAIR_ABOUT_WAITING} ${NO_TIME_LIMIT}`,
    caughtBy: ['push-gateway.stops-at-failing-device'],
    runsAlone: true,
    async run(context) {
      const kind = kindThatWaits(context)
      for (const place of [0, 1, 2] as const) {
        const devices = await Promise.all([context.device(kind), context.device(kind), context.device(kind)])
        const what = `a notification for three devices, the ${ORDINALS[place]} of which failed at first`
        const failing = devices[place] ?? devices[0]
        const outcome = await deliverDespite(context, what, context.message(), devices, failing)
        await expectPushes(patient(context), what, owed(devices, failing, outcome))
      }
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/no-repetition-for-good-device',
    title: 'When a notification is repeated because one of its devices failed, the other one is not notified again',
    verifies: ['push-gateway.duplicates'],
    fairness: `The event has arrived at the other device, so the repetition is a duplicate there. ${FAIR_ABOUT_WAITING} ${NO_TIME_LIMIT}`,
    caughtBy: ['push-gateway.alerts-twice', 'push-gateway.repeats-for-all'],
    runsAlone: true,
    async run(context) {
      const kind = kindThatWaits(context)
      const [good, failing] = await Promise.all([context.device(kind), context.device(kind)])
      const what = 'a notification for two devices, one of which failed at first'
      const outcome = await deliverDespite(context, what, context.message(), [good, failing], failing)
      await expectPushes(patient(context), what, owed([good, failing], failing, outcome), 1, ON_DELIVERS)
      await context.settle()
      const found = (await good.pushes()).length
      expect(found <= 1, `Expected ${what} to arrive at the other one, ${good.name}, once, found ${found} pushes`)
    },
  }),

  ...[
    { order: 'first', places: [true, false] },
    { order: 'between', places: [false, true, false] },
    { order: 'last', places: [false, false, true] },
  ].map(({ order, places }) =>
    defineGatewayCase({
      id: `push-gateway/unregistered-device-${order}`,
      title: `An unregistered device keeps none of the others from being notified, and is rejected alone: ${order} in the list`,
      verifies: ['push-gateway.rejected', 'push-gateway.several-devices'],
      fairness: `A gateway may take time to learn that a pushkey is invalid, or fail temporarily: it is notified of new events until the timeout. ${NO_TIME_LIMIT}`,
      caughtBy: ['push-gateway.rejects-all', ...(order === 'last' ? [] : ['push-gateway.stops-at-rejected-device'])],
      async run(context) {
        const kind = failingKinds(context)[0]
        const devices = await Promise.all(places.map(() => context.device(kind)))
        const gone = devices.filter((_, place) => places[place])
        const good = devices.filter((_, place) => !places[place])
        await Promise.all(gone.map((device) => device.unregister()))
        const what = `a notification for ${devices.length} devices, one of which is unregistered`
        await untilRejected(context, what, devices, gone, good)
        // Only good devices have a push to wait for: responses to the homeserver do not concern them
        await expectPushes(context, what, good)
      },
    }),
  ),

  defineGatewayCase({
    id: 'push-gateway/uninstalled-app',
    title: 'A pushkey that was valid is rejected after its app was uninstalled, and that of another device is not',
    verifies: ['push-gateway.rejected'],
    fairness: `The service says that the pushkey is no longer valid. The gateway may learn it late, so the device is notified of new events until the timeout. ${NO_TIME_LIMIT}`,
    caughtBy: ['push-gateway.never-rejects'],
    async run(context) {
      for (const kind of failingKinds(context)) {
        const [phone, tablet] = await Promise.all([context.device(kind), context.device(kind)])
        await expectArrival(context, 'a notification', context.message(), [phone, tablet], ON_DELIVERS)
        await phone.unregister()
        await untilRejected(context, 'a notification after its app was uninstalled', [phone, tablet], [phone], [tablet])
      }
    },
  }),

  ...([413, 403, 400] as const).map((status) =>
    defineGatewayCase({
      id: `push-gateway/service-refuses-with-${status}`,
      title: `How the target responds to a push that its service refuses with ${status}`,
      verifies: ['push-gateway.provider-errors'],
      fairness:
        'Any response is recorded, and so is none at all. With 413, the service says that the message is too large, which says nothing about the pushkey: it must not be rejected for that.',
      ...(status === 413 ? { caughtBy: ['push-gateway.rejects-too-large'] } : {}),
      runsAlone: true,
      async run(context) {
        const seen: string[] = []
        // FCM has no such status: it calls a message that is too large invalid, like an invalid token
        const kinds = failingKinds(context).filter((kind) => status !== 413 || kind !== 'fcm')
        if (kinds.length === 0) throw new NotApplicable('The case needs a device at another service than FCM')
        for (const kind of kinds) {
          const device = await context.device(kind)
          await device.fail({ status })
          const response = await context.notifyPatiently(context.message(), [device.pusher])
          const what = `a push that its service refuses with ${status}`
          if (status === 413) await expectNotRejectedLater(context, what, response, device)
          seen.push(`at ${device.place} ${describe(response, device)}`)
        }
        return `To a push that its service refuses with ${status}, the target responds ${seen.join('; ')}`
      },
    }),
  ),

  defineGatewayCase({
    id: 'push-gateway/waits-for-service',
    title: 'Whether the target waits for the push service before it responds',
    verifies: ['push-gateway.provider-errors'],
    runsAlone: true,
    async run(context) {
      if (!context.canFail()) throw new NotApplicable('The provider of the run cannot delay its responses')
      const seen: string[] = []
      for (const device of await deviceOfEachKind(context)) {
        const manner = (await waitsFor(context, device)) ? 'it waits for' : 'it does not wait for'
        seen.push(`${manner} ${device.place}`)
      }
      return `Before the target responds, ${seen.join(', ')}`
    },
  }),
]

const ORDINALS = ['first', 'second', 'third']

/**
 * Returns the kinds of devices that the gateway reaches, for cases that make their services fail.
 *
 * @throws {NotApplicable} when the provider of the run cannot be made to fail
 */
function failingKinds(context: Pick<GatewayCaseContext, 'kinds' | 'canFail'>): readonly DeviceKind[] {
  const kinds = context.kinds()
  if (context.canFail()) return kinds
  throw new NotApplicable('The provider of the run cannot be made to fail')
}

/**
 * Returns a kind of devices at another service than APNs, whose errors a gateway should not wait for.
 *
 * @throws {NotApplicable} when the gateway reaches none
 */
function kindThatWaits(context: Pick<GatewayCaseContext, 'kinds' | 'canFail'>): DeviceKind {
  const kind = failingKinds(context).find((one) => !one.startsWith('apns'))
  if (kind !== undefined) return kind
  throw new NotApplicable('The case needs a device at another service than APNs')
}

/** Reports whether the gateway waits for the service of a device before it responds. */
async function waitsFor(context: GatewayCaseContext, device: WatchedDevice): Promise<boolean> {
  await device.fail({ delayMs: SERVICE_DELAY_MS, times: 1 })
  const begin = performance.now()
  await context.notifyPatiently(context.message(), [device.pusher])
  const tookMs = performance.now() - begin
  await expectPushes(context, 'a notification whose push takes long', [device], 1, ON_DELIVERS)
  return tookMs >= SERVICE_DELAY_MS
}

/** Sends a notification whose push fails at first. It has to arrive when the service accepts it. */
async function expectArrivalDespite(
  context: GatewayCaseContext,
  device: WatchedDevice,
  status: FailureStatus,
): Promise<void> {
  const before = (await device.pushes()).length
  const what = `a notification whose push the service refused with ${status} at first`
  const outcome = await deliverDespite(context, what, context.message(), [device], device, status)
  // What it accepted while the service failed is lost, which it should not be; what it accepted afterwards has to arrive
  const details = outcome === 'repeated' ? ON_DELIVERS : {}
  await expectPushes(patient(context), what, [device], before + 1, details)
}

/** Time of a notification's acceptance: while the service of a device failed, or when it was sent again afterwards. */
type Acceptance = 'at-once' | 'repeated'

/** Returns the devices that a notification has to arrive at. */
function owed(devices: readonly WatchedDevice[], failing: WatchedDevice, outcome: Acceptance): WatchedDevice[] {
  return devices.filter((device) => outcome === 'repeated' || device !== failing)
}

/**
 * Sends a notification while the service of one device fails, and again, as homeservers do, when the service accepts
 * pushes. It is not sent again if the gateway accepted it: then the gateway should send the push by itself.
 */
async function deliverDespite(
  context: GatewayCaseContext,
  what: string,
  event: Notice,
  devices: readonly WatchedDevice[],
  failing: WatchedDevice,
  status: FailureStatus = 503,
): Promise<Acceptance> {
  await failing.fail({ status })
  const response = await context.notifyPatiently(event, pushersOf(devices))
  await failing.fail(undefined)
  if (response.status === 200) {
    expectNotRejected(what, response, pushersOf(devices))
    return 'at-once'
  }
  await expectAccepted(context, what, event, pushersOf(devices), ON_ACCEPTS)
  return 'repeated'
}

/** Returns a longer timeout, for gateways that try again by themselves. */
function patient({ timeoutMs }: Pick<GatewayCaseContext, 'timeoutMs'>): { timeoutMs: number } {
  return { timeoutMs: timeoutMs * 2 }
}

/** Notifies devices of new events until those that are gone are rejected. Those that are good are rejected never. */
async function untilRejected(
  context: GatewayCaseContext,
  what: string,
  devices: readonly WatchedDevice[],
  gone: readonly WatchedDevice[],
  good: readonly WatchedDevice[],
): Promise<void> {
  let last = 'no response'
  const since = performance.now()
  const found = await context.eventually(async () => {
    const response = await context.notify(context.message(), pushersOf(devices))
    expectNotRejected(what, response, pushersOf(good))
    last = describeRejected(
      response,
      devices.map(({ pusher }) => pusher.pushkey),
    )
    const rejected = rejectedIn(response) ?? []
    return gone.every(({ pusher }) => rejected.includes(pusher.pushkey)) ? true : undefined
  })
  const expected = `Expected ${what} to have the pushkey of the unregistered device rejected, with status 200`
  const missing = { since, lateness: () => undefined }
  expect(found === true, `${expected}, found ${last} in the last response`, { missing })
}

/** Expects a device not to be rejected, also in the response to the next notification. */
async function expectNotRejectedLater(
  context: GatewayCaseContext,
  what: string,
  response: NotifyResponse | Silence,
  device: WatchedDevice,
): Promise<void> {
  if (response.status === 200) expectNotRejected(what, response, [device.pusher])
  await device.fail(undefined)
  const next = await context.notifyPatiently(context.message(), [device.pusher])
  if (next.status === 200) expectNotRejected(`a notification after ${what}`, next, [device.pusher])
}

function describe(response: NotifyResponse | Silence, { pusher }: WatchedDevice): string {
  if (response.status === undefined) return 'with no response in time'
  return `with ${response.status === 200 ? describeRejected(response, [pusher.pushkey]) : statusOf(response)}`
}
