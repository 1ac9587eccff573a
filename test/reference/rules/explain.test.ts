import t from 'tap'
import { explain, type RoomContext } from '../../../reference/rules/index.ts'
import type { PushRule, Ruleset } from '../../../spec/index.ts'
import { NEWEST, type SpecVersion } from '../../../spec/versions.ts'
import { message, stored, threeMembers, userRule } from './support.ts'

/** Returns the reason for the only condition of the only rule. */
function reasonFor(
  condition: unknown,
  {
    content = {},
    room = threeMembers,
    specVersion = NEWEST,
  }: { content?: object; room?: RoomContext; specVersion?: SpecVersion },
): string {
  const ruleset = { override: [userRule('one', { conditions: stored([condition]) })] }
  const [rule] = explain(ruleset, message(content), room, { specVersion }).tried
  return rule?.conditions[0]?.reason ?? 'no condition'
}

const body = (pattern: string) => ({ kind: 'event_match', key: 'content.body', pattern })
const topic = (pattern: string) => ({ kind: 'event_match', key: 'content.topic', pattern })
const is = (value: unknown) => ({ kind: 'event_property_is', key: 'content.x', value })
const contains = (value: unknown) => ({ kind: 'event_property_contains', key: 'content.x', value })
const count = (is: unknown) => ({ kind: 'room_member_count', is })
const permission = { kind: 'sender_notification_permission', key: 'room' }
const displayName = { kind: 'contains_display_name' }

type ReasonOptions = Parameters<typeof reasonFor>[1]

const REASONS: [condition: unknown, options: ReasonOptions, reason: string][] = [
  [body('cake'), { content: { body: 'hello' } }, 'content.body is "hello", which does not contain the word "cake"'],
  [body('cake'), { content: { body: 'a cake' } }, 'content.body is "a cake", which contains the word "cake"'],
  [body('a pie'), { content: { body: 'x' } }, 'content.body is "x", which does not contain the words "a pie"'],
  [
    body('c*e'),
    { content: { body: 'x' } },
    'content.body is "x", which does not contain words that match the pattern "c*e"',
  ],
  [body('cake'), { content: { body: 5 } }, 'content.body is 5, which is not text'],
  [body('cake'), {}, 'the event has no content.body'],
  [body('ak'), { content: { body: 'cake' }, specVersion: 'v1.2' }, 'content.body is "cake", which contains "ak"'],
  [topic('pie'), { content: { topic: 'cake' } }, 'content.topic: expected "pie", found "cake"'],
  [topic('CAKE'), { content: { topic: 'cake' } }, 'content.topic is "cake", as expected'],
  [topic('c*'), { content: { topic: 'cake' } }, 'content.topic is "cake", which matches the pattern "c*"'],
  [topic('c?'), { content: { topic: 'cake' } }, 'content.topic is "cake", which does not match the pattern "c?"'],
  [{ ...topic(''), pattern: 7 }, { content: { topic: '7' } }, 'its pattern: expected text, found 7'],
  [{ kind: 'event_match', pattern: '*' }, {}, 'its key: expected text, found nothing'],
  [is(true), { content: { x: 'true' } }, 'content.x: expected true, found "true"'],
  [is(true), { content: { x: true } }, 'content.x is true, as expected'],
  [is(1.5), { content: { x: 1.5 } }, 'its value: expected text, an integer, true, false or null, found 1.5'],
  [is(1), { content: { x: 1 }, specVersion: 'v1.6' }, 'unknown condition kind "event_property_is": it came with v1.7'],
  [contains(1), { content: { x: [2] } }, 'content.x is [2], which does not contain 1'],
  [contains(2), { content: { x: [2] } }, 'content.x is [2], which contains 2'],
  [contains('x'), { content: { x: 'x' } }, 'content.x is "x", which is not an array'],
  [contains(1), {}, 'the event has no content.x'],
  [count('==2'), {}, 'the room has 3 members, which does not match ==2'],
  [count('>2'), {}, 'the room has 3 members, which matches >2'],
  [count('two'), {}, 'its "is": expected an integer, with an optional ==, <, >, <= or >= before it, found "two"'],
  [permission, {}, '"@bob:hs" has power level 0, which is not enough: notifying with "room" requires 50'],
  [displayName, { content: { body: 'x' } }, 'the owner of the rules has no display name in the room'],
  [
    displayName,
    { content: { body: 'x' }, room: { memberCount: 3, displayName: 'Alice' } },
    'content.body is "x", which does not contain the display name "Alice"',
  ],
  [{ kind: 'x' }, {}, 'unknown condition kind "x"'],
  [5, {}, 'expected a condition, which is an object with a kind, found 5'],
]

t.test('the reason for each condition names the expected and the found value', async (t) => {
  for (const [condition, options, reason] of REASONS) t.equal(reasonFor(condition, options), reason)
})

t.test('the value that a condition found is returned unchanged', async (t) => {
  const found = (condition: unknown, content: object) => {
    const ruleset = { override: [userRule('one', { conditions: stored([condition]) })] }
    return explain(ruleset, message(content), threeMembers, { specVersion: NEWEST }).tried[0]?.conditions[0]
  }
  t.match(found(is(1), { x: [{ deep: null }] }), { found: [{ deep: null }], isImplied: false, holds: false })
  t.notOk('found' in (found(is(1), {}) ?? {}), 'the property is absent if the event has no value')
})

t.test('rules of kinds without conditions list the implied ones', async (t) => {
  const cases: [ruleset: Ruleset, reason: string][] = [
    [{ room: [userRule('!other:hs')] }, 'room_id: expected "!other:hs", found "!room:hs"'],
    [{ room: [userRule('!room:hs')] }, 'room_id is "!room:hs", as expected'],
    [{ sender: [userRule('@eve:hs')] }, 'sender: expected "@eve:hs", found "@bob:hs"'],
    [
      { content: [userRule('one', { pattern: 'pie' })] },
      'content.body is "cake", which does not contain the word "pie"',
    ],
    [{ content: [userRule('one')] }, 'its pattern: expected text, found nothing'],
  ]
  for (const specVersion of ['v1.6', NEWEST] satisfies SpecVersion[]) {
    for (const [ruleset, reason] of cases) {
      const [rule] = explain(ruleset, message({ body: 'cake' }), threeMembers, { specVersion }).tried
      t.match(rule, { reason, conditions: [{ isImplied: true, reason }] }, `${specVersion}: ${reason}`)
    }
  }
})

t.test('a rule that guesses mentions explains that there is nothing to guess', async (t) => {
  const rule = userRule('.m.rule.roomnotif', { default: true, conditions: [] })
  const reason = (content: object) =>
    explain({ override: [rule] }, message(content), threeMembers, { specVersion: 'v1.16' }).tried[0]?.reason
  t.equal(reason({ 'm.mentions': {} }), 'the event has m.mentions, so mentions are not guessed')
  t.equal(reason({}), 'the event has no m.mentions')
})

t.test('rules are listed in order up to the one that matches, each with its result', async (t) => {
  const ruleset = stored<Ruleset>({
    override: [
      userRule('off', { enabled: false }),
      { ...userRule('unclear'), enabled: 'yes' },
      7,
      userRule('two', { conditions: [body('cake'), topic('pie')] }),
    ],
    underride: [userRule('rest'), userRule('never reached')],
  })
  const { outcome, tried } = explain(ruleset, message({ body: 'cake', topic: 'x' }), threeMembers, {
    specVersion: NEWEST,
  })
  t.equal(outcome?.rule.rule_id, 'rest')
  t.strictSame(
    tried.map(({ kind, index, rule_id, result, reason }) => [kind, index, rule_id, result, reason]),
    [
      ['override', 0, 'off', 'disabled', 'it is disabled'],
      ['override', 1, 'unclear', 'disabled', 'its "enabled": expected true, found "yes"'],
      ['override', 2, undefined, 'malformed', 'expected a rule, which has a rule_id, found 7'],
      ['override', 3, 'two', 'failed', 'content.topic: expected "pie", found "x"'],
      ['underride', 0, 'rest', 'matched', 'a rule without conditions always matches'],
    ],
  )
  t.strictSame(
    tried[3]?.conditions.map(({ holds }) => holds),
    [true, false],
    'every condition is listed, not only the first that does not hold',
  )
})

t.test('a long value is cut in the reason, and stays on one line', async (t) => {
  const reason = reasonFor(topic('x'), { content: { topic: `a\n${'🔨'.repeat(5000)}` } })
  t.ok(reason.length < 200)
  t.notMatch(reason, '\n')
  t.ok(reason.isWellFormed())
})

t.test('a value that is not a list of rules is ignored', async (t) => {
  const malformed = { override: 5, content: null, room: {} } as unknown as Record<string, PushRule[]>
  t.strictSame(explain(malformed, message({}), threeMembers, { specVersion: NEWEST }), {
    outcome: undefined,
    tried: [],
  })
})
