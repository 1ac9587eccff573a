import { setTimeout as sleep } from 'node:timers/promises'
import type { PushGatewayPolicies } from '../gateway/policies.ts'
import type { PushOutcome } from '../gateway/push-provider.ts'

const NOTIFY = 'https://spec.matrix.org/v1.19/push-gateway-api/#post_matrixpushv1notify'

/** Named way in which a push gateway can differ from the reference and still conform to the specification. */
export interface PushGatewayVariant {
  /** `topic.what`; public, so it is never renamed */
  name: string
  /** Observable difference, in one sentence without a full stop */
  summary: string
  /** Reasons why it conforms: IDs of requirements that permit it, or links to the specification */
  allowedBy: readonly string[]
  /** Returns the policies of this variant. It is called once for each gateway. */
  changes(correct: PushGatewayPolicies): Partial<PushGatewayPolicies>
}

/** Delay of a slow gateway, in milliseconds. */
const DELAY_MS = 300

/** Time for which pushes are collected, in milliseconds. */
const BATCH_MS = 150

/** Pauses before a gateway tries a push again by itself, in milliseconds. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1600] as const

/** Every conforming variant of the push gateway of the reference. */
export const PUSH_GATEWAY_VARIANTS: readonly PushGatewayVariant[] = [
  {
    name: 'push-gateway.one-push-at-a-time',
    summary: 'Pushes wait for each other, so that only one is in progress',
    allowedBy: [NOTIFY],
    changes() {
      let last: Promise<unknown> = Promise.resolve()
      return {
        deliver(_, send) {
          const sending = last.then(send)
          last = sending
          return sending
        },
      }
    },
  },
  {
    name: 'push-gateway.responds-late',
    summary: 'Each response takes a while',
    allowedBy: [NOTIFY],
    changes: ({ eachDevice }) => ({
      async eachDevice(devices, send) {
        const outcomes = await eachDevice(devices, send)
        await sleep(DELAY_MS)
        return outcomes
      },
    }),
  },
  {
    name: 'push-gateway.batches',
    summary: 'Pushes are collected for a while and sent together',
    allowedBy: [NOTIFY],
    changes() {
      let batch: Promise<unknown> | undefined
      return {
        async deliver(_, send) {
          batch ??= sleep(BATCH_MS).finally(() => {
            batch = undefined
          })
          await batch
          return await send()
        },
      }
    },
  },
  {
    name: 'push-gateway.apns-later',
    summary: 'The response does not wait for APNs, and pushes that APNs refuses for now are sent again',
    allowedBy: ['push-gateway.apns-errors', 'push-gateway.rejected-later'],
    changes: () => ({
      async deliver(_, send, service) {
        return service.startsWith('APNs') ? inBackground(send) : await send()
      },
    }),
  },
  {
    name: 'push-gateway.stores-and-forwards',
    summary: 'The response waits for no push service, and pushes that a service refuses for now are sent again',
    allowedBy: ['push-gateway.failures-for-now', 'push-gateway.rejected-later'],
    changes: () => ({ deliver: async (_, send) => inBackground(send) }),
  },
  {
    name: 'push-gateway.stops-at-a-failure',
    summary: 'Devices are notified one after the other, and those after one that fails for now wait for the repetition',
    allowedBy: ['push-gateway.failures-for-now', 'push-gateway.provider-errors'],
    changes: () => ({
      async eachDevice(devices, send) {
        const outcomes = []
        for (const device of devices) {
          const outcome = await send(device)
          outcomes.push({ device, outcome })
          if (outcome.result === 'failed') break
        }
        return outcomes
      },
    }),
  },
  {
    name: 'push-gateway.other-statuses',
    summary: 'Failures of a push service get status 503, and unknown apps 404',
    allowedBy: ['push-gateway.provider-errors', 'push-gateway.unknown-app'],
    changes: ({ response, unknownApp }) => ({
      response(outcomes) {
        if (outcomes.some(({ outcome }) => outcome === unknownApp))
          return { status: 404, body: { errcode: 'M_NOT_FOUND', error: 'Unknown app' } }
        const right = response(outcomes)
        return right.status === 502 ? { ...right, status: 503 } : right
      },
    }),
  },
  {
    name: 'push-gateway.forgets-soon',
    summary: 'A rejected pushkey is tried at its service again each time',
    allowedBy: ['push-gateway.rejected-later'],
    changes: () => ({ isStillRejected: () => false }),
  },
]

/** Sends a push in the background, again while the service refuses it for now. */
function inBackground(send: () => Promise<PushOutcome>): PushOutcome {
  const repeat = async () => {
    for (const pause of [...PAUSES_MS, 0]) {
      if ((await send()).result !== 'failed') return
      await sleep(pause)
    }
  }
  void repeat()
  return { result: 'sent' }
}

/**
 * Returns the policies of a variant of the push gateway.
 *
 * @throws {TypeError} when there is no variant of this name
 */
export function variedPushGatewayPolicies(name: string, policies: PushGatewayPolicies): PushGatewayPolicies {
  const variant = PUSH_GATEWAY_VARIANTS.find((candidate) => candidate.name === name)
  if (variant !== undefined) return { ...policies, ...variant.changes(policies) }
  throw new TypeError(`Unknown variant "${name}": expected a name from PUSH_GATEWAY_VARIANTS`)
}
