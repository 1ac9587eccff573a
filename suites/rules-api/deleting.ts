import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectOtherThan, sounding, soundOf } from '../harness/case/sound.ts'
import { isListed } from './helpers/listed-rule.ts'

/** Deletion of rules. */
export const deleting = [
  defineCase({
    id: 'rules-api/deleted-is-removed',
    title: 'A deleted rule is no longer listed and no longer matches, and other rules of its kind stay',
    verifies: ['rules-api.delete'],
    caughtBy: ['rules-api.delete-removes-all', 'rules-api.delete-ignored'],
    fairness:
      'The push under the rule is awaited before the rule is deleted; after that any other rule may decide, with any other sound.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      for (const name of ['tea', 'coffee']) {
        await alice.putRule('content', name, { pattern: name, actions: sounding(name) })
      }
      expectEqual('the sound at first', soundOf(await pusher.expectPush(await bob.send(room, 'tea'))), 'tea')
      await alice.deleteRule('content', 'tea')
      expectEqual('whether the deleted rule is listed', await isListed(alice, 'content', 'tea'), false)
      expectEqual('whether the other rule is listed', await isListed(alice, 'content', 'coffee'), true)
      const tea = await pusher.expectPush(await bob.send(room, 'more tea'))
      const coffee = await pusher.expectPush(await bob.send(room, 'coffee'))
      expectOtherThan(['tea', 'coffee'], 'the push of an event that the deleted rule would match', tea)
      expectEqual('the sound of an event that the other rule matches', soundOf(coffee), 'coffee')
    },
  }),

  defineCase({
    id: 'rules-api/deleted-is-unknown',
    title: 'A deleted rule can neither be read nor deleted again',
    verifies: ['rules-api.delete', 'rules-api.get-unknown', 'rules-api.delete-unknown'],
    caughtBy: ['rules-api.delete-ignored'],
    fairness:
      'Both endpoints list status 404 for a rule that does not exist, and a deleted rule does not exist. The errcode is not checked.',
    async run({ user }) {
      const alice = await user('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      await alice.deleteRule('content', 'tea')
      const path = { kind: 'content', ruleId: 'tea' }
      expectEqual('the status of reading it', (await alice.client.call('getPushRule', { path })).status, 404)
      expectEqual('the status of deleting it', (await alice.client.call('deletePushRule', { path })).status, 404)
    },
  }),

  defineCase({
    id: 'rules-api/delete-default',
    title: 'How the target responds to the deletion of a server-default rule',
    verifies: ['rules-api.delete-default'],
    async run({ user }) {
      const alice = await user('alice')
      const path = { kind: 'underride', ruleId: '.m.rule.message' }
      const { status } = await alice.client.call('deletePushRule', { path })
      const listed = await isListed(alice, 'underride', '.m.rule.message')
      return `The target responds with ${status}, and the rule is ${listed ? 'still' : 'not'} listed`
    },
  }),
]
