import { type CaseBasics, type CaseContext, defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import type { Inbox } from '../harness/gateway/inbox.ts'
import { failing, type PushResponse, rejecting } from '../harness/gateway/push-response.ts'
import { eventually } from '../harness/target/deadline.ts'
import type { User } from '../harness/users/user.ts'
import { silent } from './failed.ts'

/** Whether a pusher is listed. */
async function isListed(user: User, { pushkey, appId }: Pick<Inbox, 'pushkey' | 'appId'>): Promise<boolean> {
  return (await user.pushers()).some((pusher) => pusher.pushkey === pushkey && pusher.app_id === appId)
}

/** Waits until a pusher is listed no more, and gives whether that came about. */
async function isRemoved(user: User, pusher: Inbox): Promise<boolean> {
  const { timeoutMs } = user.client.access
  return (await eventually(async () => ((await isListed(user, pusher)) ? undefined : true), timeoutMs)) === true
}

async function expectRemoved(user: User, pusher: Inbox): Promise<void> {
  expect(await isRemoved(user, pusher), 'Expected the rejected pusher to be removed, found it still listed')
}

/** Answers that give no reason to end the pusher, by what the text says. */
const NO_REASONS: (Omit<CaseBasics, 'id'> & { name: string; response: PushResponse })[] = [
  {
    name: 'unknown-pushkey',
    title: 'An answer that rejects a pushkey nobody has leaves the pusher in place',
    verifies: ['gateway.rejected-spares-others'],
    caughtBy: ['delivery.rejected-ends-unlisted'],
    fairness:
      'The list is defined as that of all pushkeys that are no good, and the pushkey of the pusher is not in it. What becomes of the one that is in it does not matter here.',
    response: rejecting('a-pushkey-that-nobody-has'),
  },
  ...[400, 404, 500].map((status) => ({
    name: String(status),
    title: `An answer of ${status} leaves the pusher in place`,
    verifies: ['gateway.retry'] as const,
    caughtBy: [status < 500 ? 'delivery.client-error-ends-pusher' : 'delivery.server-error-ends-pusher'],
    fairness:
      'After an error status the notification should be sent again, which takes the pusher. How soon does not matter here; one failure is too early to have tried for a reasonable time.',
    response: failing(status),
  })),
]

/** Answers with status 200 that are not as the schema has them: what a server makes of them is left open. */
const MALFORMED: { name: string; what: string; response: PushResponse }[] = [
  { name: 'empty-object', what: 'an answer without rejected', response: { status: 200, body: {} } },
  { name: 'empty-body', what: 'an answer without a body', response: { status: 200, body: '' } },
  { name: 'text', what: 'an answer that is not JSON', response: { status: 200, body: 'Thank you' } },
  {
    name: 'null-rejected',
    what: 'an answer whose rejected is null',
    response: { status: 200, body: { rejected: null } },
  },
]

/** Has the gateway give an answer to the push of a message, and looks whether the pusher is still listed afterwards. */
async function isListedAfter(
  response: PushResponse,
  { createScene, retryTimeoutMs }: Pick<CaseContext, 'createScene' | 'retryTimeoutMs'>,
): Promise<boolean> {
  const { alice, bob, room, pusher } = await createScene()
  const other = await alice.setPusher()
  await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be answered like this'), response))
  pusher.accept()
  // When another pusher has got a later message, the target has dealt with the answer.
  const later = await bob.send(room, 'a later message')
  if ((await other.attempt(later, 1, retryTimeoutMs)) === undefined) throw silent(retryTimeoutMs)
  return await isListed(alice, pusher)
}

const spared = [
  ...NO_REASONS.map(({ name, response, ...basics }) =>
    defineCase({
      ...basics,
      id: `delivery/spared-by-${name}`,
      async run(context) {
        const listed = await isListedAfter(response, context)
        expect(listed, 'Expected the pusher to be listed still, found it removed')
      },
    }),
  ),
  ...MALFORMED.map(({ name, what, response }) =>
    defineCase({
      id: `delivery/spared-by-${name}`,
      title: `Whether ${what} leaves the pusher in place`,
      verifies: ['gateway.malformed-answer'],
      async run(context) {
        return `The target ${(await isListedAfter(response, context)) ? 'keeps' : 'removes'} the pusher`
      },
    }),
  ),
]

/** What becomes of pushers whose pushkeys the gateway rejects, and of the others. */
export const rejected = [
  defineCase({
    id: 'delivery/rejected-later',
    title: 'A pusher is removed when its pushkey is rejected in the answer to a later notification',
    verifies: ['pushers.rejected-removed'],
    caughtBy: ['pushers.rejected-kept'],
    fairness:
      'The text has the pusher removed for any answer that rejects its pushkey, also after others that did not. The list of pushers is asked again until it is gone.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await pusher.expectPush(await bob.send(room, 'to be accepted'))
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be rejected'), rejecting(pusher.pushkey)))
      await expectRemoved(alice, pusher)
    },
  }),

  defineCase({
    id: 'delivery/rejected-among-others',
    title: 'A pusher is removed when its pushkey is one of several that are rejected, and no other pusher is',
    verifies: ['pushers.rejected-removed', 'gateway.rejected-spares-others'],
    caughtBy: ['pushers.rejected-kept'],
    fairness:
      'The list has no order, and the pushkeys in it that nobody has are of no concern to a server. Of the pushers that are left, only the other one of the case is looked for.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await alice.setPusher()
      const response = rejecting('some-pushkey', pusher.pushkey, 'some-other-pushkey')
      const message = await pusher.responseFor(bob.send(room, 'to be rejected'), response)
      await Promise.all([pusher, other].map((inbox) => inbox.expectPush(message)))
      await expectRemoved(alice, pusher)
      expect(await isListed(alice, other), 'Expected the other pusher to be listed still, found it removed')
      await other.expectPush(await bob.send(room, 'after the rejection'))
    },
  }),

  defineCase({
    id: 'delivery/set-again-after-rejection',
    title: 'A pusher that was rejected can be set again, and is listed then',
    verifies: ['pushers.set-creates'],
    caughtBy: ['pushers.lists-none'],
    fairness:
      'A pusher that the server takes is listed, whatever became of an earlier one. Whether it is taken and notified is not judged: the text has a server cease to notify the pushkey, and does not say for how long.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be rejected'), rejecting(pusher.pushkey)))
      if (!(await isRemoved(alice, pusher))) throw new NotApplicable('The target did not remove the rejected pusher')
      pusher.accept()
      const { status } = await alice.trySetPusher(alice.pusherRequest({ pushkey: pusher.pushkey }))
      if (status !== 200) return `The target does not let a rejected pusher be set again: status ${status}`
      expect(await isListed(alice, pusher), 'Expected the pusher that was set again to be listed, found it missing')
      const push = await pusher.arrivalOf(await bob.send(room, 'after it was set again'))
      return push === undefined ? 'The target lists the pusher again, and does not notify it' : undefined
    },
  }),

  ...spared,

  defineCase({
    id: 'delivery/rejected-in-error',
    title: 'What becomes of a pusher whose pushkey is rejected in an answer with an error status',
    verifies: ['gateway.rejected-in-error'],
    async run({ createScene, retryTimeoutMs }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await alice.setPusher()
      const response = { status: 500, body: { rejected: [pusher.pushkey] } }
      await pusher.expectPush(await pusher.responseFor(bob.send(room, 'to be answered like this'), response))
      pusher.accept()
      const later = await bob.send(room, 'a later message')
      if ((await other.attempt(later, 1, retryTimeoutMs)) === undefined) throw silent(retryTimeoutMs)
      return `The target ${(await isListed(alice, pusher)) ? 'keeps' : 'removes'} the pusher`
    },
  }),

  defineCase({
    id: 'delivery/rejected-foreign',
    title: 'What becomes of a pusher whose pushkey is rejected in the answer to a notification of another pusher',
    verifies: ['gateway.rejected-foreign'],
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = await alice.setPusher()
      const message = await pusher.responseFor(bob.send(room, 'to be answered like this'), rejecting(other.pushkey))
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
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const other = { pushkey: pusher.pushkey, appId: 'org.plexor.other' }
      await alice.client.ok('setPusher', {
        body: alice.pusherRequest({ pushkey: other.pushkey, app_id: other.appId }),
      })
      pusher.response = ({ device }) => (device.app_id === pusher.appId ? rejecting(pusher.pushkey) : rejecting())
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
