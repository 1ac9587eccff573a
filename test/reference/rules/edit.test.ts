import t from 'tap'
import {
  addMissingDefaults,
  defaultRuleset,
  enableRule,
  insertRule,
  moveRule,
  NEWEST,
  type Ruleset,
  removeRule,
  setRuleActions,
} from '../../../reference/rules/index.ts'
import { userRule } from './support.ts'

const defaults = defaultRuleset(NEWEST, '@alice:x')
const ruleset: Ruleset = {
  ...defaults,
  override: defaults.override.toSpliced(1, 0, userRule('a'), userRule('b'), userRule('c')),
}

const ids = ({ override = [] }: Ruleset) => override.map(({ rule_id }) => rule_id)
const own = (rules: Ruleset) => ids(rules).slice(0, 5).join(' ')

t.test('a rule is inserted behind the master rule, or next to another one', async (t) => {
  const rule = userRule('new')
  t.equal(own(insertRule(ruleset, 'override', rule)), '.m.rule.master new a b c')
  t.equal(own(insertRule(ruleset, 'override', rule, { before: 'c' })), '.m.rule.master a b new c')
  t.equal(own(insertRule(ruleset, 'override', rule, { after: 'a' })), '.m.rule.master a new b c')
  t.strictSame(insertRule({}, 'room', rule), { room: [rule] })
})

t.test('it is moved and removed', async (t) => {
  t.equal(own(moveRule(ruleset, 'override', 'c', { before: 'a' })), '.m.rule.master c a b .m.rule.suppress_notices')
  t.equal(own(moveRule(ruleset, 'override', 'b')), '.m.rule.master b a c .m.rule.suppress_notices')
  t.equal(own(moveRule(ruleset, 'override', 'a', { after: 'c' })), '.m.rule.master b c a .m.rule.suppress_notices')
  t.equal(own(removeRule(ruleset, 'override', 'b')).startsWith('.m.rule.master a c .m.'), true)
})

t.test('any rule is enabled, and gets other actions', async (t) => {
  t.equal(ruleset.override?.[0]?.enabled, false)
  t.equal(enableRule(ruleset, 'override', '.m.rule.master', true).override?.[0]?.enabled, true)
  t.strictSame(setRuleActions(ruleset, 'override', 'a', []).override?.[1], userRule('a', { actions: [] }))
})

t.test('nothing is modified', async (t) => {
  const before = structuredClone(ruleset)
  moveRule(enableRule(insertRule(ruleset, 'override', userRule('new')), 'override', 'a', false), 'override', 'a')
  t.strictSame(ruleset, before)
})

t.test('what cannot be done is said', async (t) => {
  t.throws(() => insertRule(ruleset, 'override', userRule('a')), {
    message: 'There is a rule "a" of kind override already',
  })
  t.throws(() => removeRule(ruleset, 'room', 'a'), { name: 'RangeError', message: 'There is no rule "a" of kind room' })
  t.throws(() => moveRule(ruleset, 'override', '.m.rule.master'), {
    message: 'Expected a rule of the user, found the default rule ".m.rule.master"',
  })
  t.throws(() => insertRule(ruleset, 'override', userRule('new'), { before: '.m.rule.master' }), RangeError)
  t.throws(() => enableRule(ruleset, 'content', 'a', true), RangeError)
})

t.test('missing default rules come where the specification lists them', async (t) => {
  const [master, second, third, ...rest] = defaults.override
  const lacking: Ruleset = { override: [master, userRule('a'), third, ...rest].filter((rule) => rule !== undefined) }
  const completed = addMissingDefaults(lacking, defaults)
  t.strictSame(ids(completed).slice(0, 4), [master?.rule_id, 'a', second?.rule_id, third?.rule_id])
  t.equal(ids(completed).length, defaults.override.length + 1)
  t.strictSame(completed.underride, defaults.underride, 'also where the ruleset has none')
  t.strictSame(ids(addMissingDefaults({ override: [userRule('a')] }, defaults)), [
    master?.rule_id,
    'a',
    ...defaults.override.slice(1).map(({ rule_id }) => rule_id),
  ])
  const changed = enableRule(ruleset, 'override', '.m.rule.master', true)
  t.strictSame(addMissingDefaults(changed, defaults), changed, 'what is there stays as the user changed it')
})
