import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { engine } from '../../../cli/vectors/engine.ts'
import { mergeRuleset } from '../../../reference/rules/index.ts'
import { checkResponse, defaultRuleset, type Ruleset, requirement, SPEC_VERSIONS, within } from '../../../spec/index.ts'
import { mismatchOf, rulesetOf, type Vector, vectors } from '../../../suites/vectors/index.ts'

/** Each vector in each version to which it applies. */
const checks = vectors.flatMap((vector) =>
  SPEC_VERSIONS.filter((specVersion) => within(specVersion, vector)).map((specVersion) => ({ vector, specVersion })),
)

t.test('the engine agrees with every vector in every version, including unspecified ones', async (t) => {
  const differences: string[] = []
  for (const [index, { vector, specVersion }] of checks.entries()) {
    const { user_id, event, room } = vector
    const question = {
      id: index,
      vector: vector.id,
      spec_version: specVersion,
      user_id,
      ruleset: rulesetOf(vector, specVersion),
      event,
      room,
    }
    const mismatch = mismatchOf(vector.expected, await engine.ask(question), specVersion)
    if (mismatch !== undefined) differences.push(`${vector.id} in ${specVersion}: ${mismatch}`)
  }
  t.strictSame(differences, [])
})

t.test('there are hundreds of vectors, and no two of them are the same', async (t) => {
  t.ok(vectors.length >= 400, `${vectors.length} vectors`)
  t.equal(new Set(vectors.map(({ id }) => id)).size, vectors.length, 'ids are unique')
  const substance = ({ id: _, title: __, requirement: ___, level: ____, ...rest }: Vector) => JSON.stringify(rest)
  const twins = Map.groupBy(vectors, substance)
  t.strictSame(
    [...twins.values()].filter((group) => group.length > 1).map((group) => group.map(({ id }) => id)),
    [],
  )
})

t.test('every version and every default rule has vectors', async (t) => {
  for (const specVersion of SPEC_VERSIONS) {
    t.ok(checks.filter((check) => check.specVersion === specVersion).length >= 400, `${specVersion} has at least 400`)
    const expected = new Set(
      checks.filter((check) => check.specVersion === specVersion).map(({ vector }) => vector.expected.rule?.rule_id),
    )
    const rules = Object.values(defaultRuleset(specVersion, '@alice:example.org')).flat()
    for (const { rule_id } of rules) t.ok(expected.has(rule_id), `${rule_id} wins in a vector in ${specVersion}`)
  }
})

t.test('a vector has the level of its requirement, and only versions of its requirement', async (t) => {
  const wrong = vectors.filter((vector) => {
    const row = requirement(vector.requirement)
    return (
      vector.level !== row.level ||
      SPEC_VERSIONS.some((specVersion) => within(specVersion, vector) && !within(specVersion, row))
    )
  })
  t.strictSame(wrong, [])
})

t.test('the sender is never the owner of the rules, whose own events are not evaluated', async (t) => {
  t.strictSame(
    vectors.filter(({ user_id, event }) => event.sender === user_id).map(({ id }) => id),
    [],
  )
})

t.test('a ruleset is unspecified if an evaluator may refuse it', async (t) => {
  const doubtful = checks.filter(({ vector, specVersion }) => {
    const ruleset = rulesetOf(vector, specVersion)
    return vector.level !== 'unspecified' && !isBeyondDoubt(ruleset)
  })
  t.strictSame(
    doubtful.map(({ vector, specVersion }) => `${vector.id} in ${specVersion}`),
    [],
  )
})

/** Actions that the specification defines, or that it tells everybody to ignore. */
const KNOWN_ACTIONS = new Set<unknown>(['notify', 'dont_notify', 'coalesce'])

/** Reports whether a ruleset conforms to its schema, room and sender rules are named by IDs, and all actions are known. */
function isBeyondDoubt(ruleset: Ruleset): boolean {
  return (
    checkResponse('getPushRules', 200, { global: ruleset }).length === 0 &&
    (ruleset.room ?? []).every(({ rule_id }) => rule_id.startsWith('!') && !rule_id.includes('*')) &&
    (ruleset.sender ?? []).every(({ rule_id }) => /^@[^:*]+:./.test(rule_id)) &&
    Object.values(ruleset).every((rules) =>
      rules.every(({ actions }) => actions.every((action) => typeof action !== 'string' || KNOWN_ACTIONS.has(action))),
    )
  )
}

t.test('a room has one creator; only since version 12 it can have more', async (t) => {
  const rooms = vectors.map(({ id, room }) => ({ id, creators: room.creators ?? [], version: Number(room.version) }))
  t.strictSame(
    rooms.filter(({ creators, version }) => creators.length !== 1 && !(creators.length > 1 && version >= 12)),
    [],
  )
})

t.test('an event has fractions only in a room whose version allows them', async (t) => {
  const hasFraction = ({ event }: Vector) => /[[:,]-?\d+\.\d/.test(JSON.stringify(event))
  t.strictSame(
    vectors.filter((vector) => hasFraction(vector) && Number(vector.room.version) >= 6).map(({ id }) => id),
    [],
  )
})

t.test('power levels that are not integers are unspecified', async (t) => {
  const isInteger = (level: unknown) => level === undefined || Number.isInteger(level)
  const unusual = vectors.filter(({ room: { power_levels: levels = {} } }) => {
    const all: unknown[] = [levels.users_default, ...Object.values(levels.users ?? {})]
    return ![...all, ...Object.values(levels.notifications ?? {})].every(isInteger)
  })
  t.not(unusual.length, 0)
  t.strictSame(
    unusual.filter(({ level }) => level !== 'unspecified').map(({ id }) => id),
    [],
  )
})

t.test('user rules are placed among the default ones as the engine merges them', async (t) => {
  const different = checks.filter(({ vector, specVersion }) => {
    if (vector.ruleset !== undefined) return false
    const ruleset = rulesetOf(vector, specVersion)
    const [own = {}, defaults = {}] = [false, true].map((isDefault) => rulesThatAre(ruleset, isDefault))
    return !isDeepStrictEqual(mergeRuleset(own, defaults, specVersion), ruleset)
  })
  t.strictSame(different, [])
})

function rulesThatAre(ruleset: Ruleset, isDefault: boolean): Ruleset {
  const kinds = Object.entries(ruleset).map(([kind, rules]) => [
    kind,
    rules.filter((rule) => rule.default === isDefault),
  ])
  return Object.fromEntries(kinds)
}
