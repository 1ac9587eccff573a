import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'

/** The attributes that every version requires, and those that it requires of pushers that are not being deleted. */
const REQUIRED = ['kind', 'app_id', 'pushkey', 'app_display_name', 'device_display_name', 'lang', 'data'] as const

/** The faults that accept a pusher without one of them. */
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
    fairness:
      `At all versions a request that sets a pusher has to have its ${attribute}, and the status 400 is the one that the ` +
      "endpoint has for wrong values, with a request that lacks some as the text's example. The errcode is not compared.",
    change: (request) => {
      const { [attribute]: _, ...rest } = request
      return rest
    },
  }),
)

/** What is refused, and what the text leaves open. */
export const validation = [
  ...missing,

  refused({
    id: 'pushers/http-without-url',
    title: 'An http pusher whose data has no url is refused',
    verifies: ['pushers.url-required'],
    caughtBy: ['pushers.missing-url-accepted'],
    fairness:
      'At all versions the data of an http pusher has to have the url, and the status 400 is the one that the endpoint ' +
      'has for wrong values. The errcode is not compared.',
    change: (request) => ({ ...request, data: {} }),
  }),

  responses({
    id: 'pushers/url-with-another-path',
    title: 'What the target answers to a gateway URL with another path',
    verifies: ['pushers.url-path'],
    change: (request) => ({ ...request, data: { url: new URL('/elsewhere', request.data.url).href } }),
  }),

  responses({
    id: 'pushers/plain-http-url',
    title: 'What the target answers to a gateway URL of plain HTTP',
    verifies: ['security.plain-http'],
    change: (request) => ({ ...request, data: { url: String(request.data.url).replace(/^https:/, 'http:') } }),
  }),

  responses({
    id: 'pushers/url-that-is-none',
    title: 'What the target answers to a gateway URL that is not a URL',
    verifies: ['pushers.url-path'],
    change: (request) => ({ ...request, data: { url: 'gateway' } }),
  }),

  responses({
    id: 'pushers/app-id-too-long',
    title: 'What the target answers to an app_id of 65 characters',
    verifies: ['pushers.length-limits'],
    change: (request) => ({ ...request, app_id: 'a'.repeat(65) }),
  }),

  responses({
    id: 'pushers/pushkey-too-long',
    title: 'What the target answers to a pushkey of 513 bytes',
    verifies: ['pushers.length-limits'],
    change: (request) => ({ ...request, pushkey: 'k'.repeat(513) }),
  }),
]

type Request = Record<string, unknown> & { data: { url?: string } }

interface Variant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  change(request: Request): Record<string, unknown>
}

/** A case in which a request is answered with status 400 and sets no pusher. The errcode is only an example in the text. */
function refused({ change, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ user }) {
      const alice = await user('alice')
      const response = await alice.trySetPusher(change({ ...alice.pusherRequest() }))
      expectEqual('the status of the answer', response.status, 400)
      expectEqual('the pushers after the refusal', await alice.pushers(), [])
    },
  })
}

/** A case that only records what the target does. */
function responses({ change, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ user }) {
      const alice = await user('alice')
      const response = await alice.trySetPusher(change({ ...alice.pusherRequest() }))
      return `The target answers ${response.status}`
    },
  })
}
