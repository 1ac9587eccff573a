import type { NotifyRequest } from '../../spec/index.ts'
import type { DeliveryPolicies, GatewayResponse } from '../delivery/policies.ts'
import type { PolicyChanges } from '../homeserver/policies/index.ts'
import { type Fault, fault } from './fault.ts'

const NOTIFY_PATH = '/_matrix/push/v1/notify'

/** Pause that is long enough not to flood a gateway, and short enough to show that there is no backoff. */
const NO_PAUSE_MS = 50

/** Faults of the delivery of push requests. */
export const DELIVERY_FAULTS: readonly Fault[] = [
  fault({
    name: 'delivery.never-retries',
    breaks: ['delivery.retry'],
    summary: 'A request that failed is not sent again',
    changes: {
      delivery: () => ({
        givesUp: () => true,
      }),
    },
  }),
  fault({
    name: 'delivery.retries-only-once',
    breaks: ['delivery.retry'],
    summary: 'A request that failed twice is not sent again',
    changes: {
      delivery: () => ({
        givesUp: (failure) => failure.failures > 1,
      }),
    },
  }),
  fault({
    name: 'delivery.drops-on-4xx',
    breaks: ['delivery.retry'],
    summary: 'A request with a 4xx response is not sent again',
    changes: {
      delivery: () => ({
        givesUp: (failure) => is4xx(failure.response),
      }),
    },
  }),
  fault({
    name: 'delivery.drops-on-5xx',
    breaks: ['delivery.retry'],
    summary: 'A request with a 5xx response is not sent again',
    changes: {
      delivery: () => ({
        givesUp: (failure) => is5xx(failure.response),
      }),
    },
  }),
  fault({
    name: 'delivery.retries-newest-only',
    breaks: ['delivery.retry'],
    summary: 'A failed request is dropped when a newer one is pending',
    changes: {
      delivery: () => ({
        givesUp: (failure) => failure.hasNewer,
      }),
    },
  }),
  fault({
    name: 'delivery.retries-without-pause',
    breaks: ['delivery.backoff'],
    summary: 'There is hardly a pause between attempts',
    changes: {
      delivery: () => ({
        pause: () => NO_PAUSE_MS,
      }),
    },
  }),
  fault({
    name: 'delivery.backoff-never-grows',
    breaks: ['delivery.backoff'],
    summary: 'The pauses between attempts never grow',
    changes: {
      delivery: (correct) => ({
        pause: (failure, backoff) => correct.pause({ ...failure, failures: 1 }, backoff, 0),
      }),
    },
  }),
  fault({
    name: 'delivery.new-event-retries-at-once',
    breaks: ['delivery.new-event-during-backoff'],
    summary: 'A new event causes a failed request to be sent again at once',
    changes: {
      delivery: () => ({
        arrivalEndsPause: true,
      }),
    },
  }),
  fault({
    name: 'delivery.reorders-after-failure',
    breaks: ['delivery.order-after-failure'],
    summary: 'After a failure the newest request is sent first',
    changes: {
      delivery: (correct) => ({
        next: (waiting, failures) => (failures > 0 ? waiting.newest() : correct.next(waiting, failures)),
      }),
    },
  }),
  fault({
    name: 'delivery.newest-first',
    breaks: ['delivery.order'],
    summary: 'The newest of the pending requests is sent first',
    changes: {
      delivery: () => ({
        next: (waiting) => waiting.newest(),
      }),
    },
  }),
  fault({
    name: 'delivery.sends-twice',
    breaks: ['delivery.duplicate-requests'],
    summary: 'Every request is sent twice',
    changes: { delivery: () => ({ copies: 2 }) },
  }),
  fault({
    name: 'delivery.rejected-in-any-status',
    breaks: ['delivery.retry'],
    summary: 'Pushkeys that are listed in responses other than 200 are rejected',
    changes: {
      delivery: () => ({
        rejected: ({ rejected }, pushkey) => rejected.filter((listed) => listed === pushkey),
      }),
    },
  }),
  fault({
    name: 'delivery.rejected-removes-unlisted',
    breaks: ['delivery.not-rejected-stays'],
    summary: 'A pusher is removed when any pushkey is rejected',
    changes: {
      delivery: () => ({
        rejected: ({ status, rejected }, pushkey) => (status === 200 && rejected.length > 0 ? [pushkey] : []),
      }),
    },
  }),
  fault({
    name: 'delivery.client-error-removes-pusher',
    breaks: ['delivery.retry'],
    summary: 'A 4xx response removes the pusher',
    changes: { delivery: removingPusher(is4xx) },
  }),
  fault({
    name: 'delivery.server-error-removes-pusher',
    breaks: ['delivery.retry'],
    summary: 'A 5xx response removes the pusher',
    changes: { delivery: removingPusher(is5xx) },
  }),
  fault({
    name: 'delivery.follows-redirects',
    breaks: ['delivery.redirects'],
    summary: 'Redirects of push requests are followed',
    changes: {
      delivery: () => ({
        redirect: ({ status, location }) => (status >= 300 && status <= 399 ? location : undefined),
      }),
    },
  }),
  fault({
    name: 'delivery.deleted-pusher-retried',
    breaks: ['delivery.stops-after-deletion'],
    summary: 'A failed request is sent again after its pusher was deleted',
    changes: {
      delivery: () => ({
        forgetsRemoved: false,
      }),
    },
  }),
  fault({
    name: 'delivery.changed-url-ignored',
    breaks: ['delivery.pending-after-update'],
    summary: 'Pending requests still go to the old URL of a pusher',
    changes: {
      delivery: () => ({
        urlAfterChange: (oldUrl) => oldUrl,
      }),
    },
  }),
  fault({
    name: 'delivery.one-failing-blocks-all',
    breaks: ['delivery.independent-pushers'],
    summary: 'A failing request delays those of every other pusher',
    changes: {
      delivery: () => ({
        lane: () => 'all',
      }),
    },
  }),
  fault({
    name: 'delivery.query-before-path',
    breaks: ['delivery.endpoint'],
    summary: 'The path of the notify endpoint comes after the query of a gateway URL',
    changes: {
      delivery: () => ({
        destination: (url) => (url.includes('?') ? url.replace(NOTIFY_PATH, '/') + NOTIFY_PATH : url),
      }),
    },
  }),
  fault({
    name: 'delivery.query-dropped',
    breaks: ['delivery.endpoint'],
    summary: 'Requests go to the gateway URL without its query',
    changes: {
      delivery: () => ({
        destination: (url) => url.replace(/\?.*/, ''),
      }),
    },
  }),
  fault({
    name: 'delivery.drops-during-pause',
    breaks: ['delivery.events-during-failure'],
    summary: 'The notification of an event that arrives in the pause after a failure is never sent',
    changes: {
      delivery: () => ({
        inPause: () => 'dropped',
      }),
    },
  }),
  fault({
    name: 'delivery.newest-only-in-pause',
    breaks: ['delivery.events-during-failure'],
    summary: 'Of the events that arrive in the pause after a failure, only the newest is sent',
    changes: {
      delivery: () => ({
        inPause: () => 'replaces-newest',
      }),
    },
  }),
  fault({
    name: 'delivery.drops-other-rooms-in-pause',
    breaks: ['delivery.events-during-failure'],
    summary: 'The notification of an event of another room that arrives in the pause after a failure is never sent',
    changes: {
      delivery: () => ({
        inPause: (_failure, { failed, arrived }) => (roomOf(failed()) === roomOf(arrived()) ? 'queued' : 'dropped'),
      }),
    },
  }),
  fault({
    name: 'delivery.drops-without-response',
    breaks: ['delivery.events-during-failure'],
    summary: 'The notification of an event that arrives in the pause after a request without a response is never sent',
    changes: {
      delivery: () => ({
        inPause: ({ response }) => (response === undefined ? 'dropped' : 'queued'),
      }),
    },
  }),
  fault({
    name: 'delivery.silent-after-unlisted-rejection',
    breaks: ['delivery.not-rejected-stays'],
    summary: 'A pusher stays but is no longer notified after a response that rejects another pushkey',
    changes: silencingAfter(
      ({ status, rejected }, pushkey) => status === 200 && !rejected.includes(pushkey) && rejected.length > 0,
    ),
  }),
  fault({
    name: 'delivery.wrong-content-type',
    breaks: ['delivery.endpoint'],
    summary: 'The content type of the request is plain text',
    changes: {
      delivery: ({ request }) => ({
        request: { ...request, contentType: 'text/plain' },
      }),
    },
  }),
  fault({
    name: 'delivery.put-instead-of-post',
    breaks: ['delivery.endpoint'],
    summary: 'The request is a PUT',
    changes: {
      delivery: ({ request }) => ({
        request: { ...request, method: 'PUT' as const },
      }),
    },
  }),
  fault({
    name: 'delivery.nothing-sent',
    breaks: ['delivery.endpoint'],
    summary: 'Nothing is pushed',
    changes: {
      recipients: () => ({
        targets: () => [],
      }),
    },
  }),
  fault({
    name: 'delivery.rejected-pusher-stays',
    breaks: ['delivery.rejected-removed'],
    summary: 'A pusher stays after the gateway rejected its pushkey',
    changes: {
      pushers: () => ({
        isRejected: () => false,
      }),
    },
  }),
  fault({
    name: 'delivery.rejected-removes-siblings',
    breaks: ['delivery.not-rejected-stays'],
    summary: 'A rejected pushkey removes every pusher of its user',
    changes: {
      pushers: () => ({
        removedAlong: (pushers, { user_id }) => pushers.ofUser(user_id),
      }),
    },
  }),
  fault({
    name: 'delivery.rejected-removes-other-apps',
    breaks: ['delivery.rejected-shared-pushkey'],
    summary: 'A rejected pushkey removes pushers of other apps too',
    changes: {
      pushers: () => ({
        isRejected: (pusher, rejected) => pusher.pushkey === rejected.pushkey,
      }),
    },
  }),
  fault({
    name: 'delivery.rejected-not-in-request-honoured',
    breaks: ['delivery.rejected-not-in-request'],
    summary: 'A rejected pushkey that was not in the request removes its pushers',
    changes: {
      delivery: () => ({ rejected: ({ status, rejected }) => (status === 200 ? rejected : []) }),
      pushers: () => ({ isRejected: (pusher, rejecting) => pusher.app_id === rejecting.app_id }),
    },
  }),
]

/** Notifies a pusher no longer after some responses of its gateway. */
function silencingAfter(isReason: (response: GatewayResponse, pushkey: string) => boolean): PolicyChanges {
  const silent = new Set<string>()
  return {
    delivery: (correct) => ({
      rejected(response, pushkey) {
        if (isReason(response, pushkey)) silent.add(pushkey)
        return correct.rejected(response, pushkey)
      },
    }),
    recipients: (correct) => ({
      targets: (pushers) => correct.targets(pushers).filter(({ pushkey }) => !silent.has(pushkey)),
    }),
  }
}

/** Returns the room that the body of a push request is about. */
function roomOf(body: string | undefined): string | undefined {
  return body === undefined ? undefined : (JSON.parse(body) as NotifyRequest).notification.room_id
}

function is4xx(response: GatewayResponse | undefined): boolean {
  return response !== undefined && response.status >= 400 && response.status <= 499
}

function is5xx(response: GatewayResponse | undefined): boolean {
  return response !== undefined && response.status >= 500
}

function removingPusher(isReason: (response: GatewayResponse) => boolean) {
  return (correct: DeliveryPolicies): Partial<DeliveryPolicies> => ({
    rejected: (response, pushkey) => (isReason(response) ? [pushkey] : correct.rejected(response, pushkey)),
  })
}
