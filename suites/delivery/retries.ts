import { defineCase, type Scene } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { failing } from '../harness/push-receiver/push-response.ts'
import {
  expectNotLost,
  expectRetry,
  FAIR_ABOUT_RETRIES,
  nextAttempt,
  noAttempt,
  seconds,
  sendFailing,
  UNAVAILABLE,
} from './helpers/failing-gateway.ts'

/** Factor by which a later pause has to exceed the first one to show that pauses grow. */
const GROWTH = 1.5

/** Milliseconds by which a pause can also be longer because the machine is busy. */
const NOISE_MS = 250

/**
 * Number of pauses of which one has to grow: with jitter a pause can be shorter than an earlier one, but not all of
 * them.
 */
const MOST_PAUSES = 8

const ERROR_STATUSES: { status: number; headers?: Record<string, string> }[] = [
  { status: 400 },
  { status: 404 },
  { status: 429, headers: { 'retry-after': '1' } },
  { status: 500 },
  { status: 502 },
]

const FAIR_ABOUT_PAUSES =
  'The action notify causes a notification of every matching event, and nothing exempts those that arrive in a pause. It may be sent before or after the one that failed, which may also be given up. It is lost only if a later event arrives without it; the case is skipped if the target stays silent.'

/** Content of an invitation to a call, of which a default rule notifies. */
const CALL = { call_id: 'plexor', version: 0, lifetime: 60_000, offer: { type: 'offer', sdp: 'v=0' } }

/** Faults that prevent a notification from being sent again after an error of this kind. */
const DROPS = {
  client: ['delivery.never-retries', 'delivery.drops-on-4xx', 'delivery.client-error-removes-pusher'],
  server: ['delivery.never-retries', 'delivery.drops-on-5xx', 'delivery.server-error-removes-pusher'],
}

const afterEachStatus = ERROR_STATUSES.map(({ status, headers }) =>
  defineCase({
    id: `delivery/retried-after-${status}`,
    title: `A notification that the gateway fails with status ${status} is sent again`,
    verifies: ['delivery.retry'],
    caughtBy: status < 500 ? DROPS.client : DROPS.server,
    fairness: `The specification speaks of HTTP error codes without distinguishing them. ${FAIR_ABOUT_RETRIES}`,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const message = await sendFailing(scene, failing(status, headers))
      const { notification } = await expectRetry(scene, message, retryTimeoutMs)
      expectEqual('the room_id of the notification that was sent again', notification.room_id, scene.room)
    },
  }),
)

/** Retries of a notification after an error response of the gateway. */
export const retries = [
  ...afterEachStatus,

  defineCase({
    id: 'delivery/retried-twice',
    title: 'A notification that the gateway fails twice is sent a third time',
    verifies: ['delivery.retry'],
    caughtBy: [...DROPS.server, 'delivery.retries-only-once'],
    fairness: `Retrying for some time means more than one further attempt. ${FAIR_ABOUT_RETRIES}`,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const message = await sendFailing(scene)
      const second = await scene.pusher.attempt(message, 2, retryTimeoutMs)
      await expectRetry(scene, message, retryTimeoutMs)
      // In that case the notification that has just arrived is only the second attempt
      if (second === undefined) throw noAttempt(retryTimeoutMs, 'try a second time while the gateway failed')
    },
  }),

  defineCase({
    id: 'delivery/retried-despite-newer',
    title: 'A notification that the gateway fails is sent again even if a newer one is waiting',
    verifies: ['delivery.retry'],
    caughtBy: [
      'delivery.never-retries',
      'delivery.drops-on-5xx',
      'delivery.retries-only-once',
      'delivery.retries-newest-only',
    ],
    fairness: `It may be sent before or after the newer one, and both before or after a later one that shows whether the target continues. ${FAIR_ABOUT_RETRIES}`,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { bob, room, pusher } = scene
      const message = await sendFailing(scene)
      const newer = await bob.send(room, 'the gateway fails this one too')
      // The next attempt, for either of the two, fails while the newer one is waiting.
      const seen = pusher.pushes.length
      await pusher.waitFor(() => pusher.pushes[seen], retryTimeoutMs)
      const failed = pusher.pushes.length
      await expectRetry(scene, message, retryTimeoutMs)
      await expectNotLost(scene, newer, failed, retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/events-during-failure',
    title: 'An event that arrives in the pause after a failure is notified once the gateway accepts pushes again',
    verifies: ['delivery.events-during-failure'],
    caughtBy: ['delivery.drops-during-pause'],
    fairness: FAIR_ABOUT_PAUSES,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { bob, room, pusher } = scene
      const message = await sendFailing(scene)
      const newer = await bob.send(room, 'in the pause after the failure')
      const failed = pusher.pushes.length
      pusher.accept()
      const next = () =>
        pusher.pushes.slice(failed).find(({ notification }) => [message, newer].includes(notification.event_id ?? ''))
      await pusher.waitFor(next, retryTimeoutMs)
      await expectUntriedNotLost(scene, [newer], failed, retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/several-events-during-failure',
    title: 'Of several events of two rooms that arrive in the pause after a failure, each is notified afterwards',
    verifies: ['delivery.events-during-failure'],
    caughtBy: ['delivery.newest-only-in-pause', 'delivery.drops-during-pause', 'delivery.drops-other-rooms-in-pause'],
    fairness: FAIR_ABOUT_PAUSES,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene({ roomCount: 2 })
      const { bob, rooms, pusher } = scene
      const [room = '', other = ''] = rooms
      const message = await sendFailing(scene)
      const newer = [await bob.send(room, 'the first'), await bob.send(other, 'the second, in another room')]
      newer.push(await bob.send(room, 'the third'), await bob.sendEvent(room, 'm.call.invite', CALL))
      newer.push(await bob.send(other, 'the fifth, in another room'))
      const failed = pusher.pushes.length
      pusher.accept()
      const next = () =>
        pusher.pushes
          .slice(failed)
          .find(({ notification }) => [message, ...newer].includes(notification.event_id ?? ''))
      await pusher.waitFor(next, retryTimeoutMs)
      await expectUntriedNotLost(scene, newer, failed, retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/events-after-cut-connection',
    title: 'Events that arrive in the pause after the gateway has cut a connection are notified',
    verifies: ['delivery.events-during-failure'],
    caughtBy: ['delivery.drops-without-response', 'delivery.drops-during-pause'],
    fairness: FAIR_ABOUT_PAUSES,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      await sendFailing(scene, 'cut')
      await expectNextNotLost(scene, retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/events-after-refused-connection',
    title: 'Events that arrive in the pause after the gateway has refused a connection are notified',
    verifies: ['delivery.events-during-failure'],
    caughtBy: ['delivery.drops-without-response', 'delivery.drops-during-pause'],
    fairness: `${FAIR_ABOUT_PAUSES} Another pusher of the user shows when the target has tried.`,
    async run({ sharedScene, closedGateway, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { alice, bob, room } = scene
      const { url, open } = await closedGateway()
      const unreachable = await alice.setPusher({ data: { url } })
      await scene.pusher.expectPush(await bob.send(room, 'the gateway of one pusher refuses connections'))
      await open()
      await expectNextNotLost({ bob, room, pusher: unreachable }, retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/retried-despite-rejection',
    title: 'A notification that the gateway fails with status 500 is sent again, even if the response rejects pushkeys',
    verifies: ['delivery.retry'],
    caughtBy: [...DROPS.server, 'delivery.rejected-in-any-status'],
    fairness: `A list of rejected pushkeys is defined only in a response with status 200, and after every error status there should be another attempt. Any other use of the list is not checked, but a server that removes the pusher for it cannot try again. ${FAIR_ABOUT_RETRIES}`,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const body = { rejected: [scene.pusher.pushkey] }
      const message = await sendFailing(scene, { status: 500, body })
      await expectRetry(scene, message, retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/backoff-grows',
    title: 'The pauses between attempts grow while the gateway fails',
    verifies: ['delivery.backoff'],
    caughtBy: ['delivery.backoff-never-grows', 'delivery.retries-without-pause'],
    fairness: `The specification defines neither the first pause nor the factor, and pauses may have jitter: one of the first ${MOST_PAUSES} has to be at least half as long again as the first. The case is skipped if they are too long for Plexor to see that many.`,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const message = await sendFailing(scene)
      const pauses: number[] = []
      const begin = scene.pusher.about(message)[0]?.at ?? 0
      let last = begin
      while (pauses.length < MOST_PAUSES) {
        if (last - begin > retryTimeoutMs) throw new NotApplicable(tooLong(pauses))
        const next = await scene.pusher.attempt(message, pauses.length + 2, retryTimeoutMs)
        // If there is one once the gateway accepts it, the pause was only longer
        const { at } = next ?? (await expectRetry(scene, message, retryTimeoutMs))
        pauses.push(at - last)
        last = at
        if (isGrowing(pauses)) return
        if (next === undefined) throw new NotApplicable(tooLong(pauses))
      }
      expect(false, `Expected the pauses between attempts to grow, found ${pauses.map(seconds).join(', ')}`)
    },
  }),

  defineCase({
    id: 'delivery/retry-after',
    title: 'Whether the target waits for as long as the Retry-After of a 429 response says',
    verifies: ['delivery.retry-after'],
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { pusher } = scene
      const message = await sendFailing(scene, failing(429, { 'retry-after': '3' }))
      const first = pusher.about(message)[0]?.at ?? 0
      pusher.accept()
      const again = await nextAttempt(scene, message, retryTimeoutMs)
      return `The gateway asked for a pause of 3 s, and the target tried again after ${seconds(again.at - first)}`
    },
  }),

  defineCase({
    id: 'delivery/new-event-during-backoff',
    title: 'Whether a new event makes the target try again before the pause is over',
    verifies: ['delivery.new-event-during-backoff'],
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { bob, room, pusher } = scene
      const message = await sendFailing(scene, UNAVAILABLE)
      await nextAttempt(scene, message, retryTimeoutMs)
      const pause = (pusher.about(message)[1]?.at ?? 0) - (pusher.about(message)[0]?.at ?? 0)
      const seen = pusher.pushes.length
      const last = pusher.pushes.at(-1)?.at ?? 0
      const newer = await bob.send(room, 'a new event')
      const next = await pusher.waitFor(() => pusher.pushes[seen], retryTimeoutMs)
      if (next === undefined) throw noAttempt(retryTimeoutMs, 'try either of the two')
      const which = next.notification.event_id === newer ? 'the new one' : 'the one that had failed'
      return `The first pause was ${seconds(pause)}; with a new event in the second one, the target tried ${which} after ${seconds(next.at - last)}`
    },
  }),
]

/** Reports whether one of the later pauses is clearly longer than the first one. */
function isGrowing([first = 0, ...others]: readonly number[]): boolean {
  return others.some((pause) => pause >= Math.max(first * GROWTH, first + NOISE_MS))
}

function tooLong(pauses: readonly number[]): string {
  return `The pauses of the target are too long to see whether they grow: ${pauses.map(seconds).join(', ')}`
}

/**
 * Makes the gateway accept pushes, and expects the pushes of events that are sent at once, in the pause after a failure.
 * There are several, because the target may not have noticed the failure yet when the first one arrives.
 */
async function expectNextNotLost(scene: Pick<Scene, 'bob' | 'room' | 'pusher'>, timeoutMs: number): Promise<void> {
  const { bob, room, pusher } = scene
  const failed = pusher.pushes.length
  pusher.accept()
  const newer: string[] = []
  for (const which of ['first', 'second', 'third']) newer.push(await bob.send(room, `the ${which} after the failure`))
  await Promise.all(newer.map((eventId) => pusher.attempt(eventId, 1, timeoutMs)))
  await expectUntriedNotLost(scene, newer, failed, timeoutMs)
}

/**
 * Expects the pushes of events that were sent after a failure, except those that the target tried while the gateway
 * failed: whether these are sent again is the matter of other cases.
 *
 * @param failed number of pushes that the gateway did not accept
 * @throws {NotApplicable} when the target tried all of them
 */
async function expectUntriedNotLost(
  scene: Pick<Scene, 'bob' | 'room' | 'pusher'>,
  eventIds: readonly string[],
  failed: number,
  timeoutMs: number,
): Promise<void> {
  const tried = scene.pusher.pushes.slice(0, failed).map(({ notification }) => notification.event_id)
  const untried = eventIds.filter((eventId) => !tried.includes(eventId))
  for (const eventId of untried) await expectNotLost(scene, eventId, failed, timeoutMs)
  if (untried.length === 0) throw new NotApplicable('The target made no pause after the failure')
}
