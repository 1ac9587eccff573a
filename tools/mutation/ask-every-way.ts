import { isDeepStrictEqual } from 'node:util'
import { toRoomContext } from '../../cli/vectors-engine.ts'
import type { Outcome } from '../../reference/rules/index.ts'
import { type PushRule, type Ruleset, SPEC_VERSIONS, type SpecVersion, within } from '../../spec/index.ts'
import { mismatchOf, rulesetOf, type Vector } from '../../suites/vectors/index.ts'
import { crowded } from './crowd.ts'
import type { Engine } from './engine.ts'

/** A vector at one of its versions. */
interface Question {
  vector: Vector
  specVersion: SpecVersion
  ruleset: Ruleset
}

/** Asks in one way, and finds what is wrong with the outcome; `undefined` when nothing is. */
type Way = (engine: Engine, question: Question) => string | undefined

/** The ways to put a vector to the engine, each of which has to come to what the vector says. */
const WAYS: Record<string, Way> = {
  alone: evaluateAlone,
  explained: evaluateExplained,
  'with others': evaluateWithOthers,
}

/** These do not depend on the version any further, and are asked at the last one only. */
const LAST_WAYS: Record<string, Way> = {
  'in a crowd': evaluateInCrowd,
  merged: mergeAgain,
}

/**
 * Puts a vector to the engine in every way, at the versions at which the engine may come to something else than at the
 * version before.
 *
 * @returns the first difference, in a sentence; `undefined` when the engine agrees
 */
export function differenceOf(engine: Engine, vector: Vector): string | undefined {
  const specVersions = decisiveVersions(vector)
  for (const specVersion of specVersions) {
    const question = { vector, specVersion, ruleset: rulesetOf(vector, specVersion) }
    const ways = specVersion === specVersions.at(-1) ? { ...WAYS, ...LAST_WAYS } : WAYS
    for (const [name, ask] of Object.entries(ways)) {
      const difference = ask(engine, question)
      if (difference !== undefined) return `${vector.id} at ${specVersion}, ${name}: ${difference}`
    }
  }
  return undefined
}

/** The first and the last version that a vector is about, and those with another ruleset than the version before. */
function decisiveVersions(vector: Vector): SpecVersion[] {
  const specVersions = SPEC_VERSIONS.filter((specVersion) => within(specVersion, vector))
  const rulesets = new Set(vector.ruleset_by_version?.map(({ since }) => since))
  return specVersions.filter(
    (specVersion, index) => index === 0 || index === specVersions.length - 1 || rulesets.has(specVersion),
  )
}

function evaluateAlone(engine: Engine, { vector, specVersion, ruleset }: Question): string | undefined {
  const outcome = engine.compile(ruleset, { specVersion }).evaluate(vector.event, toRoomContext(vector.room))
  if (outcome !== undefined && !(Object.isFrozen(outcome) && Object.isFrozen(outcome.tweaks))) return 'it is not frozen'
  return wrongWith(outcome, vector, specVersion)
}

function evaluateInCrowd(engine: Engine, { vector, specVersion, ruleset }: Question): string | undefined {
  const compiled = engine.compile(crowded(ruleset, specVersion), { specVersion })
  return wrongWith(compiled.evaluate(vector.event, toRoomContext(vector.room)), vector, specVersion)
}

function evaluateExplained(engine: Engine, { vector, specVersion, ruleset }: Question): string | undefined {
  const { outcome, tried } = engine.explain(ruleset, vector.event, toRoomContext(vector.room), { specVersion })
  const matched = tried.filter(({ result }) => result === 'matched')
  if (outcome === undefined) {
    if (matched.length > 0) return 'a rule is told to match, and nothing decides'
  } else if (matched.length !== 1 || tried.at(-1)?.rule_id !== outcome.rule.rule_id) {
    return 'the last rule that was tried is not the only one that matched'
  }
  const unfounded = tried.find(
    ({ result, conditions }) => conditions.every(({ holds }) => holds) === (result === 'failed'),
  )
  if (unfounded !== undefined) return `the conditions of ${unfounded.rule_id} do not bear out what it came to`
  return wrongWith(outcome, vector, specVersion)
}

/** One event for many: someone without rules, the owner twice, and the owner's rules found without the index. */
function evaluateWithOthers(engine: Engine, { vector, specVersion, ruleset }: Question): string | undefined {
  const room = toRoomContext(vector.room)
  const nobody = { ruleset: engine.compile({}, { specVersion }), room }
  const owner = { ruleset: engine.compile(ruleset, { specVersion }), room }
  const patient = { ruleset: engine.compileWith(engine.findLinear, ruleset, { specVersion }), room }
  const found = engine.evaluateFor([nobody, owner, owner, patient], vector.event)
  if (found.some(({ recipient }) => recipient !== owner && recipient !== patient))
    return 'a rule decides for someone who has none'
  const [first, second] = found.filter(({ recipient }) => recipient === owner)
  if (first?.outcome !== second?.outcome) return 'the outcome is another object the second time'
  const tried = found.find(({ recipient }) => recipient === patient)
  return wrongWith(first?.outcome, vector, specVersion) ?? wrongWith(tried?.outcome, vector, specVersion)
}

/** Takes the user's rules and the default ones apart, for the engine to put them together again. */
function mergeAgain(engine: Engine, { vector, specVersion, ruleset }: Question): string | undefined {
  if (vector.ruleset !== undefined) return undefined
  const merged = engine.mergeRuleset(partOf(ruleset, false), partOf(ruleset, true), specVersion)
  return isDeepStrictEqual(merged, ruleset) ? undefined : 'user and default rules are put together in another way'
}

function partOf(ruleset: Ruleset, isDefault: boolean): Ruleset {
  const chosen = (rules: readonly PushRule[]) => rules.filter((rule) => rule.default === isDefault)
  const kinds = Object.entries(ruleset).map(([kind, rules]) => [kind, chosen(rules)] as const)
  return Object.fromEntries(kinds.filter(([, rules]) => rules.length > 0))
}

/** How an outcome differs from what the vector expects: by what the engine makes of the actions, and by the actions. */
function wrongWith(outcome: Outcome | undefined, { expected }: Vector, specVersion: SpecVersion): string | undefined {
  if (outcome === undefined) return mismatchOf(expected, { rule: null, notify: false }, specVersion)
  const { kind, notify, tweaks, actions, highlight } = outcome
  const rule = { kind, rule_id: outcome.rule.rule_id }
  if (highlight !== (expected.notify && expected.tweaks.highlight === true)) return `the highlight is ${highlight}`
  return (
    mismatchOf(expected, { rule, notify, tweaks }, specVersion) ?? mismatchOf(expected, { rule, actions }, specVersion)
  )
}
