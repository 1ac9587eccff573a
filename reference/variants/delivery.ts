import type { StoredPusher } from '../homeserver/storage/pushers.ts'
import { type Variant, variant } from './variant.ts'

const BEHAVIOUR = 'https://spec.matrix.org/v1.19/push-gateway-api/#homeserver-behaviour'

/** Variants of the delivery of push requests. */
export const DELIVERY_VARIANTS: readonly Variant[] = [
  variant({
    name: 'delivery.slow-pushes',
    summary: 'Every push waits for 100 to 300 milliseconds before it is sent',
    allowedBy: [BEHAVIOUR],
    changes: { delivery: () => ({ delay: (random) => 100 + random * 200 }) },
  }),
  variant({
    name: 'delivery.unordered-pushes',
    summary: 'Each push is delayed by a random time, so that pushes overtake each other',
    allowedBy: ['delivery.order'],
    changes: {
      delivery: () => ({
        delay: (random) => random * 40,
        next: (waiting) => (Math.random() < 0.5 ? waiting.newest() : waiting.oldest()),
      }),
    },
  }),
  variant({
    name: 'delivery.newest-push-first',
    summary: 'The newest of the pending pushes is sent first',
    allowedBy: ['delivery.order', 'delivery.order-after-failure'],
    changes: { delivery: () => ({ delay: () => 20, next: (waiting) => waiting.newest() }) },
  }),
  variant({
    name: 'delivery.every-push-twice',
    summary: 'Every push is sent twice',
    allowedBy: ['delivery.duplicate-requests'],
    changes: { delivery: () => ({ copies: 2 }) },
  }),
  variant({
    name: 'delivery.new-event-ends-backoff',
    summary: 'A new event causes a failed push to be sent again at once',
    allowedBy: ['delivery.new-event-during-backoff'],
    changes: { delivery: () => ({ arrivalEndsPause: true }) },
  }),
  variant({
    name: 'delivery.long-backoff',
    summary: 'A failed push is sent again after ten minutes',
    allowedBy: [BEHAVIOUR],
    changes: { delivery: () => ({ pause: () => 600_000 }) },
  }),
  variant({
    name: 'delivery.no-retry',
    summary: 'A failed push is not sent again',
    allowedBy: [BEHAVIOUR],
    deviatesFrom: ['delivery.retry'],
    changes: { delivery: () => ({ givesUp: () => true }) },
  }),
  variant({
    name: 'delivery.no-retry-without-response',
    summary: 'A push without a response is not sent again',
    allowedBy: ['delivery.retry-without-response'],
    changes: { delivery: () => ({ givesUp: ({ response }) => response === undefined }) },
  }),
  variant({
    name: 'delivery.every-rejection-honoured',
    summary:
      'A rejected pushkey removes all pushers that have it, whatever the status of the response and whichever gateway sent it',
    allowedBy: [
      'delivery.rejected-in-error-response',
      'delivery.rejected-not-in-request',
      'delivery.rejected-shared-pushkey',
    ],
    deviatesFrom: ['delivery.retry'],
    changes: {
      delivery: () => ({ rejected: ({ rejected }) => rejected }),
      pushers: () => ({ isRejected: () => true }),
    },
  }),
  variant({
    name: 'delivery.changed-url-drops-pending',
    summary: 'Pending pushes are dropped when the URL of a pusher changes',
    allowedBy: ['delivery.pending-after-update'],
    changes: { delivery: () => ({ urlAfterChange: (oldUrl, newUrl) => (oldUrl === newUrl ? newUrl : undefined) }) },
  }),
  variant({
    name: 'delivery.redirects-followed',
    summary: 'Redirects of push requests are followed',
    allowedBy: ['delivery.redirects'],
    changes: {
      delivery: () => ({
        redirect: ({ status, location }) => (status >= 300 && status <= 399 ? location : undefined),
      }),
    },
  }),
  variant({
    name: 'delivery.devices-together',
    summary: 'Devices of a user with the same app and gateway share one request',
    allowedBy: ['delivery.devices-per-request'],
    changes: {
      recipients: () => ({
        groups: (targets) => [...Map.groupBy(targets, ({ app_id, data }) => JSON.stringify([app_id, data])).values()],
      }),
      delivery: () => ({ rejected: ({ status, rejected }) => (status === 200 ? rejected : []) }),
      pushers: () => ({ isRejected: isTogether }),
    },
  }),
]

/** Reports whether a rejected pushkey can be of the same request, or of an earlier one. */
function isTogether(pusher: StoredPusher, rejected: StoredPusher): boolean {
  const { user_id, app_id, data } = rejected
  return pusher.user_id === user_id && pusher.app_id === app_id && pusher.data.url === data.url
}
