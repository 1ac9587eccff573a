import { defineCase } from '../harness/case/case.ts'
import { expectEqual, expectRefused } from '../harness/case/expect.ts'
import { sounding } from '../harness/case/sound.ts'
import { isListed, onlyRule } from './only-rule.ts'
import { expectSameItems } from './same-items.ts'

/**
 * Rule IDs with characters that mean something else in a path, or are more than one byte there. They are judged since
 * v1.5, which says what a rule_id may not have; before, the text has room and user IDs as rule IDs and is silent on others.
 */
const ESCAPED: { name: string; what: string; ruleId: string; misread?: string }[] = [
  { name: 'space', what: 'a space', ruleId: 'high tea' },
  { name: 'query', what: 'what begins a query or a fragment', ruleId: 'tea?#milk=1&sugar=2' },
  { name: 'plus', what: 'a plus sign', ruleId: 'tea+milk', misread: 'rules.plus-as-space' },
  {
    name: 'percent',
    what: 'what looks percent-encoded itself',
    ruleId: '100%25 tea%41',
    misread: 'rules.ids-decoded-twice',
  },
  { name: 'room-id', what: 'the characters of room and user IDs', ruleId: '!tea:plexor.example$@#' },
  { name: 'non-ascii', what: 'characters beyond ASCII', ruleId: 'thé-茶-🫖' },
]

const SLASHES = [
  { name: 'slash', ruleId: 'tea/coffee' },
  { name: 'backslash', ruleId: 'tea\\coffee' },
]

/** What rule IDs may be made of. */
export const ruleIds = [
  ...ESCAPED.map(({ name, what, ruleId, misread }) =>
    defineCase({
      id: `push-rules-api/rule-id-with-${name}`,
      title: `A rule_id with ${what} is percent-encoded in the path, and is listed, read, changed and deleted as it is`,
      verifies: ['rules.ids-escaped'],
      caughtBy: ['rules.ids-not-decoded', ...(misread === undefined ? [] : [misread])],
      since: 'v1.5',
      fairness:
        'The text keeps a rule_id from beginning with a dot and from having slashes and backslashes, and sets no other limit to the string. In the path it is percent-encoded as UTF-8, so every server can read it in one way only.',
      async run({ user }) {
        const alice = await user('alice')
        await alice.putRule('content', ruleId, { pattern: 'tea', actions: ['notify'] })
        await onlyRule(alice, 'content', ruleId)
        expectEqual('the rule_id of the rule alone', (await alice.rule('content', ruleId)).rule_id, ruleId)
        await alice.setActions('content', ruleId, sounding('new'))
        expectSameItems('the actions once changed', await alice.actionsOf('content', ruleId), sounding('new'))
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
      caughtBy: [`rules.${name}-id-accepted`],
      fairness:
        'Any 4xx status will do, for the text names none. The path has the character percent-encoded; a server that takes it for the end of a segment refuses the request as one for an unknown path, and passes.',
      async run({ user }) {
        const alice = await user('alice')
        const response = await alice.tryPutRule('content', ruleId, { pattern: 'tea', actions: ['notify'] })
        expectRefused(`the rule_id ${ruleId}`, response.status)
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
