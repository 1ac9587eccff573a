import { defineCase } from '../harness/case.ts'
import { eventually } from '../harness/deadline.ts'
import { NotApplicable } from '../harness/errors.ts'
import { expect, expectEqual } from '../harness/expect.ts'
import type { Inbox } from '../harness/inbox.ts'
import { failing, type PushAnswer, rejecting } from '../harness/push-answer.ts'
import type { User } from '../harness/user.ts'
import { silent } from './failed.ts'

/** Whether a pusher is listed. */
async function isListed(user: User, { pushkey, appId }: Pick<Inbox, 'pushkey' | 'appId'>): Promise<boolean> {
  return (await user.pushers()).some((pusher) => pusher.pushkey === pushkey && pusher.app_id === appId)
}

/** Waits until a pusher is listed no more, and gives whether that came about. */
async function isRemoved(user: User, pusher: Inbox): Promise<boolean> {
  const { patienceMs } = user.client.access
  return (await eventually(async () => ((await isListed(user, pusher)) ? undefined : true), patienceMs)) === true
}

async function expectRemoved(user: User, pusher: Inbox): Promise<void> {
  expect(await isRemoved(user, pusher), 'Expected the rejected pusher to be removed, found it still listed')
}

/** Answers that list no pushkey as rejected, as far as anybody can tell. */
const ANSWERS_THAT_REJECT_NOTHING: { name: string; what: string; answer: PushAnswer; caughtBy: string[] }[] = [
  {
    name: 'unknown-pushkey',
    what: 'An answer that rejects a pushkey nobody has',
    answer: rejecting('a-pushkey-that-nobody-has'),
    caughtBy: ['delivery.rejected-ends-unlisted'],
  },
  { name: '400', what: 'An answer of 400', answer: failing(400), caughtBy: ['delivery.client-error-ends-pusher'] },
  { name: '404', what: 'An answer of 404', answer: failing(404), caughtBy: ['delivery.client-error-ends-pusher'] },
  { name: '500', what: 'An answer of 500', answer: failing(500), caughtBy: ['delivery.server-error-ends-pusher'] },
  {
    name: 'empty-object',
    what: 'An answer without rejected',
    answer: { status: 200, body: {} },
    caughtBy: ['pushers.lists-none'],
  },
  {
    name: 'empty-body',
    what: 'An answer without a body',
    answer: { status: 200, body: '' },
    caughtBy: ['pushers.lists-none'],
  },
  {
    name: 'text',
    what: 'An answer that is not JSON',
    answer: { status: 200, body: 'Thank you' },
    caughtBy: ['pushers.lists-none'],
  },
  {
    name: 'null-rejected',
    what: 'An answer whose rejected is null',
    answer: { status: 200, body: { rejected: null } },
    caughtBy: ['pushers.lists-none'],
  },
]

const spared = ANSWERS_THAT_REJECT_NOTHING.map(({ name, what, answer, caughtBy }) =>
  defineCase({
    id: `delivery/spared-by-${name}`,
    title: `${what} leaves the pusher in place`,
    verifies: ['gateway.rejected-spares-others'],
    caughtBy,
    fairness:
      'Nothing but a rejected pushkey is said to end a pusher. Whether the notification is sent again is not judged here.',
    async run({ scene, retryPatienceMs }) {
      const { alice, bob, room, pusher } = await scene()
      const other = await alice.setPusher()
      pusher.answer = () => answer
      await pusher.expectPush(await bob.send(room, 'to be answered like this'))
      pusher.accept()
      // When another pusher has got a later message, the target has dealt with the answer.
      const later = await bob.send(room, 'a later message')
      if ((await other.attempt(later, 1, retryPatienceMs)) === undefined) throw silent(retryPatienceMs)
      expect(await isListed(alice, pusher), 'Expected the pusher to be listed still, found it removed')
    },
  }),
)

/** What becomes of pushers whose pushkeys the gateway rejects, and of the others. */
export const rejected = [
  defineCase({
    id: 'delivery/rejected-later',
    title: 'A pusher is removed when its pushkey is rejected in the answer to a later notification',
    verifies: ['pushers.rejected-removed'],
    caughtBy: ['pushers.rejected-kept'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      await pusher.expectPush(await bob.send(room, 'to be accepted'))
      pusher.answer = () => rejecting(pusher.pushkey)
      await pusher.expectPush(await bob.send(room, 'to be rejected'))
      await expectRemoved(alice, pusher)
    },
  }),

  defineCase({
    id: 'delivery/rejected-among-others',
    title: 'A pusher is removed when its pushkey is one of several that are rejected, and no other pusher is',
    verifies: ['pushers.rejected-removed', 'gateway.rejected-spares-others'],
    caughtBy: ['pushers.rejected-kept'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const other = await alice.setPusher()
      pusher.answer = () => rejecting('some-pushkey', pusher.pushkey, 'some-other-pushkey')
      const message = await bob.send(room, 'to be rejected')
      await Promise.all([pusher, other].map((inbox) => inbox.expectPush(message)))
      await expectRemoved(alice, pusher)
      expectEqual(
        'the pushkeys that are left',
        (await alice.pushers()).map(({ pushkey }) => pushkey),
        [other.pushkey],
      )
      await other.expectPush(await bob.send(room, 'after the rejection'))
    },
  }),

  defineCase({
    id: 'delivery/set-again-after-rejection',
    title: 'A pusher that was rejected can be set again, and is notified then',
    verifies: ['pushers.set-creates'],
    caughtBy: ['pushers.lists-none'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      pusher.answer = () => rejecting(pusher.pushkey)
      await pusher.expectPush(await bob.send(room, 'to be rejected'))
      if (!(await isRemoved(alice, pusher))) throw new NotApplicable('The target did not remove the rejected pusher')
      pusher.accept()
      await alice.client.ok('setPusher', { body: alice.pusherRequest({ pushkey: pusher.pushkey }) })
      expect(await isListed(alice, pusher), 'Expected the pusher that was set again to be listed, found it missing')
      await pusher.expectPush(await bob.send(room, 'after it was set again'))
    },
  }),

  ...spared,

  defineCase({
    id: 'delivery/rejected-in-error',
    title: 'What becomes of a pusher whose pushkey is rejected in an answer with an error status',
    verifies: ['gateway.rejected-in-error'],
    async run({ scene, retryPatienceMs }) {
      const { alice, bob, room, pusher } = await scene()
      const other = await alice.setPusher()
      pusher.answer = () => ({ status: 500, body: { rejected: [pusher.pushkey] } })
      await pusher.expectPush(await bob.send(room, 'to be answered like this'))
      pusher.accept()
      const later = await bob.send(room, 'a later message')
      if ((await other.attempt(later, 1, retryPatienceMs)) === undefined) throw silent(retryPatienceMs)
      return `The target ${(await isListed(alice, pusher)) ? 'keeps' : 'removes'} the pusher`
    },
  }),

  defineCase({
    id: 'delivery/rejected-foreign',
    title: 'What becomes of a pusher whose pushkey is rejected in the answer to a notification of another pusher',
    verifies: ['gateway.rejected-foreign'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const other = await alice.setPusher()
      pusher.answer = () => rejecting(other.pushkey)
      const message = await bob.send(room, 'to be answered like this')
      const { notification } = await pusher.expectPush(message)
      if (notification.devices.some(({ pushkey }) => pushkey === other.pushkey)) {
        throw new NotApplicable('The target notifies both pushers by one request')
      }
      await pusher.expectPush(await bob.send(room, 'a later message'))
      return `The target ${(await isListed(alice, other)) ? 'keeps' : 'removes'} the pusher`
    },
  }),

  defineCase({
    id: 'delivery/rejected-of-two-apps',
    title: 'What becomes of a pusher when the pushkey that it shares with one of another app is rejected',
    verifies: ['gateway.rejected-of-two-apps'],
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const other = { pushkey: pusher.pushkey, appId: 'org.plexor.other' }
      await alice.client.ok('setPusher', {
        body: alice.pusherRequest({ pushkey: other.pushkey, app_id: other.appId }),
      })
      pusher.answer = ({ device }) => (device.app_id === pusher.appId ? rejecting(pusher.pushkey) : rejecting())
      const message = await bob.send(room, 'to be rejected')
      await pusher.expectPushThat(
        'a push for the first app',
        ({ device, notification }) => device.app_id === pusher.appId && notification.event_id === message,
      )
      if (!(await isRemoved(alice, pusher))) throw new NotApplicable('The target did not remove the rejected pusher')
      return `The target ${(await isListed(alice, other)) ? 'keeps' : 'removes'} the pusher of the other app`
    },
  }),
]
