import { defineCase } from '../harness/case/case.ts'
import { expectEqual, expectRefused } from '../harness/case/expect.ts'
import { sounding } from '../harness/case/sound.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { expectNotListed, isListed, onlyRule } from './helpers/listed-rule.ts'

/**
 * Rule IDs with characters that have a special meaning in a path or take more than one byte. They are tested since
 * v1.5, which says what a rule_id must not contain; earlier versions use room and user IDs as rule IDs and say nothing
 * about others.
 */
const ESCAPED: { name: string; what: string; ruleId: string; misread?: string }[] = [
  { name: 'space', what: 'a space', ruleId: 'high tea' },
  { name: 'query', what: 'characters that begin a query or a fragment', ruleId: 'tea?#milk=1&sugar=2' },
  { name: 'plus', what: 'a plus sign', ruleId: 'tea+milk', misread: 'rules-api.plus-as-space' },
  {
    name: 'percent',
    what: 'text that looks percent-encoded',
    ruleId: '100%25 tea%41',
    misread: 'rules-api.ids-decoded-twice',
  },
  { name: 'room-id', what: 'the characters of room and user IDs', ruleId: '!tea:plexor.example$@#' },
  { name: 'non-ascii', what: 'non-ASCII characters', ruleId: 'thé-茶-🫖' },
]

const SLASHES = [
  { name: 'slash', ruleId: 'tea/coffee' },
  { name: 'backslash', ruleId: 'tea\\coffee' },
]

/** Characters of rule IDs. */
export const ruleIds = [
  ...ESCAPED.map(({ name, what, ruleId, misread }) =>
    defineCase({
      id: `rules-api/rule-id-with-${name}`,
      title: `A rule_id with ${what} is percent-encoded in the path, and is listed, read, changed and deleted unchanged`,
      verifies: ['rules-api.ids-escaped'],
      caughtBy: ['rules-api.ids-not-decoded', ...(misread === undefined ? [] : [misread])],
      since: 'v1.5',
      fairness:
        'The specification excludes a leading dot, slashes and backslashes from a rule_id, and sets no other limit. In the path it is percent-encoded as UTF-8, so it can be read in only one way.',
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        await alice.putRule('content', ruleId, { pattern: 'tea', actions: ['notify'] })
        await onlyRule(alice, 'content', ruleId)
        expectEqual('the rule_id of the rule itself', (await alice.rule('content', ruleId)).rule_id, ruleId)
        await alice.setActions('content', ruleId, sounding('new'))
        expectSameItems('the actions after the change', await alice.actionsOf('content', ruleId), sounding('new'))
        await alice.deleteRule('content', ruleId)
        await expectNotListed(alice, 'content', ruleId, 'it was deleted')
      },
    }),
  ),

  ...SLASHES.map(({ name, ruleId }) =>
    defineCase({
      id: `rules-api/rule-id-with-${name}`,
      title: `A rule_id with a ${name} is refused`,
      verifies: ['rules-api.slashes-refused'],
      caughtBy: [`rules-api.${name}-id-accepted`],
      fairness:
        'The specification names no status, so any 4xx status passes. The character is percent-encoded in the path; a server that treats it as the end of a segment refuses the request because of an unknown path, and passes.',
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        const response = await alice.tryPutRule('content', ruleId, { pattern: 'tea', actions: ['notify'] })
        expectRefused(`the rule_id ${ruleId}`, response.status)
        await expectNotListed(alice, 'content', ruleId, 'it was refused')
      },
    }),
  ),

  ...SLASHES.map(({ name, ruleId }) =>
    defineCase({
      id: `rules-api/early-rule-id-with-${name}`,
      title: `How the target responds to a rule_id with a ${name}`,
      verifies: ['rules-api.early-slashes'],
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        const { status } = await alice.tryPutRule('content', ruleId, { pattern: 'tea', actions: ['notify'] })
        const listed = await isListed(alice, 'content', ruleId)
        return `The target responds with ${status} and ${listed ? 'lists' : 'does not list'} the rule`
      },
    }),
  ),

  defineCase({
    id: 'rules-api/dotted-id-is-refused',
    title: 'A user cannot create a rule whose rule_id starts with a dot',
    verifies: ['rules-api.dotted-ids-refused'],
    caughtBy: ['rules-api.dot-id-accepted'],
    fairness:
      'The specification says that the request must be rejected but names neither status nor errcode, so any 4xx status passes.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const response = await alice.tryPutRule('override', '.org.plexor.rule', { conditions: [], actions: [] })
      expectRefused('the rule .org.plexor.rule', response.status)
      await expectNotListed(alice, 'override', '.org.plexor.rule', 'it was refused')
    },
  }),

  defineCase({
    id: 'rules-api/default-id-is-refused',
    title: 'A user cannot replace a server-default rule',
    verifies: ['rules-api.dotted-ids-refused'],
    caughtBy: ['rules-api.dot-id-accepted'],
    fairness:
      'The rule_id starts with a dot, and the specification makes no exception for an existing one; any 4xx status passes. The previous state of the rule is read from the target.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const before = await alice.rule('underride', '.m.rule.message')
      const response = await alice.tryPutRule('underride', '.m.rule.message', { conditions: [], actions: [] })
      expectRefused('the rule .m.rule.message', response.status)
      const after = await alice.rule('underride', '.m.rule.message')
      expectEqual('the conditions after the refusal', after.conditions, before.conditions)
      expectEqual('the actions after the refusal', after.actions, before.actions)
    },
  }),

  defineCase({
    id: 'rules-api/same-id-in-two-kinds',
    title: 'Two rules of different kinds can have the same rule_id',
    verifies: ['rules-api.ids-per-kind'],
    caughtBy: ['rules-api.one-rule-per-id'],
    fairness:
      'In the specification a rule_id is unique within its kind, and a path names both, so these are two rules. Each is read separately by its kind.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      await alice.putRule('content', 'same', { pattern: 'tea', actions: ['notify'] })
      await alice.putRule('override', 'same', { conditions: [], actions: [] })
      expectEqual('the pattern of the content rule', (await alice.rule('content', 'same')).pattern, 'tea')
      expectEqual('the actions of the override rule', (await alice.rule('override', 'same')).actions, [])
    },
  }),
]
