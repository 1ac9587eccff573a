import { checkNotifyRequest } from '../../spec/index.ts'
import { defineGatewayCase } from '../harness/case/case.ts'
import type { ConfiguredDevice } from '../harness/push-gateway/configured-devices.ts'
import type { GatewayCaseContext } from '../harness/push-gateway/gateway-case.ts'
import {
  expectAccepted,
  expectNoServerError,
  expectNotRejected,
  ON_ACCEPTS,
  statusOf,
} from './helpers/expect-accepted.ts'
import { describeRejected, expectOnlyRejected } from './helpers/rejected.ts'

/** Text that brings an event close to the maximum size of 65,536 bytes. */
const LARGE_BODY = 'large '.repeat(10_000)

interface Malformed {
  id: string
  what: string
  body(context: GatewayCaseContext, device: ConfiguredDevice): unknown
}

const MALFORMED: Malformed[] = [
  { id: 'not-json', what: 'a body that is not JSON', body: () => '{"notification": ' },
  { id: 'empty-body', what: 'an empty body', body: () => '' },
  { id: 'not-an-object', what: 'a body that is an array', body: () => [] },
  { id: 'no-notification', what: 'a body without a notification', body: () => ({}) },
  {
    id: 'no-devices',
    what: 'a notification without devices',
    body: ({ message }) => ({ notification: message() }),
  },
  {
    id: 'empty-devices',
    what: 'a notification with an empty list of devices',
    body: ({ message }) => ({ notification: { ...message(), devices: [] } }),
  },
  {
    id: 'devices-not-a-list',
    what: 'a notification whose devices are not an array',
    body: ({ message }, device) => ({ notification: { ...message(), devices: device } }),
  },
  {
    id: 'no-pushkey',
    what: 'a device without a pushkey',
    body: ({ message }, { pushkey: _, ...device }) => ({ notification: { ...message(), devices: [device] } }),
  },
  {
    id: 'no-app-id',
    what: 'a device without an app_id',
    body: ({ message }, { app_id: _, ...device }) => ({ notification: { ...message(), devices: [device] } }),
  },
  {
    id: 'pushkey-not-a-string',
    what: 'a device whose pushkey is a number',
    body: ({ message }, device) => ({ notification: { ...message(), devices: [{ ...device, pushkey: 5 }] } }),
  },
  {
    id: 'no-room-id',
    what: 'a notification of an event without its room_id',
    body: ({ message }, device) => ({ notification: { ...message({ room_id: undefined }), devices: [device] } }),
  },
  {
    id: 'unknown-prio',
    what: 'a notification with an unknown prio',
    body: ({ message }, device) => ({ notification: { ...message(), prio: 'urgent', devices: [device] } }),
  },
  {
    id: 'unread-not-a-number',
    what: 'a count that is a string',
    body: ({ message }, device) => ({ notification: { ...message(), counts: { unread: 'two' }, devices: [device] } }),
  },
]

/** Reason why the cases about notifications that conform to the schema are fair. */
const JUDGED =
  'Any response is recorded, and so is none at all. The case fails only if the gateway rejects a pushkey that it can reach or that was not sent, or goes on failing with status 500 until the timeout.'

const malformed = MALFORMED.map(({ id, what, body }) =>
  defineGatewayCase({
    id: `push-gateway/${id}`,
    title: `How the target responds to ${what}`,
    verifies: ['push-gateway.malformed'],
    async run(context) {
      const device = context.anyDevice()
      return await observed(context, what, body(context, device), [device])
    },
  }),
)

/** Behaviour that the specification leaves to gateways: each case records what the target does. */
export const unspecified = [
  ...malformed,

  defineGatewayCase({
    id: 'push-gateway/unknown-app',
    title: 'How the target treats an unknown app',
    verifies: ['push-gateway.unknown-app'],
    caughtBy: ['push-gateway.unknown-app-is-500', 'push-gateway.rejects-outside-request'],
    fairness: JUDGED,
    async run(context) {
      const device = context.unknownDevice()
      const body = { notification: { ...context.message(), devices: [device] } }
      return await observed(context, 'a device of an unknown app', body, [device])
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/unknown-fields',
    title: 'How the target treats fields that the schema does not define',
    verifies: ['push-gateway.unknown-fields'],
    caughtBy: ['push-gateway.rejects-valid', 'push-gateway.rejects-outside-request'],
    fairness: JUDGED,
    async run(context) {
      const own = { 'org.plexor.own': { deep: [1] } }
      const devices = context.reachable()
      const notification = { ...context.message(), ...own, devices: devices.map((device) => ({ ...device, ...own })) }
      return await observed(context, 'unknown fields everywhere', { notification, ...own }, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/older-fields',
    title: 'How the target treats the fields id and membership, which some homeservers add to notifications',
    verifies: ['push-gateway.unknown-fields'],
    caughtBy: ['push-gateway.rejects-valid'],
    fairness: JUDGED,
    async run(context) {
      const devices = context.reachable()
      const { event_id, ...notice } = context.message({ type: 'm.room.member', content: { membership: 'invite' } })
      const notification = { ...notice, event_id, id: event_id, membership: 'invite', devices }
      return await observed(context, 'the fields id and membership', { notification }, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/older-counts-only',
    title: 'How the target treats counts with empty and null fields of an event, as some homeservers send them',
    verifies: ['push-gateway.null-fields'],
    async run(context) {
      const devices = context.reachable()
      const notification = { id: '', type: null, sender: '', counts: { unread: 0 }, devices }
      return await observed(context, 'counts with empty and null fields of an event', { notification }, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/null-fields',
    title: 'How the target treats fields that are null instead of missing',
    verifies: ['push-gateway.null-fields'],
    async run(context) {
      const nulls = { sender_display_name: null, room_name: null, room_alias: null, user_is_target: null, prio: null }
      const devices = context.reachable()
      const nullified = devices.map((device) => ({ ...device, tweaks: null }))
      const notification = { ...context.message(), ...nulls, counts: null, devices: nullified }
      return await observed(context, 'fields that are null', { notification }, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/unknown-data',
    title: 'How the target treats keys in the data of a device that the app has not agreed on, with any value',
    verifies: ['push-gateway.unknown-fields'],
    caughtBy: ['push-gateway.null-in-data-is-500', 'push-gateway.rejects-valid'],
    fairness: `The data of a pusher may have any keys, and homeservers pass them on. ${JUDGED}`,
    async run(context) {
      const own = { 'org.plexor.null': null, 'org.plexor.list': [1, null], 'org.plexor.deep': { deep: {} } }
      const devices = context.reachable()
      const extended = devices.map((device) => ({ ...device, data: { ...own, ...device.data } }))
      const notification = { ...context.message(), devices: extended }
      return await observed(context, 'unknown keys in the data of a device', { notification }, devices)
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/null-default-payload',
    title: 'How the target treats a default_payload that is null in the data of a device',
    verifies: ['push-gateway.null-fields'],
    caughtBy: ['push-gateway.null-in-data-is-500'],
    fairness:
      'Some homeservers add this key to the data of every device. App and gateway agree on its value, so the gateway may even reject the device. The case fails only if it goes on failing with status 500 until the timeout.',
    async run(context) {
      const what = 'a default_payload that is null'
      const devices = context.reachable().map((device) => ({
        ...device,
        data: { ...device.data, default_payload: null },
      }))
      const response = await expectNoServerError(context, what, { notification: { ...context.message(), devices } })
      const pushkeys = devices.map(({ pushkey }) => pushkey)
      if (response.status === undefined)
        return `To ${what}, the target gives no response, although it responds to others`
      return `To ${what}, the target responds with ${describeRejected(response, pushkeys)}`
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/large-event',
    title: 'How the target treats a notification of an event of the maximum size',
    verifies: ['push-gateway.large-notifications'],
    caughtBy: ['push-gateway.rejects-large', 'push-gateway.rejects-valid'],
    fairness: `${JUDGED} Neither a size nor a time is limited, so a gateway may refuse the notification, even by closing the connection. It has to accept an ordinary one afterwards, within the timeout.`,
    runsAlone: true,
    async run(context) {
      const devices = context.reachable()
      const content = { msgtype: 'm.text', body: LARGE_BODY }
      const what = `a notification of about ${Math.round(LARGE_BODY.length / 1000)} kB`
      const seen = await observed(
        context,
        what,
        { notification: { ...context.message({ content }), devices } },
        devices,
      )
      await expectAccepted(context, `a notification after ${what}`, context.message(), devices, ON_ACCEPTS)
      return seen
    },
  }),
]

/** Sizes of messages to find the largest that a gateway accepts, in kB of 1,000 bytes. */
const SIZES_KB = [1, 2, 4, 8, 16, 32, 60] as const

/** Largest notification that the gateway accepts. */
export const largestNotification = defineGatewayCase({
  id: 'push-gateway/largest-event',
  title: 'The size of the largest notification that the target accepts',
  verifies: ['push-gateway.large-notifications'],
  caughtBy: ['push-gateway.rejects-large', 'push-gateway.rejects-valid'],
  fairness: JUDGED,
  runsAlone: true,
  async run(context) {
    const devices = context.reachable()
    let accepted = 0
    for (const size of SIZES_KB) {
      const content = { msgtype: 'm.text', body: 'x'.repeat(size * 1000) }
      const what = `a notification of ${size} kB`
      const body = { notification: { ...context.message({ content }), devices } }
      const response = await expectNoServerError(context, what, body)
      if (response.status === 200) expectNotRejected(what, response, devices)
      if (response.status !== 200) {
        const limit = accepted === 0 ? 'none of these sizes' : `one of ${accepted} kB`
        return `The target accepts ${limit}, and responds to ${what} with ${statusOf(response)}`
      }
      accepted = size
    }
    return `The target accepts a notification of ${accepted} kB, close to the largest event`
  },
})

/**
 * Sends a body whose treatment is unspecified, and describes what happens. Not unspecified is what the rejected pushkeys
 * mean, and that a gateway does not fail with a body that conforms to the schema.
 *
 * @param what the name of the body: `a device without a pushkey`
 * @param devices the devices that the body is about
 * @throws {Mismatch} when the gateway rejects what it must not reject, or fails with status 500
 */
async function observed(
  context: GatewayCaseContext,
  what: string,
  body: unknown,
  devices: readonly ConfiguredDevice[],
): Promise<string> {
  const conforms = checkNotifyRequest(body).length === 0
  const response = conforms ? await expectNoServerError(context, what, body) : await context.attempt(body)
  const pushkeys = pushkeysIn(body)
  if (pushkeys !== undefined) expectOnlyRejected(response, pushkeys)
  if (conforms && response.status === 200) expectNotRejected(what, response, devices.filter(context.isReachable))
  if (response.status === undefined) return `To ${what}, the target gives no response, although it responds to others`
  const found = describeRejected(response, pushkeys ?? devices.map(({ pushkey }) => pushkey))
  const isRepeated = response.status === 429 || response.status >= 500
  return `To ${what}, the target responds with ${found}${isRepeated ? ', so homeservers send it again' : ''}`
}

/** Returns the pushkeys of a request; undefined if its devices are missing, or one of them has no pushkey. */
function pushkeysIn(body: unknown): string[] | undefined {
  const { notification } = body as { notification?: { devices?: unknown } }
  if (!Array.isArray(notification?.devices)) return undefined
  const pushkeys = notification.devices.map(({ pushkey }: { pushkey?: unknown }) => pushkey)
  return pushkeys.every((pushkey) => typeof pushkey === 'string') ? pushkeys : undefined
}
