import t from 'tap'
import { compile, mergeRuleset, type PushEvent } from '../../../reference/rules/index.ts'
import { type PushRule, RULE_KINDS, type Ruleset } from '../../../spec/index.ts'
import { NEWEST, type SpecVersion } from '../../../spec/versions.ts'
import { message, stored, threeMembers, userRule } from './support.ts'

const cake = message({ body: 'cake' })

/** One rule of each kind that matches the message about cake. */
const matching: Required<Ruleset> = {
  override: [userRule('override')],
  content: [userRule('content', { pattern: 'cake' })],
  room: [userRule('!room:hs')],
  sender: [userRule('@bob:hs')],
  underride: [userRule('underride')],
}

function winner(ruleset: Ruleset, event: PushEvent = cake, specVersion: SpecVersion = NEWEST): string | undefined {
  const outcome = compile(ruleset, { specVersion }).evaluate(event, threeMembers)
  return outcome && `${outcome.kind} ${outcome.rule.rule_id}`
}

t.test('the kinds are tried in their order', async (t) => {
  const rulesets = RULE_KINDS.map((_, index) =>
    Object.fromEntries(RULE_KINDS.slice(index).map((kind) => [kind, matching[kind]])),
  )
  const winners = ['override override', 'content content', 'room !room:hs', 'sender @bob:hs', 'underride underride']
  t.strictSame(
    rulesets.map((ruleset) => winner(ruleset)),
    winners,
  )
})

t.test('within a kind the first rule that matches wins', async (t) => {
  const none = userRule('none', { conditions: [{ kind: 'org.example.unknown' }] })
  t.equal(winner({ override: [none, userRule('first'), userRule('second')] }), 'override first')
  const content = ['tea', 'cake', 'c*'].map((pattern) => userRule(pattern, { pattern }))
  t.equal(winner({ content }), 'content cake')
})

t.test('disabled rules never match', async (t) => {
  for (const kind of RULE_KINDS) {
    const disabled = matching[kind].map((rule) => ({ ...rule, enabled: false }))
    t.equal(winner({ [kind]: disabled }), undefined, kind)
  }
  t.equal(winner({ override: [userRule('off', { enabled: false }), userRule('on')] }), 'override on')
})

t.test('override and underride rules match when all conditions hold, and always if there are none', async (t) => {
  const holds = { kind: 'event_match', key: 'content.body', pattern: 'cake' }
  const fails = { kind: 'event_match', key: 'content.body', pattern: 'tea' }
  const cases: [conditions: PushRule['conditions'], matches: boolean][] = [
    [undefined, true],
    [[], true],
    [[holds], true],
    [[holds, holds], true],
    [[holds, fails], false],
    [[fails, holds], false],
    [[holds, { kind: 'org.example.unknown' }], false],
  ]
  for (const kind of ['override', 'underride'] as const) {
    for (const [conditions, matches] of cases) {
      const rule = userRule('one', conditions === undefined ? {} : { conditions })
      t.equal(winner({ [kind]: [rule] }) !== undefined, matches, `${kind} ${JSON.stringify(conditions)}`)
    }
  }
})

t.test('room and sender rules match by their whole rule_id', async (t) => {
  for (const id of ['!room:h', '!Room:hs', '!room:hs2', '', '*', '__proto__', 'constructor']) {
    t.equal(winner({ room: [userRule(id)] }), undefined, `room ${id}`)
    t.equal(winner({ sender: [userRule(id.replace('!room', '@bob'))] }), undefined, `sender ${id}`)
  }
  t.equal(winner({ room: [userRule('!room:hs', { actions: ['first'] }), userRule('!room:hs')] }), 'room !room:hs')
})

t.test('a content rule without a pattern never matches', async (t) => {
  for (const pattern of [undefined, null, 5, ['cake']]) {
    t.equal(
      winner({ content: [stored<PushRule>({ ...userRule('one'), pattern })] }),
      undefined,
      JSON.stringify(pattern),
    )
  }
})

t.test('without rules there is no outcome', async (t) => {
  t.equal(winner({}), undefined)
  t.equal(winner({ override: [], content: [], room: [], sender: [], underride: [] }), undefined)
})

t.test('one ruleset is evaluated against many events', async (t) => {
  const compiled = compile(matching, { specVersion: NEWEST })
  const own = compile({ ...matching, override: [] }, { specVersion: NEWEST })
  t.equal(compiled.evaluate(cake, threeMembers)?.kind, 'override')
  t.equal(own.evaluate(cake, threeMembers)?.kind, 'content')
  t.equal(own.evaluate(message({ body: 'tea' }), threeMembers)?.kind, 'room')
  t.equal(own.evaluate(message({}, { room_id: '!other:hs' }), threeMembers)?.kind, 'sender')
  t.equal(own.evaluate(message({}, { room_id: '!other:hs', sender: '@eve:hs' }), threeMembers)?.kind, 'underride')
})

t.test('the rules of the user come before the default rules of their kind', async (t) => {
  const defaults: Ruleset = {
    override: [defaultRule('.m.rule.master', { enabled: false }), defaultRule('.m.rule.notices')],
    underride: [defaultRule('.m.rule.message')],
  }
  const user: Ruleset = { override: [userRule('mine')], room: [userRule('!room:hs')], underride: [userRule('mine')] }
  const ids = (specVersion: SpecVersion) => {
    const merged = mergeRuleset(user, defaults, specVersion)
    return RULE_KINDS.map((kind) => merged[kind]?.map((rule) => rule.rule_id))
  }
  const rest = [[], ['!room:hs'], [], ['mine', '.m.rule.message']]
  for (const specVersion of ['seed', 'v1.4'] satisfies SpecVersion[]) {
    t.strictSame(ids(specVersion), [['mine', '.m.rule.master', '.m.rule.notices'], ...rest], specVersion)
  }
  for (const specVersion of ['v1.5', NEWEST] satisfies SpecVersion[]) {
    t.strictSame(ids(specVersion), [['.m.rule.master', 'mine', '.m.rule.notices'], ...rest], specVersion)
  }
})

t.test('the master rule silences the rules of the user since v1.5 only', async (t) => {
  const defaults = { override: [defaultRule('.m.rule.master', { actions: [] })] }
  const user = { override: [userRule('mine')] }
  t.equal(winner(mergeRuleset(user, defaults, 'v1.4'), cake, 'v1.4'), 'override mine')
  t.equal(winner(mergeRuleset(user, defaults, 'v1.5'), cake, 'v1.5'), 'override .m.rule.master')
})

function defaultRule(ruleId: string, changes: Partial<PushRule> = {}): PushRule {
  return userRule(ruleId, { default: true, ...changes })
}
