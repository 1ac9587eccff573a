import { defineGatewayCase } from '../harness/case/case.ts'
import type { ConfiguredDevice } from '../harness/push-gateway/configured-devices.ts'
import type { GatewayCaseContext } from '../harness/push-gateway/gateway-case.ts'
import { type NotifyResponse, rejectedIn } from '../harness/push-gateway/notify-client.ts'
import { statusOf } from './helpers/expect-accepted.ts'

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

const malformed = MALFORMED.map(({ id, what, body }) =>
  defineGatewayCase({
    id: `push-gateway/${id}`,
    title: `How the target responds to ${what}`,
    verifies: ['push-gateway.malformed'],
    async run(context) {
      const response = await context.post(body(context, context.anyDevice()))
      return `To ${what}, the target responds with ${outcomeOf(response)}`
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
    async run({ unknownDevice, message, notify }) {
      return `To a device of an unknown app, the target responds with ${outcomeOf(await notify(message(), [unknownDevice()]))}`
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/unknown-fields',
    title: 'How the target treats fields that the schema does not define',
    verifies: ['push-gateway.unknown-fields'],
    async run({ reachable, message, post }) {
      const own = { 'org.plexor.own': { deep: [1] } }
      const [device] = reachable()
      const notification = { ...message(), ...own, devices: [{ ...device, ...own }] }
      return `To unknown fields everywhere, the target responds with ${outcomeOf(await post({ notification, ...own }))}`
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/null-fields',
    title: 'How the target treats fields that are null instead of missing',
    verifies: ['push-gateway.null-fields'],
    async run({ reachable, message, post }) {
      const [device] = reachable()
      const nulls = { sender_display_name: null, room_name: null, room_alias: null, user_is_target: null, prio: null }
      const notification = { ...message(), ...nulls, counts: null, devices: [{ ...device, tweaks: null }] }
      return `To fields that are null, the target responds with ${outcomeOf(await post({ notification }))}`
    },
  }),

  defineGatewayCase({
    id: 'push-gateway/large-event',
    title: 'How the target treats a notification of an event of the maximum size',
    verifies: ['push-gateway.large-notifications'],
    async run({ reachable, message, notify }) {
      const response = await notify(message({ content: { msgtype: 'm.text', body: LARGE_BODY } }), reachable())
      return `To a notification of about ${Math.round(LARGE_BODY.length / 1000)} kB, the target responds with ${outcomeOf(response)}`
    },
  }),
]

/** Describes a response: `200 with nothing rejected`. */
function outcomeOf(response: NotifyResponse): string {
  const rejected = rejectedIn(response)
  if (rejected === undefined) return statusOf(response)
  return `200 with ${rejected.length === 0 ? 'nothing' : 'the pushkey'} rejected`
}
