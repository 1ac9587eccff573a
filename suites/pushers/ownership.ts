import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expectEqual } from '../harness/case/expect.ts'

/** Owner of a pusher, and the attributes that identify it. */
export const ownership = [
  defineCase({
    id: 'pushers/own-only',
    title: 'A user does not see the pushers of another user',
    verifies: ['pushers.own-only'],
    caughtBy: ['pushers.lists-all-users'],
    fairness:
      'The list belongs to the requesting user. Both accounts were created for this case, and Bob has set one pusher.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      await alice.setPusher()
      const bobs = await bob.setPusher()
      const pushkeys = (await bob.pushers()).map(({ pushkey }) => pushkey)
      expectEqual("the pushkeys of Bob's pushers", pushkeys, [bobs.pushkey])
    },
  }),

  defineCase({
    id: 'pushers/app-id-distinguishes',
    title: 'The same pushkey with another app_id is another pusher',
    verifies: ['pushers.identity'],
    caughtBy: ['pushers.app-id-ignored'],
    fairness:
      'Since v1.6 a pusher with the same user, app_id and pushkey is updated, and otherwise a new one is created; the case does not apply before that. The order of the list does not matter.',
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
    title: 'Deleting a pusher does not delete one with the same pushkey and another app_id',
    verifies: ['pushers.identity', 'pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignores-app-id'],
    fairness:
      'The specification says that the kind null deletes the pusher with this app_id and pushkey, and since v1.6 the same pushkey with another app_id is another pusher; the case does not apply before that.',
    async run({ user }) {
      const alice = await user('alice')
      const first = alice.pusherRequest({ app_id: 'org.plexor.one' })
      await alice.client.ok('setPusher', { body: first })
      await alice.client.ok('setPusher', { body: { ...first, app_id: 'org.plexor.two' } })
      await alice.client.ok('setPusher', { body: { ...first, kind: null } })
      const appIds = (await alice.pushers()).map(({ app_id }) => app_id)
      expectEqual('the app_ids of the remaining pushers', appIds, ['org.plexor.two'])
    },
  }),

  defineCase({
    id: 'pushers/delete-leaves-other-users',
    title: "Deleting a pusher does not delete another user's pusher with the same app_id and pushkey",
    verifies: ['pushers.identity', 'pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignores-user'],
    fairness:
      "Keeping the pushers of both users with append is only a recommendation, so the case is skipped if the target does not. Bob deletes his own pusher, and Alice's belongs to another user.",
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const request = alice.pusherRequest()
      await alice.client.ok('setPusher', { body: request })
      await bob.client.ok('setPusher', { body: { ...request, append: true } })
      if ((await alice.pushers()).length === 0) throw new NotApplicable("Bob's pusher replaced Alice's")
      await bob.client.ok('setPusher', { body: { ...request, kind: null } })
      expectEqual("the number of Bob's pushers", (await bob.pushers()).length, 0)
      expectEqual("the number of Alice's pushers", (await alice.pushers()).length, 1)
    },
  }),

  defineCase({
    id: 'pushers/append-false-takes-over',
    title: 'Without append, a pusher replaces those of other users with the same app_id and pushkey',
    verifies: ['pushers.append-false-takes-over'],
    caughtBy: ['pushers.append-false-keeps-others'],
    fairness:
      'By default append is false, and then such pushers of other users must be removed. Both lists are read after the request was confirmed.',
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
    id: 'pushers/append-false-leaves-other-apps',
    title: 'Without append, a pusher does not replace those of other users with the same pushkey for other apps',
    verifies: ['pushers.identity'],
    caughtBy: ['pushers.append-false-ignores-app-id'],
    fairness:
      'Without append only pushers with the same app_id and the same pushkey are removed, and these differ in their app_id.',
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
    title: 'With append, pushers of other users with the same app_id and pushkey are kept',
    verifies: ['pushers.append-true-keeps'],
    caughtBy: ['pushers.append-true-removes-others'],
    fairness:
      'The specification only recommends adding such a pusher to those of other users, so a mismatch is only a warning.',
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
