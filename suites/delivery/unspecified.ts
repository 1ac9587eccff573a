import { defineCase } from '../harness/case/case.ts'
import type { Push } from '../harness/push-receiver/inbox.ts'
import { accepted, type PushResponse } from '../harness/push-receiver/push-response.ts'
import { isListed } from '../pushers/helpers/listed-pusher.ts'
import { expectNotLost, noAttempt, seconds, sendFailing } from './helpers/failing-gateway.ts'

/** Part of the URL to which the gateway redirects. The `Location` is used as it is, whatever a target does with URLs. */
const REDIRECTED = '?redirected=1'

const redirects = [302, 307].map((status) =>
  defineCase({
    id: `delivery/redirect-${status}`,
    title: `Whether the target follows a redirect of the gateway with status ${status}`,
    verifies: ['delivery.redirects'],
    async run({ sharedScene, targetInfo, retryTimeoutMs }) {
      const { bob, room, pusher } = await sharedScene()
      const isRedirected = ({ path }: Push) => path.endsWith(REDIRECTED)
      const elsewhere = { status, body: '', headers: { location: `${targetInfo.gateway.url}${REDIRECTED}` } }
      pusher.response = (push) => (isRedirected(push) ? accepted() : elsewhere)
      const message = await bob.send(room, 'the gateway redirects this one')
      await pusher.expectPush(message)
      const followed = () => (pusher.pushes.some(isRedirected) ? true : undefined)
      // The next request to the first URL shows that the target has processed the redirect.
      pusher.response = accepted
      const later = await bob.send(room, 'a later message')
      const goesOn = () => (pusher.about(later).length > 0 || pusher.about(message).length > 1 ? true : undefined)
      const found = await pusher.waitFor(() => followed() ?? goesOn(), retryTimeoutMs)
      if (found === undefined) throw noAttempt(retryTimeoutMs)
      if (followed()) return 'The target follows the redirect'
      const again = pusher.about(message).length > 1
      // A redirect may turn the request into a GET, which names no pusher
      return `The target does not send the notification to the other URL, and ${again ? 'tries the URL of the pusher again' : 'continues with a later event'}`
    },
  }),
)

const UNREADABLE: { name: string; what: string; response: PushResponse }[] = [
  { name: 'non-json', what: 'that is not JSON', response: { status: 200, body: 'Thank you' } },
  { name: 'empty-object', what: 'without rejected', response: { status: 200, body: {} } },
  { name: 'empty-body', what: 'without a body', response: { status: 200, body: '' } },
]

const unreadable = UNREADABLE.map(({ name, what, response }) =>
  defineCase({
    id: `delivery/retried-after-${name}`,
    title: `Whether a notification is sent again after a response ${what}`,
    verifies: ['delivery.malformed-response'],
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { alice, bob, room, pusher } = scene
      const message = await sendFailing(scene, response)
      pusher.accept()
      const later = await bob.send(room, 'a later message')
      const again = () => (pusher.about(message).length > 1 ? 'The target sends it again' : undefined)
      const continues = () => (pusher.about(later).length > 0 ? 'The target continues with a later event' : undefined)
      const found = await pusher.waitFor(() => again() ?? continues(), retryTimeoutMs)
      if (found !== undefined) return again() ?? found
      if (!(await isListed(alice, pusher))) return 'The target removes the pusher'
      throw noAttempt(retryTimeoutMs)
    },
  }),
)

function notAgain(timeoutMs: number): string {
  return `The target does not send it within ${seconds(timeoutMs)}, and continues with a later event`
}

/** Behaviour that the specification leaves to the server. */
export const unspecified = [
  defineCase({
    id: 'delivery/connection-cut',
    title: 'Whether a notification is sent again if the gateway closes the connection without a response',
    verifies: ['delivery.retry-without-response'],
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { alice, bob, room, pusher } = scene
      const message = await sendFailing(scene, 'cut')
      const first = pusher.about(message)[0]?.at ?? 0
      pusher.accept()
      const again = await pusher.attempt(message, 2, retryTimeoutMs)
      if (again !== undefined) return `The target sends it again after ${seconds(again.at - first)}`
      const later = await bob.send(room, 'a later message')
      if ((await pusher.attempt(later, 1, retryTimeoutMs)) !== undefined) return notAgain(retryTimeoutMs)
      if (!(await isListed(alice, pusher))) return 'The target removes the pusher'
      throw noAttempt(retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/connection-refused',
    title: 'Whether a notification is sent if the gateway refuses connections at first',
    verifies: ['delivery.retry-without-response'],
    async run({ sharedScene, closedGateway, retryTimeoutMs }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const { url, open } = await closedGateway()
      const unreachable = await alice.setPusher({ data: { url } })
      const message = await bob.send(room, 'the gateway refuses connections')
      await pusher.expectPush(message)
      await open()
      if ((await unreachable.attempt(message, 1, retryTimeoutMs)) !== undefined) {
        return 'The target sends it once the gateway accepts connections'
      }
      const later = await bob.send(room, 'a later message')
      if ((await unreachable.attempt(later, 1, retryTimeoutMs)) !== undefined) return notAgain(retryTimeoutMs)
      if (!(await isListed(alice, unreachable))) return 'The target removes the pusher'
      throw noAttempt(retryTimeoutMs)
    },
  }),

  ...redirects,
  ...unreadable,

  defineCase({
    id: 'delivery/order-after-failure',
    title: 'Whether notifications arrive in the order of their events after the gateway has failed one',
    verifies: ['delivery.order-after-failure'],
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { bob, room, pusher } = scene
      const sent = [await sendFailing(scene)]
      for (const text of ['the second', 'the third']) sent.push(await bob.send(room, text))
      const failed = pusher.pushes.length
      pusher.accept()
      const arrivals = () => [
        ...new Set(pusher.pushes.slice(failed).flatMap(({ notification }) => notification.event_id ?? [])),
      ]
      const all = () => (sent.every((eventId) => arrivals().includes(eventId)) ? true : undefined)
      if ((await pusher.waitFor(all, retryTimeoutMs)) === undefined) {
        const missing = sent.find((eventId) => !arrivals().includes(eventId))
        if (missing !== undefined) await expectNotLost(scene, missing, failed, retryTimeoutMs)
        if (!all()) throw noAttempt(retryTimeoutMs, 'send all three events')
      }
      const order = arrivals().flatMap((eventId) => (sent.includes(eventId) ? sent.indexOf(eventId) + 1 : []))
      return `The events 1, 2 and 3, of which the gateway failed the first, arrived in the order ${order.join(', ')}`
    },
  }),

  defineCase({
    id: 'delivery/duplicates',
    title: 'How often the target sends a notification that the gateway has accepted',
    verifies: ['delivery.duplicate-requests'],
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const message = await bob.send(room, 'a message')
      await pusher.expectPush(message)
      await pusher.expectPush(await bob.send(room, 'a later message'))
      const times = pusher.about(message).length
      return `By the time a later one arrived, the target had sent it ${times === 1 ? 'once' : `${times} times`}`
    },
  }),
]
