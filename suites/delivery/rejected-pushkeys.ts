import { type CaseBasics, type CaseContext, defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { failing, type PushResponse, rejecting } from '../harness/push-receiver/push-response.ts'
import { eventually } from '../harness/target/deadline.ts'
import { expectRemoved, isListed, isRemoved } from '../pushers/helpers/listed-pusher.ts'
import { noAttempt } from './helpers/failing-gateway.ts'

/** Responses that, by the specification, give no reason to remove the pusher. */
const HARMLESS: (Omit<CaseBasics, 'id'> & { name: string; response: PushResponse })[] = [
  {
    name: 'unknown-pushkey',
    title: 'A response that rejects a pushkey nobody has leaves the pusher in place',
    verifies: ['delivery.not-rejected-stays'],
    caughtBy: ['delivery.rejected-removes-unlisted'],
    fairness:
      "The list is defined as that of all invalid pushkeys, and the pusher's pushkey is not in it. What happens to the pushkey in the list does not matter here.",
    response: rejecting('a-pushkey-that-nobody-has'),
  },
  ...[400, 404, 500].map((status) => ({
    name: String(status),
    title: `A response with status ${status} leaves the pusher in place`,
    verifies: ['delivery.retry'] as const,
    caughtBy: [status < 500 ? 'delivery.client-error-removes-pusher' : 'delivery.server-error-removes-pusher'],
    fairness:
      'After an error status the notification should be sent again, which requires the pusher. How soon does not matter here; after one failure no reasonable time has passed.',
    response: failing(status),
  })),
]

/** Responses with status 200 that violate the schema: how a server treats them is unspecified. */
const MALFORMED: { name: string; what: string; response: PushResponse }[] = [
  { name: 'empty-object', what: 'a response without rejected', response: { status: 200, body: {} } },
  { name: 'empty-body', what: 'a response without a body', response: { status: 200, body: '' } },
  { name: 'non-json', what: 'a response that is not JSON', response: { status: 200, body: 'Thank you' } },
  {
    name: 'null-rejected',
    what: 'a response whose rejected is null',
    response: { status: 200, body: { rejected: null } },
  },
]

/**
 * Makes the gateway give a response to the push of a message, and reports whether the pusher is still listed
 * afterwards.
 */
async function isListedAfter(
  response: PushResponse,
  { createScene, retryTimeoutMs }: Pick<CaseContext, 'createScene' | 'retryTimeoutMs'>,
): Promise<boolean> {
  const { alice, bob, room, pusher } = await createScene()
  const other = await alice.setPusher()
  await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to get this response'), response))
  pusher.accept()
  // Once another pusher has received a later message, the target has processed the response.
  const later = await bob.send(room, 'a later message')
  if ((await other.attempt(later, 1, retryTimeoutMs)) === undefined) throw noAttempt(retryTimeoutMs)
  return await isListed(alice, pusher)
}

const spared = [
  ...HARMLESS.map(({ name, response, ...basics }) =>
    defineCase({
      ...basics,
      id: `delivery/pusher-stays-after-${name}`,
      async run(context) {
        const listed = await isListedAfter(response, context)
        expect(listed, 'Expected the pusher to be still listed, found it removed')
      },
    }),
  ),

  ...MALFORMED.map(({ name, what, response }) =>
    defineCase({
      id: `delivery/pusher-stays-after-${name}`,
      title: `Whether ${what} leaves the pusher in place`,
      verifies: ['delivery.malformed-response'],
      async run(context) {
        return `The target ${(await isListedAfter(response, context)) ? 'keeps' : 'removes'} the pusher`
      },
    }),
  ),
]

/** Effect of rejected pushkeys on their pushers and on others. */
export const rejectedPushkeys = [
  defineCase({
    id: 'delivery/rejected-later',
    title: 'A pusher is removed if its pushkey is rejected in the response to a later notification',
    verifies: ['delivery.rejected-removed'],
    caughtBy: ['delivery.rejected-pusher-stays'],
    fairness:
      'The specification requires the pusher to be removed after any response that rejects its pushkey, even after others that did not. The list of pushers is read repeatedly until the pusher is gone.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await pusher.expectPush(await bob.send(room, 'to be accepted'))
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be rejected'), rejecting(pusher.pushkey)))
      await expectRemoved(alice, pusher)
    },
  }),

  defineCase({
    id: 'delivery/rejected-among-others',
    title: 'A pusher is removed if its pushkey is one of several that are rejected, and no other pusher is',
    verifies: ['delivery.rejected-removed', 'delivery.not-rejected-stays'],
    caughtBy: ['delivery.rejected-pusher-stays'],
    fairness:
      'The list has no order, and a server can ignore the pushkeys in it that nobody has. Of the remaining pushers, only the other one of this case is checked.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await alice.setPusher()
      const response = rejecting('some-pushkey', pusher.pushkey, 'some-other-pushkey')
      const message = await pusher.responseFor(bob.send(room, 'to be rejected'), response)
      await Promise.all([pusher, other].map((inbox) => inbox.expectPush(message)))
      await expectRemoved(alice, pusher)
      expect(await isListed(alice, other), 'Expected the other pusher to be still listed, found it removed')
      await other.expectPush(await bob.send(room, 'after the rejection'))
    },
  }),

  ...spared,

  defineCase({
    id: 'delivery/rejected-in-error-response',
    title: 'What happens to a pusher whose pushkey is rejected in a response with an error status',
    verifies: ['delivery.rejected-in-error-response'],
    async run({ createScene, retryTimeoutMs }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await alice.setPusher()
      const response = { status: 500, body: { rejected: [pusher.pushkey] } }
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to get this response'), response))
      pusher.accept()
      const later = await bob.send(room, 'a later message')
      if ((await other.attempt(later, 1, retryTimeoutMs)) === undefined) throw noAttempt(retryTimeoutMs)
      return `The target ${(await isListed(alice, pusher)) ? 'keeps' : 'removes'} the pusher`
    },
  }),

  defineCase({
    id: 'delivery/rejected-not-in-request',
    title: 'What happens to a pusher whose pushkey is rejected in the response to a notification of another pusher',
    verifies: ['delivery.rejected-not-in-request'],
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await alice.setPusher()
      const message = await pusher.responseFor(bob.send(room, 'to get this response'), rejecting(other.pushkey))
      const { notification } = await pusher.expectPush(message)
      if (notification.devices.some(({ pushkey }) => pushkey === other.pushkey)) {
        throw new NotApplicable('The target notifies both pushers in one request')
      }
      await pusher.expectPush(await bob.send(room, 'a later message'))
      return `The target ${(await isListed(alice, other)) ? 'keeps' : 'removes'} the pusher`
    },
  }),

  defineCase({
    id: 'delivery/rejected-shared-pushkey',
    title: 'What happens to a pusher if the pushkey that it shares with a pusher of another app is rejected',
    verifies: ['delivery.rejected-shared-pushkey'],
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = { pushkey: pusher.pushkey, appId: 'org.plexor.other' }
      await alice.client.ok('setPusher', {
        body: alice.pusherRequest({ pushkey: other.pushkey, app_id: other.appId }),
      })
      const sent = bob.send(room, 'to be rejected')
      // Pushes of earlier events, such as the invite, may be late
      const eventId = sent.catch(() => undefined)
      pusher.response = async ({ device, notification }) =>
        device.app_id === pusher.appId && notification.event_id === (await eventId)
          ? rejecting(pusher.pushkey)
          : rejecting()
      const message = await sent
      await pusher.expectPushThat(
        'a push for the first app',
        ({ device, notification }) => device.app_id === pusher.appId && notification.event_id === message,
      )
      if (!(await isRemoved(alice, pusher))) throw new NotApplicable('The target did not remove the rejected pusher')
      return `The target ${(await isListed(alice, other)) ? 'keeps' : 'removes'} the pusher of the other app`
    },
  }),

  defineCase({
    id: 'delivery/rejected-is-removed',
    title: 'A pusher whose pushkey the gateway rejects is removed and no longer notified',
    verifies: ['delivery.rejected-removed'],
    caughtBy: ['delivery.rejected-pusher-stays'],
    fairness:
      'It is unspecified how soon the pusher is removed, so the case waits for that before sending the message. Only the pushkey of this pusher is rejected, even if one request contains both devices.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await alice.setPusher()
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be rejected'), rejecting(pusher.pushkey)))
      const pushkeys = await eventually(async () => {
        const listed = (await alice.pushers()).map(({ pushkey }) => pushkey)
        return listed.includes(pusher.pushkey) ? undefined : listed
      }, alice.client.access.timeoutMs)
      expect(pushkeys !== undefined, 'Expected the rejected pusher to be removed, found it still listed')
      expectEqual('the remaining pushkeys', pushkeys, [other.pushkey])
      const message = await bob.send(room, 'after the rejection')
      await pusher.expectSilence(message, { until: { inbox: other, fence: message } })
    },
  }),
]
