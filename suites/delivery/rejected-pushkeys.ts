import { requirement, type SpecVersion, within } from '../../spec/index.ts'
import { type CaseBasics, type CaseContext, defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import type { Inbox } from '../harness/push-receiver/inbox.ts'
import { failing, type PushResponse, rejecting } from '../harness/push-receiver/push-response.ts'
import type { User } from '../harness/users/user.ts'
import {
  expectListed,
  expectPushers,
  expectRemoved,
  expectSpared,
  isListed,
  type PusherId,
} from '../pushers/helpers/listed-pusher.ts'

/** Responses that, by the specification, give no reason to remove the pusher. */
const HARMLESS: (Omit<CaseBasics, 'id'> & { name: string; response: PushResponse })[] = [
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
  { sharedScene, retryTimeoutMs }: Pick<CaseContext, 'sharedScene' | 'retryTimeoutMs'>,
): Promise<boolean> {
  const { alice, bob, room, pusher } = await sharedScene()
  const other = await alice.setPusher()
  await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to get this response'), response))
  pusher.accept()
  const later = await bob.send(room, 'a later message')
  return await isListedLater(alice, { pusher, other, later }, retryTimeoutMs)
}

/** Pusher whose response is the matter, another one of the same user, and a message that was sent after the response. */
interface Responded {
  pusher: Inbox
  other: Inbox
  later: string
}

/**
 * Reports whether a pusher is still listed once the target has processed the response to a push: one of the two pushers got
 * a later message. If none gets it, but the pusher is gone, that says it too.
 *
 * @throws {NotApplicable} when nothing shows that the target has processed the response
 */
async function isListedLater(alice: User, { pusher, other, later }: Responded, timeoutMs: number): Promise<boolean> {
  const goesOn = await Promise.any(
    [pusher, other].map(async (inbox) => {
      if ((await inbox.attempt(later, 1, timeoutMs)) === undefined) throw new Error('It gets nothing')
      return true
    }),
  ).catch(() => false)
  const listed = await isListed(alice, pusher)
  if (goesOn || !listed) return listed
  throw new NotApplicable(
    `The target sent neither of two pushers a later message within ${timeoutMs / 1000} s, so nothing shows whether it has processed the response; use a longer --timeout to wait for it`,
  )
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

/** Reason why a pusher stays, and the requirement that a target violates if it removes it along with a rejected one. */
const NOT_REJECTED = { why: 'which nobody rejected', violates: 'delivery.not-rejected-stays' }

/**
 * Expects pushers of two apps with the same pushkey to be listed.
 *
 * @throws {NotApplicable} when one replaced the other, before the version that forbids it
 */
async function expectBoth(alice: User, one: PusherId, other: PusherId, specVersion: SpecVersion): Promise<void> {
  const identity = requirement('pushers.identity')
  if (!within(specVersion, identity) && !(await isListed(alice, one))) {
    throw new NotApplicable(`A pusher of another app replaced the first, which is unspecified before ${identity.since}`)
  }
  for (const id of [one, other]) {
    await expectListed(alice, 'each of two pushers with one pushkey', id, { buildsOn: [identity.id] })
  }
}

/** Effect of rejected pushkeys on their pushers and on others. */
export const rejectedPushkeys = [
  defineCase({
    id: 'delivery/rejected-later',
    title: 'A pusher is removed if its pushkey is rejected in the response to a later notification',
    verifies: ['delivery.rejected-removed'],
    caughtBy: ['delivery.rejected-pusher-stays'],
    fairness:
      'The specification requires the pusher to be removed after any response that rejects its pushkey, even after others that did not. The list of pushers is read repeatedly until the pusher is gone.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await pusher.expectPush(await bob.send(room, 'to be accepted'))
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be rejected'), rejecting(pusher.pushkey)))
      await expectRemoved(alice, pusher)
    },
  }),

  defineCase({
    id: 'delivery/rejected-among-others',
    title: 'A pusher is removed if its pushkey is one of several that are rejected, and no other pusher is',
    verifies: ['delivery.rejected-removed', 'delivery.not-rejected-stays'],
    caughtBy: ['delivery.rejected-pusher-stays', 'delivery.rejected-removes-siblings'],
    fairness:
      'The list has no order, and a server can ignore the pushkeys in it that nobody has. Of the remaining pushers, only the other one of this case is checked.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const other = await alice.setPusher()
      const response = rejecting('some-pushkey', pusher.pushkey, 'some-other-pushkey')
      const message = await pusher.responseFor(bob.send(room, 'to be rejected'), response)
      const reason = { buildsOn: ['pushers.many-per-user'] }
      await Promise.all([pusher, other].map((inbox) => inbox.expectPush(message, reason)))
      await expectRemoved(alice, pusher)
      await expectPushers(alice, 'the pushers after the rejection', [other], { buildsOn: [NOT_REJECTED.violates] })
      await expectSpared(alice, other, await bob.send(room, 'after the rejection'), NOT_REJECTED)
    },
  }),

  defineCase({
    id: 'delivery/pusher-stays-after-unknown-pushkey',
    title: 'After a response that rejects a pushkey nobody has, the pusher is still listed and notified',
    verifies: ['delivery.not-rejected-stays'],
    caughtBy: ['delivery.rejected-removes-unlisted', 'delivery.silent-after-unlisted-rejection'],
    fairness:
      "The list is defined as that of all invalid pushkeys, and the pusher's pushkey is not in it. A response with status 200 accepts the notification, so nothing has to be sent again, and the next one is due. What happens to the pushkey in the list does not matter here.",
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const response = rejecting('a-pushkey-that-nobody-has')
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to get this response'), response))
      pusher.accept()
      const later = await bob.send(room, 'a later message')
      await expectSpared(alice, pusher, later, { ...NOT_REJECTED, which: 'the pusher' })
      expect(await isListed(alice, pusher), 'Expected the pusher to be still listed, found it removed')
    },
  }),

  ...spared,

  defineCase({
    id: 'delivery/rejected-in-error-response',
    title: 'What happens to a pusher whose pushkey is rejected in a response with an error status',
    verifies: ['delivery.rejected-in-error-response'],
    async run({ sharedScene, retryTimeoutMs }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const other = await alice.setPusher()
      const response = { status: 500, body: { rejected: [pusher.pushkey] } }
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to get this response'), response))
      pusher.accept()
      const later = await bob.send(room, 'a later message')
      const listed = await isListedLater(alice, { pusher, other, later }, retryTimeoutMs)
      return `The target ${listed ? 'keeps' : 'removes'} the pusher`
    },
  }),

  defineCase({
    id: 'delivery/rejected-not-in-request',
    title: 'What happens to a pusher whose pushkey is rejected in the response to a notification of another pusher',
    verifies: ['delivery.rejected-not-in-request'],
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const other = await alice.setPusher()
      const message = await pusher.responseFor(bob.send(room, 'to get this response'), rejecting(other.pushkey))
      const { notification } = await pusher.expectPush(message)
      if (notification.devices.some(({ pushkey }) => pushkey === other.pushkey)) {
        throw new NotApplicable('The target notifies both pushers in one request')
      }
      await expectSpared(alice, pusher, await bob.send(room, 'a later message'), {
        ...NOT_REJECTED,
        which: 'the pusher that was notified',
      })
      return `The target ${(await isListed(alice, other)) ? 'keeps' : 'removes'} the pusher`
    },
  }),

  defineCase({
    id: 'delivery/rejected-shared-pushkey',
    title: 'What happens to a pusher if the pushkey that it shares with a pusher of another app is rejected',
    verifies: ['delivery.rejected-shared-pushkey'],
    async run({ sharedScene, specVersion }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const other = { pushkey: pusher.pushkey, appId: 'org.plexor.other' }
      await alice.client.ok('setPusher', {
        body: alice.pusherRequest({ pushkey: other.pushkey, app_id: other.appId }),
      })
      await expectBoth(alice, pusher, other, specVersion)
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
      await expectRemoved(alice, pusher)
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
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const other = await alice.setPusher()
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be rejected'), rejecting(pusher.pushkey)))
      await expectRemoved(alice, pusher)
      await expectPushers(alice, 'the pushers after the rejection', [other], { buildsOn: [NOT_REJECTED.violates] })
      const message = await bob.send(room, 'after the rejection')
      await expectSpared(alice, other, message, NOT_REJECTED)
      await pusher.expectSilence(message, { until: { inbox: other, fence: message } })
    },
  }),
]
