import { isDeepStrictEqual } from 'node:util'
import { toRoomContext } from '../../cli/vectors/engine.ts'
import type { RuleOutcome } from '../../reference/rules/index.ts'
import { type PushRule, RELEASED_VERSIONS, type Ruleset, type SpecVersion, within } from '../../spec/index.ts'
import { mismatchOf, rulesetOf, type Vector } from '../../suites/vectors/index.ts'
import { crowded } from './crowd.ts'
import type { Engine } from './engine.ts'

/** Vector at one of its versions. */
interface Question {
  vector: Vector
  specVersion: SpecVersion
  ruleset: Ruleset
}

/** Evaluates a vector in one way, and describes what is wrong with the outcome; `undefined` if nothing is. */
type Way = (engine: Engine, question: Question) => string | undefined

/** Ways to evaluate a vector, all of which must give the expected outcome. */
const WAYS: Record<string, Way> = {
  alone: evaluateAlone,
  explained: evaluateExplained,
  'with others': evaluateWithOthers,
}

/** Ways that do not depend on the version, which are used only at the last one. */
const LAST_WAYS: Record<string, Way> = {
  'in a crowd': evaluateInCrowd,
  merged: mergeAgain,
}

/**
 * Evaluates a vector in every way, at those versions whose outcome can differ from that of the version before.
 *
 * @returns the first difference, as a sentence; `undefined` if there is none
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

/** Returns the first and the last version of a vector, and those with another ruleset than the version before. */
function decisiveVersions(vector: Vector): SpecVersion[] {
  const specVersions = RELEASED_VERSIONS.filter((specVersion) => within(specVersion, vector))
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
  const crowd = crowded(ruleset, specVersion)
  const compiled = [
    engine.compile(crowd, { specVersion }),
    engine.compileWith(engine.findIndexed, crowd, { specVersion }),
  ]
  const room = toRoomContext(vector.room)
  return compiled
    .map((rules) => wrongWith(rules.evaluate(vector.event, room), vector, specVersion))
    .find((difference) => difference !== undefined)
}

function evaluateExplained(engine: Engine, { vector, specVersion, ruleset }: Question): string | undefined {
  const { outcome, tried } = engine.explain(ruleset, vector.event, toRoomContext(vector.room), { specVersion })
  const matched = tried.filter(({ result }) => result === 'matched')
  if (outcome === undefined) {
    if (matched.length > 0) return 'a rule is listed as matched, but no rule decides'
  } else if (matched.length !== 1 || tried.at(-1)?.rule_id !== outcome.rule.rule_id) {
    return 'the last rule that was tried is not the only one that matched'
  }
  const unfounded = tried.find(
    ({ result, conditions }) => conditions.every(({ holds }) => holds) === (result === 'failed'),
  )
  if (unfounded !== undefined) return `the conditions of ${unfounded.rule_id} do not agree with its result`
  return wrongWith(outcome, vector, specVersion)
}

/** Evaluates one event for many: a user without rules, the owner twice, and the owner's rules without the index. */
function evaluateWithOthers(engine: Engine, { vector, specVersion, ruleset }: Question): string | undefined {
  const room = toRoomContext(vector.room)
  const nobody = { ruleset: engine.compile({}, { specVersion }), room }
  const owner = { ruleset: engine.compile(ruleset, { specVersion }), room }
  const withoutIndex = { ruleset: engine.compileWith(engine.findLinear, ruleset, { specVersion }), room }
  const found = engine.evaluateFor([nobody, owner, owner, withoutIndex], vector.event)
  if (found.some(({ recipient }) => recipient !== owner && recipient !== withoutIndex))
    return 'a rule decides for a user without rules'
  const [first, second] = found.filter(({ recipient }) => recipient === owner)
  if (first?.outcome !== second?.outcome) return 'the second outcome is not the same object'
  const tried = found.find(({ recipient }) => recipient === withoutIndex)
  return wrongWith(first?.outcome, vector, specVersion) ?? wrongWith(tried?.outcome, vector, specVersion)
}

/** Separates the user's rules and the default rules, and merges them again with the engine. */
function mergeAgain(engine: Engine, { vector, specVersion, ruleset }: Question): string | undefined {
  if (vector.ruleset !== undefined) return undefined
  const merged = engine.mergeRuleset(partOf(ruleset, false), partOf(ruleset, true), specVersion)
  return isDeepStrictEqual(merged, ruleset) ? undefined : 'user and default rules are merged differently'
}

function partOf(ruleset: Ruleset, isDefault: boolean): Ruleset {
  const chosen = (rules: readonly PushRule[]) => rules.filter((rule) => rule.default === isDefault)
  const kinds = Object.entries(ruleset).map(([kind, rules]) => [kind, chosen(rules)] as const)
  return Object.fromEntries(kinds.filter(([, rules]) => rules.length > 0))
}

/** Describes how an outcome differs from the expected one: in the meaning of the actions, and in the actions. */
function wrongWith(
  outcome: RuleOutcome | undefined,
  { expected }: Vector,
  specVersion: SpecVersion,
): string | undefined {
  if (outcome === undefined) return mismatchOf(expected, { rule: null, notify: false }, specVersion)
  const { kind, notify, tweaks, actions, highlight } = outcome
  const rule = { kind, rule_id: outcome.rule.rule_id }
  if (highlight !== (expected.notify && expected.tweaks.highlight === true)) return `the highlight is ${highlight}`
  return (
    mismatchOf(expected, { rule, notify, tweaks }, specVersion) ?? mismatchOf(expected, { rule, actions }, specVersion)
  )
}
