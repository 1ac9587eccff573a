import type { SetPusher } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import type { User } from '../harness/users/user.ts'
import { expectListed, expectPushers, type PusherId } from './helpers/listed-pusher.ts'

/** Requirement that a target violates if it does not list a pusher, in cases about those of another user. */
const SETTING = { buildsOn: ['pushers.set-creates'] }

/** Owner of a pusher, and the attributes that identify it. */
export const ownership = [
  defineCase({
    id: 'pushers/own-only',
    title: 'A user does not see the pushers of another user',
    verifies: ['pushers.own-only'],
    caughtBy: ['pushers.lists-all-users'],
    fairness:
      'The list belongs to the requesting user. No other case uses the two accounts at the same time, and Bob has set one pusher.',
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      await alice.setPusher()
      const bobs = await bob.setPusher()
      await expectPushers(bob, "Bob's pushers", [bobs])
    },
  }),

  defineCase({
    id: 'pushers/app-id-distinguishes',
    title: 'The same pushkey with another app_id is another pusher',
    verifies: ['pushers.identity'],
    caughtBy: ['pushers.app-id-ignored'],
    fairness:
      'Since v1.6 a pusher with the same user, app_id and pushkey is updated, and otherwise a new one is created; the case does not apply before that. The order of the list does not matter.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const first = alice.pusherRequest({ app_id: 'org.plexor.one' })
      await alice.client.ok('setPusher', { body: first })
      await alice.client.ok('setPusher', { body: { ...first, app_id: 'org.plexor.two' } })
      await expectPushers(alice, 'the pushers', idsOf(first, 'org.plexor.one', 'org.plexor.two'))
    },
  }),

  defineCase({
    id: 'pushers/delete-leaves-other-app-id',
    title: 'Deleting a pusher does not delete one with the same pushkey and another app_id',
    verifies: ['pushers.identity', 'pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignores-app-id'],
    fairness:
      'The specification says that the kind null deletes the pusher with this app_id and pushkey, and since v1.6 the same pushkey with another app_id is another pusher; the case does not apply before that.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const first = alice.pusherRequest({ app_id: 'org.plexor.one' })
      const [second] = idsOf(first, 'org.plexor.two')
      await alice.client.ok('setPusher', { body: first })
      await alice.client.ok('setPusher', { body: { ...first, app_id: 'org.plexor.two' } })
      await expectListed(alice, 'the pusher of the second app', second)
      await alice.deletePusher({ pushkey: first.pushkey, appId: first.app_id })
      await expectPushers(alice, 'the remaining pushers', [second])
    },
  }),

  defineCase({
    id: 'pushers/delete-leaves-other-users',
    title: "Deleting a pusher does not delete another user's pusher with the same app_id and pushkey",
    verifies: ['pushers.identity', 'pushers.null-kind-deletes'],
    caughtBy: ['pushers.delete-ignores-user'],
    fairness:
      "Keeping the pushers of both users with append is only a recommendation, so the case is skipped if the target does not. Bob deletes his own pusher, with append again, so that nothing in the request asks for the removal of Alice's.",
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      const request = await setListed(alice)
      await bob.client.ok('setPusher', { body: { ...request, append: true } })
      if ((await alice.pushers()).length === 0) throw new NotApplicable("Bob's pusher replaced Alice's despite append")
      const [id] = idsOf(request, request.app_id)
      await bob.deletePusher(id)
      await expectPushers(bob, "Bob's pushers after the deletion", [])
      await expectPushers(alice, "Alice's pushers after Bob deleted his", [id])
    },
  }),

  defineCase({
    id: 'pushers/append-false-takes-over',
    title: 'Without append, a pusher replaces those of other users with the same app_id and pushkey',
    verifies: ['pushers.append-false-takes-over'],
    caughtBy: ['pushers.append-false-keeps-others'],
    fairness:
      'By default append is false, and then such pushers of other users must be removed. Both lists are read after the request was confirmed.',
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      const request = await setListed(alice)
      await bob.client.ok('setPusher', { body: request })
      await expectPushers(alice, "Alice's pushers after Bob set his", [])
      await expectPushers(bob, "Bob's pushers", idsOf(request, request.app_id), SETTING)
    },
  }),

  defineCase({
    id: 'pushers/append-false-leaves-other-apps',
    title: 'Without append, a pusher does not replace those of other users with the same pushkey for other apps',
    verifies: ['pushers.identity'],
    caughtBy: ['pushers.append-false-ignores-app-id'],
    fairness:
      'Without append only pushers with the same app_id and the same pushkey are removed, and these differ in their app_id.',
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      const request = await setListed(alice, { app_id: 'org.plexor.one' })
      await bob.client.ok('setPusher', { body: { ...request, app_id: 'org.plexor.two' } })
      await expectPushers(alice, "Alice's pushers after Bob set his", idsOf(request, 'org.plexor.one'))
      await expectPushers(bob, "Bob's pushers", idsOf(request, 'org.plexor.two'), SETTING)
    },
  }),

  defineCase({
    id: 'pushers/append-true-keeps',
    title: 'With append, pushers of other users with the same app_id and pushkey are kept',
    verifies: ['pushers.append-true-keeps'],
    caughtBy: ['pushers.append-true-removes-others'],
    fairness:
      'The specification only recommends adding such a pusher to those of other users, so a mismatch is only a warning.',
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      const request = await setListed(alice)
      await bob.client.ok('setPusher', { body: { ...request, append: true } })
      await expectPushers(alice, "Alice's pushers after Bob set his", idsOf(request, request.app_id))
      await expectPushers(bob, "Bob's pushers", idsOf(request, request.app_id), SETTING)
    },
  }),
]

/** Sets a pusher, shows that it is listed, and returns the request. */
async function setListed(user: User, overrides: Partial<SetPusher> = {}): Promise<SetPusher> {
  const request = user.pusherRequest(overrides)
  await user.client.ok('setPusher', { body: request }, SETTING)
  const [id] = idsOf(request, request.app_id)
  await expectListed(user, `the pusher of ${user.name}`, id)
  return request
}

/** Returns the ids of pushers with the pushkey of a request and these app_ids. */
function idsOf<const AppIds extends readonly string[]>(
  { pushkey }: { pushkey: string },
  ...appIds: AppIds
): { [Index in keyof AppIds]: PusherId } {
  return appIds.map((appId) => ({ pushkey, appId })) as { [Index in keyof AppIds]: PusherId }
}
