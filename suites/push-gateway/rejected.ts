import { defineGatewayCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import type { ConfiguredDevice } from '../harness/push-gateway/configured-devices.ts'
import type { GatewayCaseContext } from '../harness/push-gateway/gateway-case.ts'
import type { NotifyResponse } from '../harness/push-gateway/notify-client.ts'
import { rejectedIn } from '../harness/push-gateway/rejected-in.ts'
import { expectSpared, onlyIfTaken, statusOf } from './taken.ts'

const LEARNS_LATE =
  'A gateway may learn late that a pushkey is no good, or be in passing trouble, so it is notified until the patience is over; the user has said that it can know that the device is gone.'

/**
 * Notifies devices of one event after the other, until a pushkey is rejected.
 *
 * @param look sees each answer with status 200 on the way
 */
async function untilRejected(
  { eventually, message, notify }: GatewayCaseContext,
  { pushkey }: ConfiguredDevice,
  devices: readonly ConfiguredDevice[],
  look: (response: NotifyResponse) => void = () => {},
): Promise<void> {
  let last = 'no answer'
  const found = await eventually(async () => {
    const response = await notify(message(), [...devices])
    if (response.status === 200) look(response)
    last = response.status === 200 ? `${rejectedIn(response)?.length ?? 'no list of'} rejected` : statusOf(response)
    return rejectedIn(response)?.includes(pushkey) ? response : undefined
  })
  const expected = 'Expected the pushkey of the device that is gone to be rejected, with status 200'
  expect(found !== undefined, `${expected}, found at last ${last}`)
}

/** Which pushkeys gateways reject. */
export const rejected = [
  defineGatewayCase({
    id: 'push-gateway/gone-device',
    title: 'The pushkey of a device that is gone is rejected, with status 200',
    verifies: ['gateway-server.rejected', 'gateway-server.accepts'],
    fairness: LEARNS_LATE,
    caughtBy: ['push-gateway.rejection-fails', 'push-gateway.rejects-app-ids', 'push-gateway.omits-rejected'],
    async run(context) {
      const device = context.gone()
      await untilRejected(context, device, [device])
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/gone-among-others',
    title: 'Of several devices, the one that is gone is rejected, and the one that can be reached is not',
    verifies: ['gateway-server.several-devices', 'gateway-server.rejected'],
    fairness: `${LEARNS_LATE} Other devices keep their own: the list is of pushkeys that are no good.`,
    caughtBy: ['push-gateway.first-device-only', 'push-gateway.rejects-all', 'push-gateway.rejects-the-good'],
    async run(context) {
      const [good] = context.reachable()
      const gone = context.gone()
      const devices = [good, gone].flatMap((device) => device ?? [])
      const spared = devices.slice(0, 1)
      await untilRejected(context, gone, devices, (response) =>
        expectSpared('a notification for a device that is gone and one that is not', response, spared),
      )
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/unknown-among-others',
    title: 'A device of an app that the gateway does not know has no other device rejected',
    verifies: ['gateway-server.rejected'],
    fairness:
      'What becomes of the device with the unknown app is left open, and so is the status of the answer. Where that is 200, the list is of pushkeys that are no good, and the other device has a good one.',
    caughtBy: ['push-gateway.rejects-all', 'push-gateway.rejects-the-good'],
    async run({ reachable, anonymousClient, message, notify }) {
      const [good] = reachable()
      const devices = [good].flatMap((device) => device ?? [])
      const what = 'a notification for one device of an unknown app and one that can be reached'
      const response = await notify(message(), [anonymousClient(), ...devices])
      onlyIfTaken(what, response)
      expectSpared(what, response, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/only-of-the-request',
    title: 'Only pushkeys that were in the request are rejected',
    verifies: ['gateway-server.rejected-of-request'],
    fairness:
      'The list is defined as one of pushkeys that the request had, even where an earlier notification is the reason. Answers with another status than 200 are not looked at, for the gateway may not know the app.',
    caughtBy: ['push-gateway.rejects-another', 'push-gateway.rejects-app-ids'],
    async run({ anyDevice, anonymousClient, message, notify }) {
      const groups = [[anyDevice()], [anonymousClient()], [anonymousClient(), anyDevice()]]
      const responses = await Promise.all(
        groups.map(async (devices) => ({ devices, response: await notify(message(), devices) })),
      )
      const taken = responses.filter(({ response }) => response.status === 200)
      const [first] = responses
      if (taken.length === 0 && first !== undefined) onlyIfTaken('apps that it does not know', first.response)
      for (const { devices, response } of taken) {
        const keys = devices.map(({ pushkey }) => pushkey)
        const others = (rejectedIn(response) ?? []).filter((key) => !keys.some((known) => known === key))
        expectEqual('the rejected pushkeys that were not in the request', others, [])
      }
    },
  }),
]
