import { noAttempt, sendFailing } from '../delivery/helpers/failing-gateway.ts'
import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { changeUrl, isMoved } from './helpers/change-url.ts'

/** Updates of the URL of a pusher. */
export const urlChanges = [
  defineCase({
    id: 'pushers/url-changes-during-backoff',
    title: 'After the URL of a failing pusher changes, later events are sent to the new URL',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.update-keeps-url', 'pushers.update-ignored'],
    fairness:
      'Only an event after the update is checked: it is unspecified whether the failed notification is sent again, and to which URL. Both URLs accept it, so neither delays the event.',
    stallsDelivery: true,
    async run({ createScene, retryTimeoutMs }) {
      const scene = await createScene()
      const { alice, bob, room, pusher } = scene
      await sendFailing(scene)
      await changeUrl(alice, pusher)
      pusher.accept()
      const message = await bob.send(room, 'after the change')
      const push = await pusher.attempt(message, 1, retryTimeoutMs)
      if (push === undefined) throw noAttempt(retryTimeoutMs)
      expect(isMoved(push), `Expected the later event ${message} to be pushed to the new URL, found it at the old one`)
    },
  }),

  defineCase({
    id: 'pushers/update-changes-the-url',
    title: 'After its URL was updated, a pusher is notified at the new one',
    verifies: ['pushers.set-updates'],
    caughtBy: ['pushers.update-keeps-url', 'pushers.update-ignored'],
    fairness:
      'Both URLs lead to the notify endpoint and differ only in their query; the case is skipped if the target refuses a gateway URL with a query. The message is sent after the update was confirmed.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const request = alice.pusherRequest({ pushkey: pusher.pushkey })
      const url = `${request.data.url}?moved=1`
      const { status } = await alice.trySetPusher({ ...request, data: { url } })
      if (status >= 400 && status < 500) {
        throw new NotApplicable(`The target does not accept a gateway URL with a query: status ${status}`)
      }
      expectEqual('the status of the update', status, 200)
      const [listed] = await alice.pushers()
      expectEqual('the listed url', listed?.data.url, url)
      const push = await pusher.expectPush(await bob.send(room, 'after the move'))
      expect(push.path.endsWith('?moved=1'), `Expected the request to go to the new URL, found it at ${push.path}`)
    },
  }),
]
