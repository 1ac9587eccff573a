import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'

/** Attributes that every version requires, at least for pushers that are not being deleted. */
const REQUIRED = ['kind', 'app_id', 'pushkey', 'app_display_name', 'device_display_name', 'lang', 'data'] as const

/** Faults that accept a pusher without one of them. */
const CAUGHT_BY: Record<(typeof REQUIRED)[number], string> = {
  kind: 'pushers.missing-kind-deletes',
  app_id: 'pushers.missing-app-id-accepted',
  pushkey: 'pushers.missing-pushkey-accepted',
  app_display_name: 'pushers.missing-app-display-name-accepted',
  device_display_name: 'pushers.missing-device-display-name-accepted',
  lang: 'pushers.missing-lang-accepted',
  data: 'pushers.missing-data-accepted',
}

const missing = REQUIRED.map((attribute) =>
  refused({
    id: `pushers/without-${attribute.replaceAll('_', '-')}`,
    title: `A pusher without ${attribute} is refused`,
    verifies: ['pushers.required-fields'],
    caughtBy: [CAUGHT_BY[attribute]],
    fairness: `Every version requires ${attribute} in a request that sets a pusher. The endpoint defines status 400 for invalid values, with missing values as the example in the specification. The errcode is not compared.`,
    change: (request) => {
      const { [attribute]: _, ...rest } = request
      return rest
    },
  }),
)

/** Invalid pushers that are refused, and those for which the specification does not say. */
export const validation = [
  ...missing,

  refused({
    id: 'pushers/http-without-url',
    title: 'An http pusher whose data has no url is refused',
    verifies: ['pushers.url-required'],
    caughtBy: ['pushers.missing-url-accepted'],
    fairness:
      'Every version requires the url in the data of an http pusher, and the endpoint defines status 400 for invalid values. The errcode is not compared.',
    change: (request) => ({ ...request, data: {} }),
  }),

  responses({
    id: 'pushers/url-with-another-path',
    title: 'How the target responds to a gateway URL with another path',
    verifies: ['pushers.other-url'],
    change: (request) => ({ ...request, data: { url: new URL('/elsewhere', request.data.url).href } }),
  }),

  responses({
    id: 'pushers/plain-http-url',
    title: 'How the target responds to a gateway URL with plain HTTP',
    verifies: ['pushers.plain-http-url'],
    change: (request) => ({ ...request, data: { url: String(request.data.url).replace(/^https:/, 'http:') } }),
  }),

  responses({
    id: 'pushers/invalid-url',
    title: 'How the target responds to a gateway URL that is not a URL',
    verifies: ['pushers.other-url'],
    change: (request) => ({ ...request, data: { url: 'gateway' } }),
  }),

  responses({
    id: 'pushers/app-id-too-long',
    title: 'How the target responds to an app_id of 65 characters',
    verifies: ['pushers.length-limits'],
    change: (request) => ({ ...request, app_id: 'a'.repeat(65) }),
  }),

  responses({
    id: 'pushers/pushkey-too-long',
    title: 'How the target responds to a pushkey of 513 bytes',
    verifies: ['pushers.length-limits'],
    change: (request) => ({ ...request, pushkey: 'k'.repeat(513) }),
  }),
]

type Request = Record<string, unknown> & { data: { url?: string } }

interface InvalidPusherCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  change(request: Request): Record<string, unknown>
}

/**
 * Defines a case in which a request gets status 400 and sets no pusher. The specification gives the errcode only as an
 * example.
 */
function refused({ change, ...definition }: InvalidPusherCase) {
  return defineCase({
    ...definition,
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const response = await alice.trySetPusher(change({ ...alice.pusherRequest() }))
      expectEqual('the status of the response', response.status, 400)
      expectEqual('the pushers after the refusal', await alice.pushers(), [])
    },
  })
}

/** Defines a case that only records what the target does. */
function responses({ change, ...definition }: InvalidPusherCase) {
  return defineCase({
    ...definition,
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const response = await alice.trySetPusher(change({ ...alice.pusherRequest() }))
      return `The target responds with ${response.status}`
    },
  })
}
