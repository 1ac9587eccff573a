import type { PushGatewayPolicies } from '../gateway/policies.ts'
import { RequestError } from '../request-error.ts'
import { type PushGatewayFault, pushGatewayFault } from './fault.ts'
import { changingRejected, requiring } from './helpers/push-gateway.ts'
import { PUSH_GATEWAY_DELIVERY_FAULTS } from './push-gateway-delivery.ts'

/** Length of a request whose content fits into no push, in characters. */
const LARGE = 16_384

/** Every fault of the push gateway. */
export const PUSH_GATEWAY_FAULTS: readonly PushGatewayFault[] = [
  pushGatewayFault({
    name: 'push-gateway.omits-rejected',
    breaks: ['push-gateway.rejected-present'],
    summary: 'The response lacks the list of rejected pushkeys',
    changes: {
      pushGateway: ({ response }) => ({
        response(outcomes) {
          const { rejected: _, ...rest } = response(outcomes).body
          return { ...response(outcomes), body: rest }
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejected-null',
    breaks: ['push-gateway.rejected-present'],
    summary: 'The list of rejected pushkeys is null if it would be empty',
    changes: { pushGateway: changingRejected((rejected) => (rejected.length > 0 ? rejected : null)) },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejected-as-string',
    breaks: ['push-gateway.rejected-present'],
    summary: 'The rejected pushkeys are one string',
    changes: { pushGateway: changingRejected((rejected) => rejected.join(' ')) },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-outside-request',
    breaks: ['push-gateway.rejected-only-from-request'],
    summary: 'A pushkey that was not in the request is rejected',
    changes: { pushGateway: changingRejected((rejected) => [...rejected, 'another']) },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-app-ids',
    breaks: ['push-gateway.rejected', 'push-gateway.rejected-only-from-request'],
    summary: 'Rejected devices are listed by their app IDs',
    changes: {
      pushGateway: ({ response }) => ({
        response(outcomes) {
          const rejected = outcomes.flatMap(({ device, outcome }) =>
            outcome.result === 'rejected' ? [device.app_id] : [],
          )
          const right = response(outcomes)
          return right.status === 200 ? { ...right, body: { rejected } } : right
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-all',
    breaks: ['push-gateway.rejected'],
    summary: 'One invalid device causes all devices of its request to be rejected',
    changes: {
      pushGateway: ({ response }) => ({
        response(outcomes) {
          const right = response(outcomes)
          const isBad = outcomes.some(({ outcome }) => outcome.result === 'rejected')
          if (right.status !== 200 || !isBad) return right
          return { ...right, body: { rejected: outcomes.map(({ device }) => device.pushkey) } }
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-valid',
    breaks: ['push-gateway.rejected'],
    summary: 'Devices that can be reached are rejected',
    changes: {
      pushGateway: ({ response }) => ({
        response(outcomes) {
          const right = response(outcomes)
          const good = outcomes.flatMap(({ device, outcome }) => (outcome.result === 'sent' ? [device.pushkey] : []))
          return right.status === 200 ? { ...right, body: { rejected: good } } : right
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-large',
    breaks: ['push-gateway.rejected'],
    summary: 'Devices are rejected if the notification is larger than a push can be',
    changes: {
      pushGateway: ({ read }) => ({
        read(text) {
          const request = read(text)
          if (text.length <= LARGE) return request
          const refused = { default_payload: 'refused' }
          return { ...request, devices: request.devices.map((device) => ({ ...device, data: refused })) }
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.unknown-app-is-500',
    breaks: ['push-gateway.no-server-error'],
    summary: 'A notification for an unknown app makes the gateway fail',
    changes: {
      pushGateway: ({ response, unknownApp }) => ({
        response: (outcomes) =>
          outcomes.some(({ outcome }) => outcome === unknownApp)
            ? { status: 500, body: { errcode: 'M_UNKNOWN', error: 'Internal server error' } }
            : response(outcomes),
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.null-in-data-is-500',
    breaks: ['push-gateway.no-server-error'],
    summary: 'Null in the data of a device makes the gateway fail',
    changes: {
      pushGateway: ({ read }) => ({
        read(text) {
          const request = read(text)
          if (request.devices.some(({ data }) => Object.values(data).includes(null)))
            throw new RequestError(500, 'M_UNKNOWN', 'Internal server error')
          return request
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.first-device-only',
    breaks: ['push-gateway.several-devices'],
    summary: 'All devices of a request except the first are ignored',
    changes: {
      pushGateway: ({ read }) => ({
        read(text) {
          const request = read(text)
          return { ...request, devices: request.devices.slice(0, 1) }
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.one-device-per-request',
    breaks: ['push-gateway.several-devices'],
    summary: 'A request for several devices is refused',
    changes: {
      pushGateway: ({ read }) => ({
        read(text) {
          const request = read(text)
          if (request.devices.length > 1) throw new RequestError(400, 'M_BAD_JSON', 'There may be one device only')
          return request
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejection-as-error',
    breaks: ['push-gateway.rejected'],
    summary: 'The response to an invalid pushkey is an error',
    changes: {
      pushGateway: ({ response }) => ({
        response(outcomes) {
          const isBad = outcomes.some(({ outcome }) => outcome.result === 'rejected')
          return isBad ? { status: 502, body: { errcode: 'M_UNKNOWN', error: 'A device is gone' } } : response(outcomes)
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.requires-token',
    breaks: ['push-gateway.accepts'],
    summary: 'Requests without an access token are refused',
    changes: {
      pushGateway: () => ({
        refusal: (headers) =>
          headers.has('authorization')
            ? undefined
            : { status: 401, body: { errcode: 'M_MISSING_TOKEN', error: 'No token' } },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.success-as-201',
    breaks: ['push-gateway.accepts'],
    summary: 'The response to a successful request has status 201',
    changes: {
      pushGateway: ({ response }) => ({
        response(outcomes) {
          const right = response(outcomes)
          return right.status === 200 ? { ...right, status: 201 } : right
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.content-type-is-text',
    breaks: ['push-gateway.content-type'],
    summary: 'The content type of responses is plain text',
    changes: { pushGateway: () => ({ contentType: 'text/plain' }) },
  }),
  pushGatewayFault({
    name: 'push-gateway.counts-only-refused',
    breaks: ['push-gateway.counts-only'],
    summary: 'A notification that only updates counts is refused',
    changes: { pushGateway: requiring((n) => n.event_id !== undefined) },
  }),
  pushGatewayFault({
    name: 'push-gateway.requires-type',
    breaks: ['push-gateway.event-id-only'],
    summary: 'A notification without the type of its event is refused',
    changes: { pushGateway: requiring((n) => n.event_id === undefined || n.type !== undefined) },
  }),
  pushGatewayFault({
    name: 'push-gateway.requires-sender',
    breaks: ['push-gateway.event-id-only'],
    summary: 'A notification without the sender of its event is refused',
    changes: { pushGateway: requiring((n) => n.event_id === undefined || n.sender !== undefined) },
  }),
  pushGatewayFault({
    name: 'push-gateway.requires-counts',
    breaks: ['push-gateway.accepts'],
    summary: 'A notification without counts is refused',
    changes: { pushGateway: requiring((n) => Object.keys(n.counts).length > 0) },
  }),
  pushGatewayFault({
    name: 'push-gateway.duplicates-rejected',
    breaks: ['push-gateway.rejected'],
    summary: 'A repeated notification causes its device to be rejected',
    changes: {
      pushGateway: () => ({
        duplicate: { result: 'rejected', reason: 'it has had the event' },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.duplicates-fail',
    breaks: ['push-gateway.accepts'],
    summary: 'The response to a repeated notification is an error',
    changes: {
      pushGateway: () => ({
        duplicate: { result: 'failed', reason: 'it has had the event' },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.alerts-twice',
    breaks: ['push-gateway.duplicates'],
    summary: 'A repeated notification is sent to the device again',
    changes: {
      pushGateway: () => ({
        duplicateKey: () => undefined,
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.one-notification-per-device',
    breaks: ['push-gateway.several-devices'],
    summary: 'A device gets only one notification',
    changes: {
      pushGateway: () => ({
        duplicateKey: (_, { app_id, pushkey }) => JSON.stringify([app_id, pushkey]),
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.unknown-endpoint-is-200',
    breaks: ['push-gateway.unknown-endpoint'],
    summary: 'The response to a request to an unknown endpoint has status 200',
    changes: {
      pushGateway: () => ({
        unknownPath: () => ({ status: 200, body: {} }),
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.unknown-endpoint-with-other-errcode',
    breaks: ['push-gateway.unknown-endpoint'],
    summary: 'The response to a request to an unknown endpoint has another errcode',
    changes: {
      pushGateway: () => ({
        unknownPath: () => ({ status: 404, body: { errcode: 'M_NOT_FOUND', error: 'Not found' } }),
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.wrong-method-is-404',
    breaks: ['push-gateway.wrong-method'],
    summary: 'The response to a request with a wrong method has status 404',
    changes: {
      pushGateway: ({ unknownPath }) => ({
        wrongMethod: unknownPath,
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.wrong-method-is-200',
    breaks: ['push-gateway.wrong-method'],
    summary: 'The response to a request with a wrong method has status 200',
    changes: {
      pushGateway: () => ({
        wrongMethod: () => ({ status: 200, body: { rejected: [] } }),
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-forever',
    breaks: ['push-gateway.rejected'],
    summary: 'A pushkey that was rejected once is rejected forever',
    changes: {
      pushGateway: () => ({
        isStillRejected: () => true,
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.forgets-rejections',
    breaks: ['push-gateway.apns-errors'],
    summary: 'A pushkey that its push service rejected is tried again each time',
    changes: {
      pushGateway: () => ({
        isStillRejected: () => false,
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.requires-names',
    breaks: ['push-gateway.accepts'],
    summary: 'A notification of an event without any name is refused',
    changes: {
      pushGateway: requiring(
        (n) => n.type === undefined || n.room_name !== undefined || n.sender_display_name !== undefined,
      ),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.ascii-only',
    breaks: ['push-gateway.accepts'],
    summary: 'A notification with a character beyond ASCII is refused',
    changes: { pushGateway: requiring((n) => /^[ -~]*$/.test(`${n.room_name}${n.sender_display_name}`)) },
  }),
  pushGatewayFault({
    name: 'push-gateway.requires-body',
    breaks: ['push-gateway.accepts'],
    summary: 'A notification of a message whose content has no body is refused',
    changes: {
      pushGateway: requiring(
        (n) => n.type !== 'm.room.message' || n.content === undefined || n.content.body !== undefined,
      ),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.refuses-zero-counts',
    breaks: ['push-gateway.counts-only'],
    summary: 'An unread count of zero without an event is refused',
    changes: { pushGateway: requiring((n) => n.event_id !== undefined || n.counts.unread !== 0) },
  }),
  pushGatewayFault({
    name: 'push-gateway.two-devices-per-request',
    breaks: ['push-gateway.several-devices'],
    summary: 'A request for more than two devices is refused',
    changes: {
      pushGateway: ({ read }) => ({
        read(text) {
          const request = read(text)
          if (request.devices.length > 2) throw new RequestError(400, 'M_BAD_JSON', 'There may be two devices only')
          return request
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.rejects-following',
    breaks: ['push-gateway.rejected'],
    summary: 'The devices of a request after an invalid one are rejected too',
    changes: {
      pushGateway: ({ response }) => ({
        response(outcomes) {
          const first = outcomes.findIndex(({ outcome }) => outcome.result === 'rejected')
          const right = response(outcomes)
          if (right.status !== 200 || first < 0) return right
          return { ...right, body: { rejected: outcomes.slice(first).map(({ device }) => device.pushkey) } }
        },
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.unknown-endpoint-with-put-is-405',
    breaks: ['push-gateway.unknown-endpoint'],
    summary: 'The response to a request to an unknown endpoint with the method PUT has status 405',
    changes: {
      pushGateway: ({ unknownPath, wrongMethod }) => ({
        unknownPath: (method) => (method === 'PUT' ? wrongMethod(method) : unknownPath(method)),
      }),
    },
  }),
  pushGatewayFault({
    name: 'push-gateway.get-is-404',
    breaks: ['push-gateway.wrong-method'],
    summary: 'The response to a request with the method GET has status 404',
    changes: {
      pushGateway: ({ unknownPath, wrongMethod }) => ({
        wrongMethod: (method) => (method === 'GET' ? unknownPath(method) : wrongMethod(method)),
      }),
    },
  }),
  ...PUSH_GATEWAY_DELIVERY_FAULTS,
]

/**
 * Returns the policies of the push gateway with one fault.
 *
 * @throws {TypeError} when there is no fault of this name
 */
export function faultyPushGatewayPolicies(name: string, policies: PushGatewayPolicies): PushGatewayPolicies {
  const fault = PUSH_GATEWAY_FAULTS.find((candidate) => candidate.name === name)
  if (fault !== undefined) return fault.apply(policies)
  throw new TypeError(`Unknown fault "${name}": expected a name from PUSH_GATEWAY_FAULTS`)
}
