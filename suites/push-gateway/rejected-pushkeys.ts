import { defineGatewayCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import type { ConfiguredDevice } from '../harness/push-gateway/configured-devices.ts'
import type { GatewayCaseContext } from '../harness/push-gateway/gateway-case.ts'
import { type NotifyResponse, rejectedIn } from '../harness/push-gateway/notify-client.ts'
import { expectNoServerError, expectNotRejected, skipUnlessAccepted, statusOf } from './helpers/expect-accepted.ts'
import { describeRejected, expectOnlyRejected } from './helpers/rejected.ts'

const FAIR_ABOUT_UNREGISTERED =
  'A gateway may take time to learn that a pushkey is invalid, or fail temporarily, so it is notified until the timeout. The user has stated that the gateway can know that the device is unregistered.'

/**
 * Notifies devices about one event after another, until a pushkey is rejected.
 *
 * @param look is called with each response with status 200 on the way
 */
async function untilRejected(
  { eventually, message, notify }: GatewayCaseContext,
  { pushkey }: ConfiguredDevice,
  devices: readonly ConfiguredDevice[],
  look: (response: NotifyResponse) => void = () => {},
): Promise<void> {
  let last = 'no response'
  const since = performance.now()
  const found = await eventually(async () => {
    const response = await notify(message(), [...devices])
    if (response.status === 200) look(response)
    last = describeRejected(
      response,
      devices.map((device) => device.pushkey),
    )
    return rejectedIn(response)?.includes(pushkey) ? response : undefined
  })
  const expected = 'Expected the pushkey of the unregistered device to be rejected, with status 200'
  const missing = { since, lateness: () => undefined }
  expect(found !== undefined, `${expected}, found ${last} in the last response`, { missing })
}

/** Pushkeys that gateways reject. */
export const rejectedPushkeys = [
  defineGatewayCase({
    id: 'push-gateway/unregistered-device',
    title: 'The pushkey of an unregistered device is rejected, with status 200',
    verifies: ['push-gateway.rejected', 'push-gateway.accepts'],
    fairness: FAIR_ABOUT_UNREGISTERED,
    caughtBy: ['push-gateway.rejection-as-error', 'push-gateway.rejects-app-ids', 'push-gateway.omits-rejected'],
    async run(context) {
      const device = context.unregistered()
      await untilRejected(context, device, [device])
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/unregistered-among-others',
    title: 'Of two devices, the unregistered one is rejected and the reachable one is not',
    verifies: ['push-gateway.several-devices', 'push-gateway.rejected'],
    fairness: `${FAIR_ABOUT_UNREGISTERED} Other devices are not affected: the list contains only invalid pushkeys.`,
    caughtBy: ['push-gateway.first-device-only', 'push-gateway.rejects-all', 'push-gateway.rejects-valid'],
    async run(context) {
      const [good] = context.reachable()
      const unregistered = context.unregistered()
      const devices = [good, unregistered].flatMap((device) => device ?? [])
      const otherDevices = devices.slice(0, 1)
      await untilRejected(context, unregistered, devices, (response) =>
        expectNotRejected('a notification for an unregistered device and a reachable one', response, otherDevices),
      )
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/unregistered-before-others',
    title: 'Of two devices, the unregistered one, which is first, is rejected and the reachable one is not',
    verifies: ['push-gateway.several-devices', 'push-gateway.rejected'],
    fairness: `${FAIR_ABOUT_UNREGISTERED} Other devices are not affected, whatever their place in the list.`,
    caughtBy: ['push-gateway.rejects-following', 'push-gateway.rejects-all'],
    async run(context) {
      const good = context.reachable()
      const unregistered = context.unregistered()
      const what = 'a notification for an unregistered device, and then a reachable one'
      await untilRejected(context, unregistered, [unregistered, ...good], (response) =>
        expectNotRejected(what, response, good),
      )
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/unknown-app-among-others',
    title: 'A device of an unknown app does not cause another device to be rejected',
    verifies: ['push-gateway.rejected'],
    fairness:
      'How the device of the unknown app is treated is unspecified, and so is the response, except that the gateway may not go on failing with 500. If the status is 200, the list contains only invalid pushkeys, and the other device has a valid one.',
    caughtBy: ['push-gateway.rejects-all', 'push-gateway.rejects-valid'],
    async run(context) {
      const good = context.reachable()
      const what = 'a notification for one device of an unknown app and a reachable one'
      const body = { notification: { ...context.message(), devices: [context.unknownDevice(), ...good] } }
      const response = await expectNoServerError(context, what, body)
      skipUnlessAccepted(what, response)
      expectNotRejected(what, response, good)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/rejected-only-from-request',
    title: 'Only pushkeys that were in the request are rejected',
    verifies: ['push-gateway.rejected-only-from-request'],
    fairness:
      'The list is defined as a list of pushkeys from the request, even if the reason is an earlier notification. Responses with another status than 200 are ignored, because the gateway may not know the app.',
    caughtBy: ['push-gateway.rejects-outside-request', 'push-gateway.rejects-app-ids'],
    async run({ anyDevice, unknownDevice, message, attempt }) {
      const groups = [[anyDevice()], [unknownDevice()], [unknownDevice(), anyDevice()]]
      const responses = await Promise.all(
        groups.map(async (devices) => ({
          devices,
          response: await attempt({ notification: { ...message(), devices } }),
        })),
      )
      const accepted = responses.filter(({ response }) => response.status === 200)
      const found = responses.map(({ response }) => statusOf(response)).join(', ')
      if (accepted.length === 0) throw new NotApplicable(`The target accepts none of three notifications: ${found}`)
      for (const { devices, response } of accepted) {
        const pushkeys = devices.map(({ pushkey }) => pushkey)
        expectOnlyRejected(response, pushkeys)
      }
    },
  }),
]
