import { defineCase } from '../harness/case/case.ts'
import { expectRefused, expectStatus } from '../harness/case/expect.ts'
import { expectBadJson } from '../harness/case/expect-bad-json.ts'
import type { User } from '../harness/users/user.ts'
import { expectSameRules, FAIR_TO_COMPARE, globalOf } from './helpers/push-rules-event.ts'

/** Body that a client would write to delete all rules. */
const NO_RULES = { global: {} }

/** Push rules at the endpoints for account data. */
export const accountDataEndpoints = [
  defineCase({
    id: 'rules-sync/read-as-account-data',
    title: 'The push rules can be read as account data, with all rules of the list',
    verifies: ['rules-sync.readable-as-account-data', 'rules-sync.content'],
    caughtBy: ['rules-sync.account-data-read-as-empty'],
    fairness: `Since v1.10 the specification says that clients can read this type like any other, but not write it; the case does not apply before that. ${FAIR_TO_COMPARE}.`,
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      expectSameRules('m.push_rules', globalOf(await alice.accountData('m.push_rules')), await alice.pushRules())
    },
  }),

  defineCase({
    id: 'rules-sync/not-readable-by-others',
    title: "Another user's push rules cannot be read as account data",
    verifies: ['rules-sync.private'],
    caughtBy: ['rules-sync.account-data-open-to-everyone'],
    fairness:
      'Account data is visible only to its own user. Any refusal passes, including one that says that nothing was found.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const path = { userId: alice.userId, type: 'm.push_rules' }
      const response = await bob.client.call('getAccountData', { path })
      expectRefused("reading another's push rules", response.status)
    },
  }),

  defineCase({
    id: 'rules-sync/not-writable',
    title: 'Writing the push rules as account data is refused with 405, and the rules do not change',
    verifies: ['rules-sync.not-writable'],
    caughtBy: ['rules-sync.writable', 'rules-sync.writing-refused-with-403'],
    fairness:
      'Since v1.10 the specification requires status 405 for types that the server manages, and this is one of them. Another case is about the errcode.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      const before = await alice.pushRules()
      expectStatus(await write(alice), 405)
      expectSameRules('the list after that', await alice.pushRules(), before)
    },
  }),

  defineCase({
    id: 'rules-sync/not-writable-in-room',
    title: 'Writing push rules as account data of a room is refused with 405',
    verifies: ['rules-sync.not-writable-in-room'],
    caughtBy: ['rules-sync.writable-in-rooms', 'rules-sync.writing-refused-with-403'],
    fairness:
      'Since v1.10 the specification requires status 405 for account data of a room, as for that of the user. Alice is in the room, and the body is an object; the errcode is not compared.',
    async run({ sharedScene }) {
      const { alice, room } = await sharedScene()
      const path = { userId: alice.userId, roomId: room, type: 'm.push_rules' }
      const response = await alice.client.call('putRoomAccountData', { path, body: NO_RULES })
      expectStatus(response, 405)
    },
  }),

  defineCase({
    id: 'rules-sync/not-writable-errcode',
    title: 'Writing push rules as account data is refused with the errcode M_BAD_JSON',
    verifies: ['rules-sync.not-writable-errcode'],
    caughtBy: ['rules-sync.writing-refused-with-another-errcode'],
    fairness:
      'The description of status 405 names this errcode for types that the server controls, outside of its example. The case is skipped if the response has another status, which another case judges.',
    async run({ sharedUser }) {
      expectBadJson(await write(await sharedUser('alice')), 'push rules')
    },
  }),

  defineCase({
    id: 'rules-sync/early-writing',
    title: 'How the target responds to writing push rules as account data',
    verifies: ['rules-sync.early-writing'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const { status } = await write(alice)
      const kept = (await alice.rulesOf('underride')).length > 0
      return `The target responds with ${status} and ${kept ? 'keeps' : 'does not keep'} the rules`
    },
  }),
]

/** Writes push rules as account data of the user. */
async function write({ client, userId }: User) {
  return await client.call('putAccountData', { path: { userId, type: 'm.push_rules' }, body: NO_RULES })
}
