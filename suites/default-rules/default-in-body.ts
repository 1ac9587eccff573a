import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectNotListed, onlyRule } from '../rules-api/helpers/listed-rule.ts'

/** Rules of users whose request bodies say that they are defaults. */
export const defaultInBody = [
  defineCase({
    id: 'default-rules/default-in-body',
    title: "A rule of a user's is not marked as a default, whatever the body of its request says",
    verifies: ['default-rules.marked-as-default'],
    caughtBy: ['default-rules.taken-from-body'],
    fairness:
      "The body of a rule has no such key, and default distinguishes the server's rules from those that a user set. A target may refuse the key, or ignore it.",
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const { status } = await alice.tryPutRule('content', 'said-to-be-default', {
        pattern: 'tea',
        actions: ['notify'],
        default: true,
      })
      if (status >= 400 && status < 500) return
      expectEqual('default of the rule', (await onlyRule(alice, 'content', 'said-to-be-default')).default, false)
      expectEqual(
        'default of the rule when read alone',
        (await alice.rule('content', 'said-to-be-default')).default,
        false,
      )
      await alice.deleteRule('content', 'said-to-be-default')
      await expectNotListed(alice, 'content', 'said-to-be-default', 'it was deleted')
    },
  }),
]
