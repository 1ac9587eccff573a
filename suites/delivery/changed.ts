import { defineCase } from '../harness/case.ts'
import { expect } from '../harness/expect.ts'
import type { Inbox, Push } from '../harness/inbox.ts'
import { accepted } from '../harness/push-answer.ts'
import { nextAttempt, sendFailing, silent, UNAVAILABLE } from './failed.ts'

const FAIR_ABOUT_DELETION =
  'Another pusher, which fails at the same time and is not deleted, shows when the target tries again. What is under way during the deletion may still come.'

/** Waits until the target has tried twice more: as pauses have jitter, once is not enough. */
async function retriesOf(twin: Inbox, eventId: string, patienceMs: number): Promise<string> {
  await nextAttempt(twin, eventId, patienceMs)
  await nextAttempt(twin, eventId, patienceMs)
  return 'another pusher, which failed at the same time, was tried twice more'
}

/** Shorter than any pause that a request could be told from. */
const NO_PAUSE_MS = 400

/**
 * Waits until the target has made a pause between two attempts, and has failed again: then it is in the next pause.
 * Some targets make the second attempt at once, and are not in a pause between the two.
 */
async function untilInPause(pusher: Inbox, eventId: string, patienceMs: number): Promise<void> {
  for (let attempts = 0; attempts < 5; attempts += 1) {
    const before = pusher.about(eventId).at(-1)?.at ?? 0
    const { at } = await nextAttempt(pusher, eventId, patienceMs)
    if (at - before >= NO_PAUSE_MS) return
  }
}

/** Pushers that are deleted or changed while something still waits to be sent for them. */
export const changed = [
  defineCase({
    id: 'delivery/deletion-in-a-pause',
    title: 'When a pusher is deleted in a pause after a failure, the failed notification is not sent again',
    verifies: ['gateway.deleted-stops'],
    caughtBy: ['delivery.deleted-pusher-is-retried', 'pushers.delete-ignored'],
    fairness: FAIR_ABOUT_DELETION,
    async run({ scene, retryPatienceMs }) {
      const { alice, bob, room, pusher } = await scene()
      const twin = await alice.setPusher()
      for (const inbox of [pusher, twin]) inbox.answer = () => UNAVAILABLE
      const message = await bob.send(room, 'the gateway fails this one')
      await Promise.all([pusher, twin].map((inbox) => inbox.expectPush(message)))
      await untilInPause(pusher, message, retryPatienceMs)
      await alice.deletePusher(pusher)
      await pusher.expectNothingMore(() => retriesOf(twin, message, retryPatienceMs))
    },
  }),

  defineCase({
    id: 'delivery/deletion-under-way',
    title: 'When a pusher is deleted while a request for it is under way that then fails, it is not sent again',
    verifies: ['gateway.deleted-stops'],
    caughtBy: ['delivery.deleted-pusher-is-retried', 'pushers.delete-ignored'],
    fairness: FAIR_ABOUT_DELETION,
    async run({ scene, retryPatienceMs }) {
      const { alice, bob, room, pusher } = await scene()
      const twin = await alice.setPusher()
      const releases = [pusher, twin].map((inbox) => inbox.hold())
      const message = await bob.send(room, 'the gateway keeps this one waiting, and fails it then')
      await Promise.all([pusher, twin].map((inbox) => inbox.expectPush(message)))
      await alice.deletePusher(pusher)
      for (const release of releases) release(UNAVAILABLE)
      await pusher.expectNothingMore(() => retriesOf(twin, message, retryPatienceMs))
    },
  }),

  defineCase({
    id: 'delivery/url-changes-in-a-pause',
    title: 'When the URL of a failing pusher changes, what is sent from then on goes to the new one',
    verifies: ['pushers.set-updates'],
    caughtBy: ['delivery.changed-url-is-ignored', 'pushers.update-keeps-url', 'pushers.update-ignored'],
    fairness:
      'Whether what waited is sent at all is not judged here, nor how soon; one request that is under way during the change may still go to the old URL.',
    async run({ scene, retryPatienceMs }) {
      const { alice, bob, room, pusher } = await scene()
      const isMoved = ({ path }: Push) => path.endsWith('?moved=1')
      pusher.answer = (push) => (isMoved(push) ? accepted() : UNAVAILABLE)
      await pusher.expectPush(await bob.send(room, 'the gateway fails this one'))
      const request = alice.pusherRequest({ pushkey: pusher.pushkey })
      await alice.client.ok('setPusher', { body: { ...request, data: { url: `${request.data.url}?moved=1` } } })
      const before = pusher.pushes.length
      const message = await bob.send(room, 'after the change')
      const atOldUrl = () => pusher.pushes.slice(before).filter((push) => !isMoved(push)).length
      const arrives = () => pusher.about(message).some(isMoved)
      const decided = await pusher.waitFor(() => (arrives() || atOldUrl() > 1 ? true : undefined), retryPatienceMs)
      if (decided === undefined) throw silent(retryPatienceMs)
      expect(atOldUrl() < 2, `Expected pushes at the new URL, found ${atOldUrl()} at the old one after the change`)
    },
  }),

  defineCase({
    id: 'delivery/waiting-when-url-changes',
    title: 'What becomes of a failed notification when the URL of its pusher changes',
    verifies: ['gateway.waiting-after-update'],
    async run({ scene, retryPatienceMs }) {
      const { alice, bob, room, pusher } = await scene()
      const isMoved = ({ path }: Push) => path.endsWith('?moved=1')
      pusher.answer = (push) => (isMoved(push) ? accepted() : UNAVAILABLE)
      const waiting = await bob.send(room, 'the gateway fails this one')
      await pusher.expectPush(waiting)
      const request = alice.pusherRequest({ pushkey: pusher.pushkey })
      await alice.client.ok('setPusher', { body: { ...request, data: { url: `${request.data.url}?moved=1` } } })
      const message = await bob.send(room, 'after the change')
      const arrives = () => (pusher.about(message).some(isMoved) ? true : undefined)
      if ((await pusher.waitFor(arrives, retryPatienceMs)) === undefined) throw silent(retryPatienceMs)
      const moved = pusher.about(waiting).some(isMoved)
      return moved ? 'The target sends it to the new URL' : 'The target goes on with a later event'
    },
  }),

  defineCase({
    id: 'delivery/waiting-when-set-again',
    title: 'What becomes of a failed notification when its pusher is set again as it was',
    verifies: ['gateway.waiting-after-update'],
    async run({ scene, retryPatienceMs }) {
      const stage = await scene()
      const { alice, bob, room, pusher } = stage
      const waiting = await sendFailing(stage)
      const seen = pusher.about(waiting).length
      pusher.accept()
      await alice.client.ok('setPusher', { body: alice.pusherRequest({ pushkey: pusher.pushkey }) })
      const message = await bob.send(room, 'after it was set again')
      if ((await pusher.attempt(message, 1, retryPatienceMs)) === undefined) throw silent(retryPatienceMs)
      const again = pusher.about(waiting).length > seen
      return again ? 'The target sends it again' : 'The target goes on with a later event'
    },
  }),
]
