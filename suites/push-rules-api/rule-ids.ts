import { defineCase } from '../harness/case.ts'
import { expectEqual, expectRefused } from '../harness/expect.ts'
import { sounding } from '../rule-ordering/sound.ts'
import { isListed, onlyRule } from './only-rule.ts'

/** Rule IDs with characters that mean something else in a path, or are more than one byte there. */
const ESCAPED: { name: string; what: string; ruleId: string }[] = [
  { name: 'space', what: 'a space', ruleId: 'high tea' },
  { name: 'query', what: 'what begins a query or a fragment', ruleId: 'tea?#milk=1&sugar=2' },
  { name: 'plus', what: 'a plus sign', ruleId: 'tea+milk' },
  { name: 'percent', what: 'what looks percent-encoded itself', ruleId: '100%25 tea%41' },
  { name: 'room-id', what: 'the characters of room and user IDs', ruleId: '!tea:plexor.example$@#' },
  { name: 'non-ascii', what: 'characters beyond ASCII', ruleId: 'thé-茶-🫖' },
]

const SLASHES = [
  { name: 'slash', ruleId: 'tea/coffee' },
  { name: 'backslash', ruleId: 'tea\\coffee' },
]

/** What rule IDs may be made of. */
export const ruleIds = [
  ...ESCAPED.map(({ name, what, ruleId }) =>
    defineCase({
      id: `push-rules-api/rule-id-with-${name}`,
      title: `A rule_id with ${what} is percent-encoded in the path, and is listed, read, changed and deleted as it is`,
      verifies: ['rules.ids-escaped'],
      async run({ user }) {
        const alice = await user('alice')
        await alice.putRule('content', ruleId, { pattern: 'tea', actions: ['notify'] })
        await onlyRule(alice, 'content', ruleId)
        expectEqual('the rule_id of the rule alone', (await alice.rule('content', ruleId)).rule_id, ruleId)
        await alice.setActions('content', ruleId, sounding('new'))
        expectEqual('the actions once they were changed', await alice.actionsOf('content', ruleId), sounding('new'))
        await alice.deleteRule('content', ruleId)
        expectEqual('whether it is listed once deleted', await isListed(alice, 'content', ruleId), false)
      },
    }),
  ),

  ...SLASHES.map(({ name, ruleId }) =>
    defineCase({
      id: `push-rules-api/rule-id-with-${name}`,
      title: `A rule_id with a ${name} in it is refused`,
      verifies: ['rules.slashes-refused'],
      fairness:
        'The path has it percent-encoded. A server that takes it for two segments refuses it as an unknown path.',
      async run({ user }) {
        const alice = await user('alice')
        const answer = await alice.tryPutRule('content', ruleId, { pattern: 'tea', actions: ['notify'] })
        expectRefused(`the rule_id ${ruleId}`, answer.status)
        expectEqual('whether the rule is listed', await isListed(alice, 'content', ruleId), false)
      },
    }),
  ),

  ...SLASHES.map(({ name, ruleId }) =>
    defineCase({
      id: `push-rules-api/rule-id-with-${name}-once`,
      title: `What the target answers to a rule_id with a ${name} in it`,
      verifies: ['rules.slashes-once'],
      async run({ user }) {
        const alice = await user('alice')
        const { status } = await alice.tryPutRule('content', ruleId, { pattern: 'tea', actions: ['notify'] })
        const listed = await isListed(alice, 'content', ruleId)
        return `The target answers ${status}, and ${listed ? 'lists' : 'does not list'} the rule`
      },
    }),
  ),
]
