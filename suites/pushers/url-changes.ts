import { noAttempt, sendFailing } from '../delivery/helpers/failing-gateway.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import type { Push } from '../harness/push-receiver/inbox.ts'
import { changeUrl, otherUrl } from './helpers/other-url.ts'

/**
 * Waits for the push of an event that is late. One more message of Bob's shows whether the target continues without it.
 *
 * @throws {Mismatch} when the target sends only that of the last message
 * @throws {NotApplicable} when it sends nothing
 */
async function expectLate({ bob, room, pusher }: Scene, eventId: string, timeoutMs: number): Promise<Push> {
  const since = performance.now()
  const find = () => pusher.about(eventId)[0]
  const last = await bob.send(room, 'the last message')
  const push = await pusher.waitFor(find, timeoutMs)
  if (push !== undefined) return push
  expect(
    pusher.about(last).length === 0,
    `Expected ${eventId}, which was sent after the URL had changed, to be pushed, found only the push of ${last}, which was sent after it`,
    { ...pusher.missing(find, since), buildsOn: ['actions.notify'] },
  )
  throw noAttempt(timeoutMs)
}

/** Updates of the URL of a pusher. */
export const urlChanges = [
  defineCase({
    id: 'pushers/url-changes-during-backoff',
    title: 'After the URL of a failing pusher changes, later events are sent to the new URL',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.update-keeps-url', 'pushers.update-ignored'],
    fairness:
      'Only an event after the update is checked: it is unspecified whether the failed notification is sent again, and to which URL. Both URLs accept it, so neither delays the event. It is lost only if an even later one arrives without it; the case is skipped if the target stays silent. Another pusher has shown that the target uses the new URL unchanged.',
    stallsDelivery: true,
    async run({ sharedScene, retryTimeoutMs, ...context }) {
      const scene = await sharedScene()
      const { alice, bob, room, pusher } = scene
      const other = await otherUrl(context, scene)
      await sendFailing(scene)
      await changeUrl(alice, pusher, other)
      pusher.accept()
      const message = await bob.send(room, 'after the change')
      const push =
        (await pusher.attempt(message, 1, retryTimeoutMs)) ?? (await expectLate(scene, message, retryTimeoutMs))
      expect(
        other.isAt(push),
        `Expected the later event ${message} to be pushed to the new URL, ${other.url}, found it at the old one`,
      )
    },
  }),

  defineCase({
    id: 'pushers/update-changes-the-url',
    title: 'After its URL was updated, a pusher is notified at the new one',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.update-keeps-url', 'pushers.update-ignored'],
    fairness:
      'Both URLs lead to the notify endpoint and differ only in their port. If Plexor has only one, they differ in their query, and the case is skipped if the target does not keep that. Another pusher has shown that the target uses the new URL unchanged. The message is sent after the update was confirmed.',
    async run({ sharedScene, ...context }) {
      const scene = await sharedScene()
      const { alice, bob, room, pusher } = scene
      const other = await otherUrl(context, scene)
      await changeUrl(alice, pusher, other)
      const push = await pusher.expectPush(await bob.send(room, 'after the move'))
      expect(other.isAt(push), `Expected the request to go to the new URL, ${other.url}, found it at the old one`)
    },
  }),
]
