import { defineCase, type Scene } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import type { Inbox, Push } from '../harness/push-receiver/inbox.ts'
import { accepted } from '../harness/push-receiver/push-response.ts'
import { eventually } from '../harness/target/deadline.ts'
import type { User } from '../harness/users/user.ts'
import { changeUrl, otherUrl } from '../pushers/helpers/other-url.ts'
import { expectNotLost, noAttempt, sendFailing, UNAVAILABLE } from './helpers/failing-gateway.ts'

const FAIR_ABOUT_DELETION =
  'In the specification a pusher sends the notifications, so nothing can be sent after it is deleted, except a request that is already in progress.'

/** Sets another pusher of Alice's, and shows that both are notified. */
async function setTwin({ alice, bob, room, pusher }: Scene): Promise<Inbox> {
  const twin = await alice.setPusher()
  const message = await bob.send(room, 'the gateway accepts this one')
  await Promise.all([pusher, twin].map((inbox) => inbox.expectPush(message, { buildsOn: ['pushers.many-per-user'] })))
  return twin
}

/** Waits until the target has tried to notify a pusher, unless the failure of the other one prevents that. */
async function untilAttempted(pusher: Inbox, other: Inbox, eventId: string, timeoutMs: number): Promise<void> {
  if ((await pusher.attempt(eventId, 1, timeoutMs)) !== undefined) return
  if (other.about(eventId).length === 0) await pusher.expectPush(eventId)
  throw new NotApplicable(
    'A failing pusher holds up another pusher of the same user, which got pushes before; that is unspecified',
  )
}

/** Waits for one more attempt to push an event to a pusher that shows when an attempt is due. */
async function nextAttempt(pusher: Inbox, eventId: string, timeoutMs: number): Promise<Push> {
  const push = await pusher.attempt(eventId, pusher.about(eventId).length + 1, timeoutMs)
  if (push === undefined) throw noAttempt(timeoutMs, 'try again')
  return push
}

/** Waits for two more attempts of the target: pauses have jitter, so one is not enough. */
async function waitForRetries(twin: Inbox, eventId: string, timeoutMs: number): Promise<string> {
  if ((await twin.attempt(eventId, 1, timeoutMs)) === undefined) throw noAttempt(timeoutMs, 'try another pusher')
  await nextAttempt(twin, eventId, timeoutMs)
  await nextAttempt(twin, eventId, timeoutMs)
  return 'another pusher, which failed meanwhile, was tried twice more'
}

/** Longest time between two attempts that does not count as a pause. */
const NO_PAUSE_MS = 400

/**
 * Waits until the target has paused between two attempts and has failed again, so that it is in the next pause. Some
 * targets make the second attempt at once, without a pause in between.
 */
async function untilInPause(pusher: Inbox, eventId: string, timeoutMs: number): Promise<void> {
  for (let attempts = 0; attempts < 5; attempts += 1) {
    const before = pusher.about(eventId).at(-1)?.at ?? 0
    const { at } = await nextAttempt(pusher, eventId, timeoutMs)
    if (at - before >= NO_PAUSE_MS) return
  }
}

/**
 * Deletes a pusher, and releases the request that the gateway holds once that is done, or earlier if the target waits
 * for it.
 */
async function deleteDuringRequest(alice: User, pusher: Inbox, release: () => void): Promise<void> {
  let isDeleted: true | undefined
  const deletion = alice.deletePusher(pusher).finally(() => {
    isDeleted = true
  })
  const releasing = eventually(async () => isDeleted, alice.client.access.timeoutMs / 2).then(release)
  await Promise.all([deletion, releasing])
}

/** Pushers that are deleted or changed while a notification for them is pending. */
export const pusherChanges = [
  defineCase({
    id: 'delivery/deletion-during-backoff',
    title: 'After a pusher is deleted in a pause after a failure, the failed notification is not sent again',
    verifies: ['delivery.stops-after-deletion'],
    caughtBy: ['delivery.deleted-pusher-retried', 'pushers.delete-ignored'],
    fairness: `${FAIR_ABOUT_DELETION} Another pusher, which also fails but is not deleted, shows when the next attempt would have been due.`,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { alice, bob, room, pusher } = scene
      const twin = await setTwin(scene)
      for (const inbox of [pusher, twin]) inbox.response = () => UNAVAILABLE
      const message = await bob.send(room, 'the gateway fails this one')
      await Promise.all([
        untilAttempted(pusher, twin, message, retryTimeoutMs),
        untilAttempted(twin, pusher, message, retryTimeoutMs),
      ])
      await untilInPause(pusher, message, retryTimeoutMs)
      await alice.deletePusher(pusher)
      await pusher.expectNothingMore(() => waitForRetries(twin, message, retryTimeoutMs))
    },
  }),

  defineCase({
    id: 'delivery/deletion-during-request',
    title: 'After a pusher is deleted during a request that then fails, the notification is not sent again',
    verifies: ['delivery.stops-after-deletion'],
    caughtBy: ['delivery.deleted-pusher-retried', 'pushers.delete-ignored'],
    fairness: `${FAIR_ABOUT_DELETION} A target may delay the deletion until that request has ended.`,
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { alice, bob, room, pusher } = scene
      const twin = await setTwin(scene)
      const release = pusher.hold()
      twin.response = () => UNAVAILABLE
      const message = await bob.send(room, 'the gateway keeps this one waiting, and fails it then')
      await untilAttempted(pusher, twin, message, retryTimeoutMs)
      await deleteDuringRequest(alice, pusher, () => release(UNAVAILABLE))
      await pusher.expectNothingMore(() => waitForRetries(twin, message, retryTimeoutMs))
    },
  }),

  defineCase({
    id: 'delivery/pending-when-url-changes',
    title: 'What happens to a failed notification if the URL of its pusher changes',
    verifies: ['delivery.pending-after-update'],
    async run({ sharedScene, retryTimeoutMs, ...context }) {
      const scene = await sharedScene()
      const { alice, bob, room, pusher } = scene
      const other = await otherUrl(context, scene)
      const waiting = await sendFailing(scene)
      await changeUrl(alice, pusher, other)
      const seen = pusher.about(waiting).length
      pusher.response = (push) => (other.isAt(push) ? accepted() : UNAVAILABLE)
      const message = await bob.send(room, 'after the change')
      const again = () => pusher.about(waiting).slice(seen)
      // A request that was in progress during the change may still arrive at the old URL
      const decided = () => (pusher.about(message).length > 0 || again().length > 1 ? true : undefined)
      if ((await pusher.waitFor(decided, retryTimeoutMs)) === undefined) throw noAttempt(retryTimeoutMs)
      const found = again().some(other.isAt)
        ? 'The target sends it to the new URL'
        : again().length > 1
          ? 'The target sends it to the old URL'
          : `The target continues with a later event, at the ${pusher.about(message).some(other.isAt) ? 'new' : 'old'} URL`
      // What is sent to the old URL fails for as long as the target tries, which other cases judge
      if (!found.includes('old')) await expectNotLost(scene, message, 0, retryTimeoutMs)
      return found
    },
  }),

  defineCase({
    id: 'delivery/pending-when-set-again',
    title: 'What happens to a failed notification if its pusher is set again unchanged',
    verifies: ['delivery.pending-after-update'],
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene()
      const { alice, bob, room, pusher } = scene
      const waiting = await sendFailing(scene)
      const seen = pusher.about(waiting).length
      pusher.accept()
      await alice.client.ok('setPusher', { body: alice.pusherRequest({ pushkey: pusher.pushkey }) })
      const message = await bob.send(room, 'after it was set again')
      const isAgain = () => pusher.about(waiting).length > seen
      const decided = () => (isAgain() || pusher.about(message).length > 0 ? true : undefined)
      if ((await pusher.waitFor(decided, retryTimeoutMs)) === undefined) throw noAttempt(retryTimeoutMs)
      const found = isAgain() ? 'The target sends it again' : 'The target continues with a later event'
      await expectNotLost(scene, message, 0, retryTimeoutMs)
      return found
    },
  }),
]
