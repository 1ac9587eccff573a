import t from 'tap'
import { differenceInDefaults } from '../../explore/compare/default-rules.ts'
import { defaultRuleset, type PushRule, RULE_KINDS, type Ruleset, type SpecVersion } from '../../spec/index.ts'

// Server-default rules that a new user has.

const USER = '@alice:example.org'

function found(specVersion: SpecVersion, change: (rule: PushRule) => PushRule | undefined): string | undefined {
  const rules = defaultRuleset(specVersion, USER)
  const lists = RULE_KINDS.map((kind) => [kind, rules[kind].flatMap((rule) => change(rule) ?? [])])
  const listed = Object.fromEntries(lists) as Ruleset
  return differenceInDefaults(specVersion, { userId: USER, name: 'alice', listed })?.id
}

/** Returns a function that changes one rule. */
const only = (ruleId: string, change: (rule: PushRule) => PushRule | undefined) => (rule: PushRule) =>
  rule.rule_id === ruleId ? change(rule) : rule

const NO_HIGHLIGHT = { set_tweak: 'highlight', value: false }

t.test('rules of the specification agree, however they are written', async (t) => {
  for (const specVersion of ['v1.1', 'v1.6', 'v1.7', 'v1.19'] as const) {
    t.equal(
      found(specVersion, (rule) => rule),
      undefined,
    )
    t.equal(
      found(specVersion, (rule) => ({ ...rule, actions: rule.actions.toReversed() })),
      undefined,
    )
    const more = only('.m.rule.message', (rule) => ({ ...rule, actions: [...rule.actions, NO_HIGHLIGHT] }))
    t.equal(found(specVersion, more), undefined)
  }
  const coalesced = only('.m.rule.message', (rule) => ({ ...rule, actions: ['coalesce'] }))
  t.equal(found('v1.6', coalesced), undefined, 'a target that cannot coalesce notifies')
})

t.test('each part of a rule is compared', async (t) => {
  const id = (name: string) => `explore/rules.default-rules.${name}`
  const changes: [string, string, (rule: PushRule) => PushRule | undefined][] = [
    ['rule.message', '.m.rule.message', () => undefined],
    ['rule.master', '.m.rule.master', (rule) => ({ ...rule, enabled: true })],
    ['rule.message', '.m.rule.message', (rule) => ({ ...rule, actions: [] })],
    ['rule.room.server-acl', '.m.rule.room.server_acl', (rule) => ({ ...rule, conditions: [] })],
    ['marked-as-default', '.m.rule.call', (rule) => ({ ...rule, default: false })],
  ]
  for (const [name, ruleId, change] of changes) t.equal(found('v1.19', only(ruleId, change)), id(name), name)
})

t.test('other default rules may be there, with a dot', async (t) => {
  const rules = defaultRuleset('v1.19', USER)
  const withRule = (rule_id: string) => {
    const other = { rule_id, default: true, enabled: true, conditions: [], actions: [] }
    const listed = { ...rules, override: [...rules.override, other] }
    return differenceInDefaults('v1.19', { userId: USER, name: 'alice', listed })?.id
  }
  t.equal(withRule('.org.example.rule'), undefined)
  t.equal(withRule('org.example.rule'), 'explore/rules.default-rules.dotted-ids')
})
