import t from 'tap'
import type { RoomContext } from '../../../reference/rules/index.ts'
import type { PowerLevelsContent } from '../../../spec/index.ts'
import { NEWEST, type SpecVersion } from '../../../spec/versions.ts'
import { conditionHolds, message, stored } from './support.ts'

const everyKind = ['string', 'STRING', '', true, false, 0, 1, -1, 1.5, null, [], {}, ['string'], { string: true }]

t.test('event_property_is holds only for exactly the same value', async (t) => {
  for (const value of ['string', '', true, false, 0, 1, null, Number.MAX_SAFE_INTEGER]) {
    const condition = { kind: 'event_property_is', key: 'content.x', value }
    t.ok(conditionHolds(condition, message({ x: value })), `${JSON.stringify(value)} is itself`)
    for (const other of everyKind.filter((other) => other !== value)) {
      t.notOk(conditionHolds(condition, message({ x: other })), `${JSON.stringify([value, other])}`)
    }
    t.notOk(conditionHolds(condition, message({})), `${JSON.stringify(value)} is not absent`)
  }
})

t.test('event_property_contains holds only for an array with exactly the same value', async (t) => {
  for (const value of ['string', true, false, 0, 1, null]) {
    const condition = { kind: 'event_property_contains', key: 'content.x', value }
    t.ok(conditionHolds(condition, message({ x: [[], {}, value, 1.5] })), `${JSON.stringify(value)} among others`)
    const others = everyKind.filter((other) => other !== value)
    t.notOk(conditionHolds(condition, message({ x: others })), `${JSON.stringify(value)} not among others`)
    for (const x of [value, [[value]], { 0: value }]) t.notOk(conditionHolds(condition, message({ x })))
    t.notOk(conditionHolds(condition, message({})))
  }
})

t.test('the property conditions are unknown before v1.7', async (t) => {
  const conditions = [
    { kind: 'event_property_is', key: 'content.x', value: 1 },
    { kind: 'event_property_contains', key: 'content.y', value: 1 },
  ]
  for (const condition of conditions) {
    const event = message({ x: 1, y: [1] })
    t.notOk(conditionHolds(condition, event, { specVersion: 'v1.6' }), `${condition.kind}, v1.6`)
    t.ok(conditionHolds(condition, event, { specVersion: 'v1.7' }), `${condition.kind}, v1.7`)
  }
})

t.test('contains_display_name matches the literal name as whole words', async (t) => {
  const cases: [displayName: string | undefined, body: unknown, holds: boolean][] = [
    ['Groovy Gorilla', 'welcome to groovy gorilla!', true],
    ['Groovy', 'groovyish', false],
    ['Gro*', 'groovy', false],
    ['Gro*', 'hello GRO*', true],
    ['Gro?', 'groo', false],
    ['[ab]', 'a', false],
    ['.', 'a', false],
    ['', '', false],
    ['', 'anything', false],
    [undefined, 'anything', false],
    ['Alice', undefined, false],
    ['1', 1, false],
    ['true', true, false],
    ['Alice', { Alice: 'Alice' }, false],
  ]
  for (const specVersion of ['seed', NEWEST] satisfies SpecVersion[]) {
    for (const [displayName, body, holds] of cases) {
      const room = { memberCount: 3, displayName }
      const comment = `${specVersion}: ${displayName} in ${JSON.stringify(body)}: ${holds}`
      t.equal(
        conditionHolds({ kind: 'contains_display_name' }, message({ body }), { specVersion, room }),
        holds,
        comment,
      )
    }
  }
})

t.test('room_member_count compares with a decimal integer', async (t) => {
  const cases: [is: unknown, counts: number[]][] = [
    ['2', [2]],
    ['==2', [2]],
    ['<2', [0, 1]],
    ['<=2', [0, 1, 2]],
    ['>2', [3, 4]],
    ['>=2', [2, 3, 4]],
    ['02', [2]],
    ['<99999999999999999999', [0, 1, 2, 3, 4]],
    ['', []],
    ['two', []],
    ['=2', []],
    ['!=2', []],
    ['=>2', []],
    [' 2', []],
    ['2 ', []],
    ['2.0', []],
    ['0x2', []],
    ['-2', []],
    ['<', []],
    [2, []],
    [null, []],
    [undefined, []],
  ]
  for (const [is, counts] of cases) {
    const holding = [0, 1, 2, 3, 4].filter((memberCount) =>
      conditionHolds({ kind: 'room_member_count', is }, message({}), { room: { memberCount } }),
    )
    t.strictSame(holding, counts, `${JSON.stringify(is)} of 0 to 4`)
  }
})

t.test('sender_notification_permission checks the power level of the sender', async (t) => {
  const room = { room: 50 }
  const cases: [what: string, context: Omit<RoomContext, 'memberCount'>, holds: boolean][] = [
    ['as much as needed', { powerLevels: { users: { '@bob:hs': 50 }, notifications: room } }, true],
    ['less than needed', { powerLevels: { users: { '@bob:hs': 49 }, notifications: room } }, false],
    ['by users_default', { powerLevels: { users_default: 50, users: { '@eve:hs': 0 }, notifications: room } }, true],
    ['own level before users_default', { powerLevels: { users_default: 50, users: { '@bob:hs': 0 } } }, false],
    ['nobody has power', { powerLevels: {} }, false],
    ['50 where nothing is said', { powerLevels: { users: { '@bob:hs': 50 } } }, true],
    ['free for all', { powerLevels: { notifications: { room: 0 } } }, true],
    ['no event, creator', { creators: ['@bob:hs'] }, true],
    ['no event, somebody else', { creators: ['@eve:hs'] }, false],
    ['no event, creators unknown', {}, false],
    [
      'creators are nothing special before room version 12',
      { creators: ['@bob:hs'], roomVersion: '11', powerLevels: {} },
      false,
    ],
    [
      'creators have infinite power since room version 12',
      { creators: ['@bob:hs'], roomVersion: '12', powerLevels: { notifications: { room: Number.MAX_SAFE_INTEGER } } },
      true,
    ],
  ]
  for (const [what, context, holds] of cases) {
    const condition = { kind: 'sender_notification_permission', key: 'room' }
    t.equal(conditionHolds(condition, message({}), { room: { memberCount: 3, ...context } }), holds, what)
  }
})

t.test('any key of notifications can be used', async (t) => {
  const condition = { kind: 'sender_notification_permission', key: 'party' }
  const allowed = (party: number | undefined) =>
    conditionHolds(condition, message({}), {
      room: { memberCount: 3, powerLevels: stored({ users: { '@bob:hs': 30 }, notifications: { room: 0, party } }) },
    })
  t.ok(allowed(30))
  t.notOk(allowed(31))
  t.notOk(allowed(undefined), 'a key that is not named needs 50')
})

t.test('levels as strings count up to room version 9, and are ignored from 10 on', async (t) => {
  const cases: [level: unknown, old: boolean, strict: boolean][] = [
    [0, true, true],
    ['0', true, false],
    [' +60 ', true, false],
    ['61', false, false],
    ['sixty', true, false],
    ['6e9', true, false],
    ['', true, false],
    [null, true, false],
    [[], true, false],
    [{}, true, false],
  ]
  for (const [level, old, strict] of cases) {
    // Where the level to notify by cannot be read, it is 50: within the sender's "60" if that counts, above 49 if not
    const powerLevels = stored<PowerLevelsContent>({
      users: { '@bob:hs': '60' },
      users_default: 49,
      notifications: { room: level },
    })
    const holds = (roomVersion: string | undefined) =>
      conditionHolds({ kind: 'sender_notification_permission', key: 'room' }, message({}), {
        room: { memberCount: 3, powerLevels, roomVersion },
      })
    const comment = JSON.stringify(level)
    for (const version of ['1', '9', undefined]) t.equal(holds(version), old, `${comment}, room version ${version}`)
    for (const version of ['10', '12', 'org.example'])
      t.equal(holds(version), strict, `${comment}, room version ${version}`)
  }
})

t.test('a condition that is unknown or malformed never holds', async (t) => {
  const conditions = [
    {},
    { kind: 'org.example.unknown' },
    { kind: 'EVENT_MATCH', key: 'type', pattern: '*' },
    { kind: 'device', profile_tag: 'x' },
    { kind: 'event_match_type', key: 'type', pattern_type: 'user_id' },
    { kind: 'toString' },
    { kind: null },
    { kind: ['event_match'], key: 'type', pattern: '*' },
    { kind: 'event_match' },
    { kind: 'event_match', key: 'type' },
    { kind: 'event_match', pattern: '*' },
    { kind: 'event_match', key: ['type'], pattern: '*' },
    { kind: 'event_match', key: 'type', pattern: 7 },
    { kind: 'event_match', key: 'sender', pattern_type: 'user_id' },
    { kind: 'event_property_is', key: 'content.absent' },
    { kind: 'event_property_is', key: 'content.x', value: 1.5 },
    { kind: 'event_property_is', key: 'content.o', value: {} },
    { kind: 'event_property_contains', key: 'content.a', value: 1.5 },
    { kind: 'event_property_contains', value: null },
    { kind: 'sender_notification_permission' },
    { kind: 'sender_notification_permission', key: 0 },
    null,
    true,
    'event_match',
    [],
  ]
  for (const specVersion of ['seed', NEWEST] satisfies SpecVersion[]) {
    for (const condition of conditions) {
      const room = { memberCount: 3, powerLevels: { users_default: 100 } }
      const holds = conditionHolds(condition, message({ x: 1.5, a: [1.5], o: {} }), { specVersion, room })
      t.notOk(holds, `${specVersion}: ${JSON.stringify(condition)}`)
    }
  }
})
