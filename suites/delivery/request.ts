import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { NOTIFY_PATH } from '../harness/case/operations.ts'
import { mediaTypeOf } from '../harness/push-receiver/inbox.ts'

/** Request that notifies the gateway. */
export const request = [
  defineCase({
    id: 'delivery/request',
    title: 'The gateway is notified with a POST of JSON to the notify endpoint',
    verifies: ['delivery.endpoint'],
    caughtBy: [
      'schema.notify-not-wrapped',
      'delivery.nothing-sent',
      'delivery.put-instead-of-post',
      'delivery.wrong-content-type',
    ],
    fairness:
      'Method and path are those of the only endpoint; a proxy in front of the gateway may remove the beginning of the path. The Content-Type may have parameters or be missing, because nothing requires the header.',
    async run({ sharedScene, targetInfo }) {
      const { bob, room, pusher } = await sharedScene()
      const push = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the method', push.method, 'POST')
      const { pathname } = new URL(targetInfo.gateway.url)
      expect(
        [NOTIFY_PATH, pathname].includes(push.path),
        `Expected the path to be that of the URL of the pusher, ${pathname}, found "${push.path}"`,
      )
      const mediaType = mediaTypeOf(push)
      expect(
        mediaType === undefined || mediaType === 'application/json',
        `Expected the Content-Type to be application/json, found "${push.contentType}"`,
      )
    },
  }),

  defineCase({
    id: 'delivery/url-with-query',
    title: 'A pusher whose URL has a query is notified at that URL, with the query',
    verifies: ['delivery.endpoint'],
    caughtBy: ['delivery.query-before-path', 'delivery.query-dropped'],
    fairness:
      'Notifications are sent to the URL of the pusher, and a query is part of a URL. Its path is that of the notify endpoint, as required. The case is skipped if the target refuses such a URL. A proxy in front of the gateway may change the path but not the query.',
    async run({ sharedScene, targetInfo }) {
      const { alice, bob, room } = await sharedScene()
      const url = `${targetInfo.gateway.url}?plexor=1`
      const request = alice.pusherRequest({ data: { url } })
      const pusher = alice.openInbox(request.pushkey, request.app_id)
      const { status } = await alice.trySetPusher(request)
      if (status >= 400 && status < 500) {
        throw new NotApplicable(`The target refuses a gateway URL with a query: status ${status}`)
      }
      expectEqual('the status of the response to a gateway URL with a query', status, 200)
      const { path } = await pusher.expectPush(await bob.send(room, 'a message'))
      const { pathname, search } = new URL(url)
      expect(
        [NOTIFY_PATH, pathname].some((known) => path === known + search),
        `Expected the request to go to ${url}, found it at ${path}`,
      )
    },
  }),
]
