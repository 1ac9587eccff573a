import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectStatus } from '../harness/case/expect.ts'
import { expectOtherThan, sounding } from '../harness/case/sound.ts'
import { type DecidingRule, expectDecides } from './helpers/deciding-rule.ts'
import { expectNotListed, isListed } from './helpers/listed-rule.ts'

/** Deletion of rules. */
export const deleting = [
  defineCase({
    id: 'rules-api/deleted-is-removed',
    title: 'A deleted rule is no longer listed and no longer matches, and other rules of its kind stay',
    verifies: ['rules-api.delete'],
    caughtBy: ['rules-api.delete-removes-all', 'rules-api.delete-ignored'],
    fairness:
      'The push under the rule is awaited before the rule is deleted; after that any other rule may decide, with any other sound.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      for (const name of ['tea', 'coffee']) {
        await alice.putRule('content', name, { pattern: name, actions: sounding(name) })
      }
      await expectDecides(
        { alice, pusher },
        sounded('tea'),
        'a message before it is deleted',
        await bob.send(room, 'tea'),
      )
      await alice.deleteRule('content', 'tea')
      await expectNotListed(alice, 'content', 'tea', 'it was deleted')
      const others = (await alice.rulesOf('content')).map(({ rule_id }) => rule_id)
      expect(
        others.includes('coffee'),
        `Expected the content rule "coffee" still in the list after "tea" was deleted, found ${quote(others)}`,
      )
      const because = 'a default rule matches it, although the rule "tea" is deleted'
      const tea = await pusher.expectPush(await bob.send(room, 'more tea'), { because })
      expectOtherThan(['tea', 'coffee'], 'the push of an event that the deleted rule would match', tea)
      const what = 'a message after the other rule was deleted'
      await expectDecides({ alice, pusher }, sounded('coffee'), what, await bob.send(room, 'coffee'))
    },
  }),

  defineCase({
    id: 'rules-api/deleted-is-unknown',
    title: 'A deleted rule can neither be read nor deleted again',
    verifies: ['rules-api.delete', 'rules-api.get-unknown', 'rules-api.delete-unknown'],
    caughtBy: ['rules-api.delete-ignored'],
    fairness:
      'Both endpoints list status 404 for a rule that does not exist, and a deleted rule does not exist. The errcode is not checked.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: ['notify'] })
      await alice.deleteRule('content', 'tea')
      const path = { kind: 'content', ruleId: 'tea' }
      expectStatus(await alice.client.call('getPushRule', { path }), 404, 'the rule was deleted')
      expectStatus(await alice.client.call('deletePushRule', { path }), 404, 'the rule was deleted before')
    },
  }),

  defineCase({
    id: 'rules-api/delete-default',
    title: 'How the target responds to the deletion of a server-default rule',
    verifies: ['rules-api.delete-default'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const path = { kind: 'underride', ruleId: '.m.rule.message' }
      const { status } = await alice.client.call('deletePushRule', { path })
      const listed = await isListed(alice, 'underride', '.m.rule.message')
      return `The target responds with ${status}, and the rule is ${listed ? 'still' : 'not'} listed`
    },
  }),
]

/** Returns a content rule that plays its own name. */
function sounded(name: string): DecidingRule {
  return { kind: 'content', ruleId: name, sound: name }
}
