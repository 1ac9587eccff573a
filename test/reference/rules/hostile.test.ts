import fc from 'fast-check'
import t from 'tap'
import { compile, type PushEvent, type RoomContext } from '../../../reference/rules/index.ts'
import type { Ruleset } from '../../../spec/index.ts'
import { NEWEST, type SpecVersion } from '../../../spec/versions.ts'
import { conditionHolds, message, threeMembers, userRule } from './support.ts'

const specVersions: SpecVersion[] = ['seed', 'v1.6', 'v1.7', NEWEST]

t.test('no JSON stored as rules makes the engine throw', async (t) => {
  const json = fc.jsonValue({ maxDepth: 3 })
  const kind = fc.constantFrom(
    'event_match',
    'event_property_is',
    'event_property_contains',
    'room_member_count',
    'sender_notification_permission',
    'contains_display_name',
  )
  const text = fc.constantFrom('content.body', 'type', '*', '', '\\', 'content.__proto__', '==2', '.')
  const condition = fc.record({
    kind,
    key: fc.oneof(text, json),
    pattern: fc.oneof(text, json),
    is: fc.oneof(text, json),
    value: json,
  })
  const rule = fc.record({
    rule_id: fc.oneof(fc.constant('.m.rule.roomnotif'), json),
    enabled: fc.oneof(fc.constant(true), json),
    actions: json,
    pattern: fc.oneof(text, json),
    conditions: fc.oneof(fc.array(fc.oneof(condition, json)), json),
  })
  const rules = fc.oneof(fc.array(fc.oneof(rule, json)), json)
  const ruleset = fc.record({ override: rules, content: rules, room: rules, sender: rules, underride: rules })
  const event = fc.record({ type: json, sender: json, room_id: json, content: json, state_key: json })
  const room = fc.record({ memberCount: fc.nat(3), powerLevels: json, displayName: fc.string() })
  fc.assert(
    fc.property(ruleset, event, room, fc.constantFrom(...specVersions), (ruleset, event, room, specVersion) => {
      const compiled = compile(ruleset as unknown as Ruleset, { specVersion })
      compiled.evaluate(event as unknown as PushEvent, room as RoomContext)
    }),
    { numRuns: 500, seed: 20210827 },
  )
  for (const malformed of [null, undefined, 7, 'rules', []]) {
    t.equal(
      compile(malformed as unknown as Ruleset, { specVersion: NEWEST }).evaluate(message({}), threeMembers),
      undefined,
    )
  }
})

t.test('one malformed rule does not prevent the others from matching', async (t) => {
  const malformed = [
    null,
    5,
    'rule',
    [],
    {},
    { rule_id: 'x' },
    { rule_id: 7, enabled: true },
    { ...userRule('y'), conditions: null },
  ]
  const ruleset = { override: [...malformed, userRule('good')] } as unknown as Ruleset
  t.equal(compile(ruleset, { specVersion: NEWEST }).evaluate(message({}), threeMembers)?.rule.rule_id, 'good')
})

t.test('very deep content and paths are supported', async (t) => {
  const depth = 20_000
  const deep = JSON.parse(`${'{"a":'.repeat(depth)}"end"${'}'.repeat(depth)}`) as object
  const key = `content.${'a.'.repeat(depth - 1)}a`
  t.ok(conditionHolds({ kind: 'event_match', key, pattern: 'end' }, message(deep)))
  t.notOk(conditionHolds({ kind: 'event_match', key: `${key}.a`, pattern: '*' }, message(deep)))
})

t.test('a body of a megabyte is evaluated with a thousand rules', async (t) => {
  const body = 'cake '.repeat(200_000)
  const content = Array.from({ length: 1000 }, (_, index) => userRule(`r${index}`, { pattern: `pie${index}*tart` }))
  t.equal(compile({ content }, { specVersion: NEWEST }).evaluate(message({ body }), threeMembers), undefined)
})

t.test('properties that objects inherit are not properties of the event', async (t) => {
  const content = JSON.parse('{"__proto__":{"body":"cake"}}') as object
  t.notOk(conditionHolds({ kind: 'event_match', key: 'content.body', pattern: '*' }, message(content)))
  t.notOk(conditionHolds({ kind: 'event_match', key: 'content.constructor.name', pattern: '*' }, message({})))
  t.ok(conditionHolds({ kind: 'event_match', key: 'content.__proto__.body', pattern: 'cake' }, message(content)))
})
