import type { DeliveryPolicies, GatewayResponse } from '../delivery/policies.ts'
import { type Fault, fault } from './fault.ts'

/** Short enough to show that there is no backoff, and long enough not to flood a gateway. */
const NO_PAUSE_MS = 50

/** Faults of how push requests get to their gateways. */
export const DELIVERY_FAULTS: readonly Fault[] = [
  fault('delivery.never-retries', 'gateway.retry', 'A request that failed is not sent again', 'delivery', () => ({
    givesUp: () => true,
  })),
  fault(
    'delivery.retries-only-once',
    'gateway.retry',
    'A request that failed twice is not sent again',
    'delivery',
    () => ({
      givesUp: (failure) => failure.failures > 1,
    }),
  ),
  fault(
    'delivery.drops-on-4xx',
    'gateway.retry',
    'A request that was answered with a 4xx is not sent again',
    'delivery',
    () => ({
      givesUp: (failure) => is4xx(failure.response),
    }),
  ),
  fault(
    'delivery.drops-on-5xx',
    'gateway.retry',
    'A request that was answered with a 5xx is not sent again',
    'delivery',
    () => ({
      givesUp: (failure) => is5xx(failure.response),
    }),
  ),
  fault(
    'delivery.retries-newest-only',
    'gateway.retry',
    'A failed request is dropped when a newer one waits',
    'delivery',
    () => ({
      givesUp: (failure) => failure.hasNewer,
    }),
  ),
  fault(
    'delivery.retries-without-pause',
    'gateway.backoff',
    'There is hardly a pause between attempts',
    'delivery',
    () => ({
      pause: () => NO_PAUSE_MS,
    }),
  ),
  fault(
    'delivery.pauses-never-grow',
    'gateway.backoff',
    'The pauses between attempts are all the same',
    'delivery',
    (correct) => ({
      pause: (failure, backoff) => correct.pause({ ...failure, failures: 1 }, backoff, 0),
    }),
  ),
  fault(
    'delivery.new-event-ends-pause',
    'gateway.new-event-in-a-pause',
    'A new event makes a failed request be sent at once',
    'delivery',
    () => ({
      arrivalEndsPause: true,
    }),
  ),
  fault(
    'delivery.reorders-after-failure',
    'gateway.order-after-failure',
    'After a failure the newest request is sent first',
    'delivery',
    (correct) => ({
      next: (waiting, failures) => (failures > 0 ? waiting.newest() : correct.next(waiting, failures)),
    }),
  ),
  fault(
    'delivery.newest-first',
    'gateway.order',
    'Of the requests that wait, the newest is sent first',
    'delivery',
    () => ({
      next: (waiting) => waiting.newest(),
    }),
  ),
  fault('delivery.duplicates', 'gateway.duplicates', 'Every request is sent twice', 'delivery', () => ({ copies: 2 })),
  fault(
    'delivery.rejected-in-any-status',
    'gateway.retry',
    'Pushkeys are rejected by answers other than 200 too',
    'delivery',
    () => ({
      rejected: ({ rejected }, pushkey) => rejected.filter((listed) => listed === pushkey),
    }),
  ),
  fault(
    'delivery.rejected-ends-unlisted',
    'gateway.rejected-spares-others',
    'A pusher ends when any pushkey is rejected',
    'delivery',
    () => ({
      rejected: ({ status, rejected }, pushkey) => (status === 200 && rejected.length > 0 ? [pushkey] : []),
    }),
  ),
  {
    name: 'delivery.rejected-of-others-honoured',
    requirements: ['gateway.rejected-foreign'],
    breaks: 'A rejected pushkey ends its pushers though another pushkey was sent to',
    span: {},
    apply: (policies) => ({
      ...policies,
      delivery: { ...policies.delivery, rejected: ({ status, rejected }) => (status === 200 ? rejected : []) },
      pushers: { ...policies.pushers, isRejected: (pusher, rejecting) => pusher.app_id === rejecting.app_id },
    }),
  },
  fault(
    'delivery.client-error-ends-pusher',
    'gateway.retry',
    'An answer of 4xx ends the pusher',
    'delivery',
    endingPusher(is4xx),
  ),
  fault(
    'delivery.server-error-ends-pusher',
    'gateway.retry',
    'An answer of 5xx ends the pusher',
    'delivery',
    endingPusher(is5xx),
  ),
  fault(
    'delivery.follows-redirects',
    'gateway.redirects',
    'A redirect takes the notification to another place',
    'delivery',
    () => ({
      redirect: ({ status, location }) => (status >= 300 && status <= 399 ? location : undefined),
    }),
  ),
  fault(
    'delivery.deleted-pusher-is-retried',
    'gateway.deleted-stops',
    'A failed request is sent again though its pusher is gone',
    'delivery',
    () => ({
      forgetsRemoved: false,
    }),
  ),
  fault(
    'delivery.changed-url-is-ignored',
    'gateway.waiting-after-update',
    'What waits still goes to the old URL of a pusher',
    'delivery',
    () => ({
      urlAfterChange: (oldUrl) => oldUrl,
    }),
  ),
  fault(
    'delivery.one-failing-blocks-all',
    'gateway.independent',
    'A failing request holds up those of every other pusher',
    'delivery',
    () => ({
      lane: () => 'all',
    }),
  ),
  fault(
    'delivery.wrong-content-type',
    'gateway.endpoint',
    'The body is said to be plain text',
    'delivery',
    ({ request }) => ({
      request: { ...request, contentType: 'text/plain' },
    }),
  ),
  fault('delivery.put-instead-of-post', 'gateway.endpoint', 'The request is a PUT', 'delivery', ({ request }) => ({
    request: { ...request, method: 'PUT' as const },
  })),
]

function is4xx(response: GatewayResponse | undefined): boolean {
  return response !== undefined && response.status >= 400 && response.status <= 499
}

function is5xx(response: GatewayResponse | undefined): boolean {
  return response !== undefined && response.status >= 500
}

function endingPusher(isReason: (response: GatewayResponse) => boolean) {
  return (correct: DeliveryPolicies): Partial<DeliveryPolicies> => ({
    rejected: (response, pushkey) => (isReason(response) ? [pushkey] : correct.rejected(response, pushkey)),
  })
}
