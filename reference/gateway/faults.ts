import { RequestError } from '../request-error.ts'
import type { PushGatewayPolicies } from './policies.ts'

/** A named way for the push gateway to be wrong. */
export interface PushGatewayFault {
  /** `push-gateway.what`; public, and so never renamed */
  name: string
  /** IDs of the requirements that it breaks */
  requirements: readonly string[]
  /** What shows from outside, one sentence */
  breaks: string
  apply(policies: PushGatewayPolicies): PushGatewayPolicies
}

/** Every fault that the push gateway can have. */
export const PUSH_GATEWAY_FAULTS: readonly PushGatewayFault[] = [
  fault('omits-rejected', 'rejected-present', 'An answer has no list of rejected pushkeys', ({ response }) => ({
    response(outcomes) {
      const { rejected: _, ...rest } = response(outcomes).body
      return { ...response(outcomes), body: rest }
    },
  })),
  fault(
    'rejected-null',
    'rejected-present',
    'Where nothing is rejected, the list is null',
    changingRejected((rejected) => (rejected.length > 0 ? rejected : null)),
  ),
  fault(
    'rejected-as-text',
    'rejected-present',
    'The rejected pushkeys are one text',
    changingRejected((rejected) => rejected.join(' ')),
  ),
  fault(
    'rejects-another',
    'rejected-of-request',
    'Something that was not in the request is rejected',
    changingRejected((rejected) => [...rejected, 'another']),
  ),
  fault(
    'rejects-app-ids',
    ['rejected', 'rejected-of-request'],
    'What is rejected is named by its app, not by its pushkey',
    ({ response }) => ({
      response(outcomes) {
        const rejected = outcomes.flatMap(({ device, outcome }) =>
          outcome.result === 'rejected' ? [device.app_id] : [],
        )
        const right = response(outcomes)
        return right.status === 200 ? { ...right, body: { rejected } } : right
      },
    }),
  ),
  fault('rejects-all', 'rejected', 'One bad device has all devices of its request rejected', ({ response }) => ({
    response(outcomes) {
      const right = response(outcomes)
      const isBad = outcomes.some(({ outcome }) => outcome.result === 'rejected')
      if (right.status !== 200 || !isBad) return right
      return { ...right, body: { rejected: outcomes.map(({ device }) => device.pushkey) } }
    },
  })),
  fault('rejects-the-good', 'rejected', 'Devices that can be reached are rejected', ({ response }) => ({
    response(outcomes) {
      const right = response(outcomes)
      const good = outcomes.flatMap(({ device, outcome }) => (outcome.result === 'sent' ? [device.pushkey] : []))
      return right.status === 200 ? { ...right, body: { rejected: good } } : right
    },
  })),
  fault('first-device-only', 'several-devices', 'Of several devices, only the first is looked at', ({ read }) => ({
    read(text) {
      const request = read(text)
      return { ...request, devices: request.devices.slice(0, 1) }
    },
  })),
  fault('one-device-per-request', 'several-devices', 'A request for several devices is refused', ({ read }) => ({
    read(text) {
      const request = read(text)
      if (request.devices.length > 1) throw new RequestError(400, 'M_BAD_JSON', 'There may be one device only')
      return request
    },
  })),
  fault('rejection-fails', 'rejected', 'A pushkey that is no good is answered with an error', ({ response }) => ({
    response(outcomes) {
      const isBad = outcomes.some(({ outcome }) => outcome.result === 'rejected')
      return isBad ? { status: 502, body: { errcode: 'M_UNKNOWN', error: 'A device is gone' } } : response(outcomes)
    },
  })),
  fault('wants-token', 'accepts', 'Homeservers are asked for an access token', () => ({
    refusal: (headers) =>
      headers.has('authorization')
        ? undefined
        : { status: 401, body: { errcode: 'M_MISSING_TOKEN', error: 'No token' } },
  })),
  fault('created', 'accepts', 'Success is answered with 201', ({ response }) => ({
    response(outcomes) {
      const right = response(outcomes)
      return right.status === 200 ? { ...right, status: 201 } : right
    },
  })),
  fault('plain-text', 'json', 'Answers call themselves plain text', () => ({ contentType: 'text/plain' })),
  fault(
    'counts-refused',
    'counts-alone',
    'A notification of counts alone is refused',
    needing((n) => n.event_id !== undefined),
  ),
  fault(
    'wants-type',
    'event-id-only',
    'A notification without the type of its event is refused',
    needing((n) => n.event_id === undefined || n.type !== undefined),
  ),
  fault(
    'wants-sender',
    'event-id-only',
    'A notification without the sender of its event is refused',
    needing((n) => n.event_id === undefined || n.sender !== undefined),
  ),
  fault(
    'wants-counts',
    'accepts',
    'A notification without counts is refused',
    needing((n) => Object.keys(n.counts).length > 0),
  ),
  fault('duplicates-rejected', 'rejected', 'A notification that comes again has its device rejected', () => ({
    duplicate: { result: 'rejected', reason: 'it has had the event' },
  })),
  fault('duplicates-fail', 'accepts', 'A notification that comes again is answered with an error', () => ({
    duplicate: { result: 'failed', reason: 'it has had the event' },
  })),
  fault('alerts-twice', 'duplicates', 'A notification that comes again is sent again', () => ({
    duplicateKey: () => undefined,
  })),
  fault('duplicates-by-device', 'several-devices', 'After one notification a device gets no other', () => ({
    duplicateKey: (_, { app_id, pushkey }) => JSON.stringify([app_id, pushkey]),
  })),
  fault('not-found-elsewhere', 'unknown-endpoint', 'An endpoint that there is not is answered with 200', () => ({
    unknownPath: () => ({ status: 200, body: {} }),
  })),
  fault(
    'unknown-path-plain',
    'unknown-endpoint',
    'An endpoint that there is not is answered with another errcode',
    () => ({
      unknownPath: () => ({ status: 404, body: { errcode: 'M_NOT_FOUND', error: 'Not found' } }),
    }),
  ),
  fault(
    'wrong-method-404',
    'wrong-method',
    'A method that the endpoint does not have is answered with 404',
    ({ unknownPath }) => ({
      wrongMethod: unknownPath,
    }),
  ),
  fault(
    'wrong-method-ignored',
    'wrong-method',
    'A method that the endpoint does not have is answered with 200',
    () => ({
      wrongMethod: () => ({ status: 200, body: { rejected: [] } }),
    }),
  ),
  fault('rejects-forever', 'rejected', 'A pushkey that was rejected once is never taken again', () => ({
    isStillRejected: () => true,
  })),
  fault('never-remembers', 'apns-errors', 'A pushkey that its service rejected is tried again each time', () => ({
    isStillRejected: () => false,
  })),
]

/** The policies with one fault; throws for a name that no fault has. */
export function faultyGateway(name: string, policies: PushGatewayPolicies): PushGatewayPolicies {
  const found = PUSH_GATEWAY_FAULTS.find((candidate) => candidate.name === name)
  if (found !== undefined) return found.apply(policies)
  throw new TypeError(`There is no fault "${name}"; PUSH_GATEWAY_FAULTS lists their names`)
}

type Change = (correct: PushGatewayPolicies) => Partial<PushGatewayPolicies>

/** @param broken the requirements that it breaks, as they are called behind `gateway-server.` */
function fault(what: string, broken: string | readonly string[], breaks: string, change: Change): PushGatewayFault {
  return {
    name: `push-gateway.${what}`,
    requirements: [broken].flat().map((id) => `gateway-server.${id}`),
    breaks,
    apply: (policies) => ({ ...policies, ...change(policies) }),
  }
}

function changingRejected(change: (rejected: readonly string[]) => unknown): Change {
  return ({ response }) => ({
    response(outcomes) {
      const right = response(outcomes)
      const rejected = right.body.rejected as readonly string[] | undefined
      return rejected === undefined ? right : { ...right, body: { rejected: change(rejected) } }
    },
  })
}

/** Refuses notifications that lack something which they need not have. */
function needing(has: (notification: ReturnType<PushGatewayPolicies['read']>['notification']) => boolean): Change {
  return ({ read }) => ({
    read(text) {
      const request = read(text)
      if (has(request.notification)) return request
      throw new RequestError(400, 'M_BAD_JSON', 'The notification lacks a field')
    },
  })
}
