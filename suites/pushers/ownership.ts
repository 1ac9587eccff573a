import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expectEqual } from '../harness/case/expect.ts'

/** Whose a pusher is, and what tells it from others. */
export const ownership = [
  defineCase({
    id: 'pushers/own-only',
    title: 'A user does not see the pushers of another user',
    verifies: ['pushers.own-only'],
    caughtBy: ['pushers.lists-everyone'],
    fairness:
      'The list is that of the user who asks, and both accounts were made for this case; Bob has set one pusher.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      await alice.setPusher()
      const bobs = await bob.setPusher()
      const pushkeys = (await bob.pushers()).map(({ pushkey }) => pushkey)
      expectEqual("the pushkeys of Bob's pushers", pushkeys, [bobs.pushkey])
    },
  }),

  defineCase({
    id: 'pushers/app-id-tells-apart',
    title: 'The same pushkey under another app_id is another pusher',
    verifies: ['pushers.identity'],
    caughtBy: ['pushers.app-id-ignored'],
    fairness:
      'Since v1.6 a pusher is updated where user, app_id and pushkey are the same, and made otherwise; before, the case ' +
      'does not apply. The order of the list does not matter.',
    async run({ user }) {
      const alice = await user('alice')
      const first = alice.pusherRequest({ app_id: 'org.plexor.one' })
      await alice.client.ok('setPusher', { body: first })
      await alice.client.ok('setPusher', { body: { ...first, app_id: 'org.plexor.two' } })
      const appIds = (await alice.pushers()).map(({ app_id }) => app_id).sort()
      expectEqual('the app_ids of the pushers', appIds, ['org.plexor.one', 'org.plexor.two'])
    },
  }),

  defineCase({
    id: 'pushers/delete-leaves-other-app-id',
    title: 'Deleting a pusher leaves the one with the same pushkey under another app_id',
    verifies: ['pushers.identity', 'pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignores-app-id'],
    fairness:
      'The text lets a kind of null delete the pusher with this app_id and pushkey, and since v1.6 the same pushkey for ' +
      'another app is another pusher; before, the case does not apply.',
    async run({ user }) {
      const alice = await user('alice')
      const first = alice.pusherRequest({ app_id: 'org.plexor.one' })
      await alice.client.ok('setPusher', { body: first })
      await alice.client.ok('setPusher', { body: { ...first, app_id: 'org.plexor.two' } })
      await alice.client.ok('setPusher', { body: { ...first, kind: null } })
      const appIds = (await alice.pushers()).map(({ app_id }) => app_id)
      expectEqual('the app_ids of the pushers that are left', appIds, ['org.plexor.two'])
    },
  }),

  defineCase({
    id: 'pushers/delete-leaves-other-users',
    title: 'Deleting a pusher leaves that of another user with the same app_id and pushkey',
    verifies: ['pushers.identity', 'pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignores-user'],
    fairness:
      'That append keeps the pushers of both users is a recommendation: where it does not, there is nothing to judge. ' +
      "What Bob deletes is a pusher of his own, and Alice's differs in its user.",
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const request = alice.pusherRequest()
      await alice.client.ok('setPusher', { body: request })
      await bob.client.ok('setPusher', { body: { ...request, append: true } })
      if ((await alice.pushers()).length === 0) throw new NotApplicable("Bob's pusher took the place of Alice's")
      await bob.client.ok('setPusher', { body: { ...request, kind: null } })
      expectEqual("the number of Bob's pushers", (await bob.pushers()).length, 0)
      expectEqual("the number of Alice's pushers", (await alice.pushers()).length, 1)
    },
  }),

  defineCase({
    id: 'pushers/append-false-takes-over',
    title: 'Without append, a pusher takes the app_id and pushkey over from other users',
    verifies: ['pushers.append-false-takes-over'],
    caughtBy: ['pushers.append-false-keeps-others'],
    fairness:
      'Append is false where it is absent, and then such pushers of other users must be removed. Both lists are read ' +
      'when the request has been answered.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const request = alice.pusherRequest()
      await alice.client.ok('setPusher', { body: request })
      await bob.client.ok('setPusher', { body: request })
      expectEqual("the number of Alice's pushers", (await alice.pushers()).length, 0)
      expectEqual("the number of Bob's pushers", (await bob.pushers()).length, 1)
    },
  }),

  defineCase({
    id: 'pushers/takes-over-one-app',
    title: 'Without append, a pusher leaves those that other users have with its pushkey for other apps',
    verifies: ['pushers.identity'],
    caughtBy: ['pushers.append-false-ignores-app-id'],
    fairness:
      'Without append only pushers with the same app_id and the same pushkey are to be removed, and these differ in ' +
      'their app_id.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const request = alice.pusherRequest({ app_id: 'org.plexor.one' })
      await alice.client.ok('setPusher', { body: request })
      await bob.client.ok('setPusher', { body: { ...request, app_id: 'org.plexor.two' } })
      expectEqual("the number of Alice's pushers", (await alice.pushers()).length, 1)
      expectEqual("the number of Bob's pushers", (await bob.pushers()).length, 1)
    },
  }),

  defineCase({
    id: 'pushers/append-true-keeps',
    title: 'With append, the pushers of other users with the same app_id and pushkey stay',
    verifies: ['pushers.append-true-keeps'],
    caughtBy: ['pushers.append-true-removes-others'],
    fairness:
      'The text only recommends that such a pusher is added to those of other users, so a server that does not warns.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const request = alice.pusherRequest()
      await alice.client.ok('setPusher', { body: request })
      await bob.client.ok('setPusher', { body: { ...request, append: true } })
      expectEqual("the number of Alice's pushers", (await alice.pushers()).length, 1)
      expectEqual("the number of Bob's pushers", (await bob.pushers()).length, 1)
    },
  }),
]
