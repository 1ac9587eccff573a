import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { NOTIFY_PATH } from '../harness/case/operations.ts'

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
    async run({ createScene, targetInfo }) {
      const { bob, room, pusher } = await createScene()
      const push = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the method', push.method, 'POST')
      const { pathname } = new URL(targetInfo.gateway.url)
      expect(
        [NOTIFY_PATH, pathname].includes(push.path),
        `Expected the path to be that of the URL of the pusher, ${pathname}, found "${push.path}"`,
      )
      const mediaType = push.contentType?.split(';')[0]?.trim().toLowerCase()
      expect(
        mediaType === undefined || mediaType === 'application/json',
        `Expected the Content-Type to be application/json, found "${push.contentType}"`,
      )
    },
  }),
]
