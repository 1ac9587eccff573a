import { noAttempt, sendFailing } from '../delivery/helpers/failing-gateway.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { changeUrl, otherUrl } from './helpers/other-url.ts'

/** Updates of the URL of a pusher. */
export const urlChanges = [
  defineCase({
    id: 'pushers/url-changes-during-backoff',
    title: 'After the URL of a failing pusher changes, later events are sent to the new URL',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.update-keeps-url', 'pushers.update-ignored'],
    fairness:
      'Only an event after the update is checked: it is unspecified whether the failed notification is sent again, and to which URL. Both URLs accept it, so neither delays the event. Another pusher has shown that the target uses the new URL unchanged.',
    stallsDelivery: true,
    async run({ createScene, retryTimeoutMs, ...context }) {
      const scene = await createScene()
      const { alice, bob, room, pusher } = scene
      const other = await otherUrl(context, scene)
      await sendFailing(scene)
      await changeUrl(alice, pusher, other)
      pusher.accept()
      const message = await bob.send(room, 'after the change')
      const push = await pusher.attempt(message, 1, retryTimeoutMs)
      if (push === undefined) throw noAttempt(retryTimeoutMs)
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
    async run({ createScene, ...context }) {
      const scene = await createScene()
      const { alice, bob, room, pusher } = scene
      const other = await otherUrl(context, scene)
      await changeUrl(alice, pusher, other)
      const push = await pusher.expectPush(await bob.send(room, 'after the move'))
      expect(other.isAt(push), `Expected the request to go to the new URL, ${other.url}, found it at the old one`)
    },
  }),
]
