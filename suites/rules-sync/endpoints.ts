import { defineCase } from '../harness/case/case.ts'
import { expectEqual, expectRefused } from '../harness/case/expect.ts'
import { quote } from '../harness/evidence/quote.ts'
import { errcodeOf } from '../harness/target/errcode.ts'
import type { User } from '../harness/users/user.ts'
import { expectSameRules, FAIR_TO_COMPARE, globalOf } from './push-rules-event.ts'

/** What a client would write that wants to have no rules at all. */
const NO_RULES = { global: {} }

/** The push rules at the endpoints for account data. */
export const endpoints = [
  defineCase({
    id: 'account-data/read',
    title: 'The push rules can be read as account data, all of them as the list has them',
    verifies: ['account-data.read', 'account-data.content'],
    caughtBy: ['account-data.rules-not-readable'],
    fairness:
      'Since v1.10 the text has servers let clients read this type as any other, though not write it; before, the case ' +
      `does not apply. ${FAIR_TO_COMPARE}.`,
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      expectSameRules('m.push_rules', globalOf(await alice.accountData('m.push_rules')), await alice.pushRules())
    },
  }),

  defineCase({
    id: 'account-data/not-of-others',
    title: 'The push rules of another user cannot be read as account data',
    verifies: ['account-data.private'],
    caughtBy: ['account-data.open-to-everyone'],
    fairness:
      'Account data is visible to its own user alone. Any refusal will do, one that says that there is nothing too.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const path = { userId: alice.userId, type: 'm.push_rules' }
      const response = await bob.client.call('getAccountData', { path })
      expectRefused("reading another's push rules", response.status)
    },
  }),

  defineCase({
    id: 'account-data/not-settable',
    title: 'Writing the push rules as account data is refused with 405, and the rules stay',
    verifies: ['account-data.not-settable'],
    caughtBy: ['account-data.rules-settable', 'account-data.refused-with-403'],
    fairness:
      'Since v1.10 the text demands the status 405 for the types that the server manages, of which this is one; the ' +
      'errcode is only its example, and another case notes it.',
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      const before = await alice.pushRules()
      expectEqual('the status of the answer', (await write(alice)).status, 405)
      expectSameRules('the list after that', await alice.pushRules(), before)
    },
  }),

  defineCase({
    id: 'account-data/not-settable-in-a-room',
    title: 'Writing push rules as account data of a room is refused with 405',
    verifies: ['account-data.not-settable-in-room'],
    caughtBy: ['account-data.rules-settable-in-rooms', 'account-data.refused-with-403'],
    fairness:
      'What the text demands since v1.10 for account data of the user, the status 405, it demands for that of a room too. ' +
      'Alice is in the room, and the body is an object; the errcode is not compared.',
    async run({ user }) {
      const alice = await user('alice')
      const path = { userId: alice.userId, roomId: await alice.createRoom(), type: 'm.push_rules' }
      const response = await alice.client.call('putRoomAccountData', { path, body: NO_RULES })
      expectEqual('the status of the answer', response.status, 405)
    },
  }),

  defineCase({
    id: 'account-data/not-settable-errcode',
    title: 'With which errcode the writing of push rules as account data is refused',
    verifies: ['account-data.not-settable-errcode'],
    async run({ user }) {
      const { status, body } = await write(await user('alice'))
      return `The target answers ${status} with the errcode ${quote(errcodeOf(body))}`
    },
  }),

  defineCase({
    id: 'account-data/settable-once',
    title: 'What the target answers when push rules are written as account data',
    verifies: ['account-data.settable-once'],
    async run({ user }) {
      const alice = await user('alice')
      const { status } = await write(alice)
      const kept = (await alice.rulesOf('underride')).length > 0
      return `The target answers ${status}, and ${kept ? 'keeps' : 'does not keep'} the rules`
    },
  }),
]

/** Writes push rules as account data of the user. */
async function write({ client, userId }: User) {
  return await client.call('putAccountData', { path: { userId, type: 'm.push_rules' }, body: NO_RULES })
}
