import { type CaseResult, DEFAULT_JUDGED_LEVEL, type JudgedLevel, mismatchVerdict } from '../../run/index.ts'
import { defaultRuleset, RULE_KINDS, type Ruleset, SPEC_VERSIONS, type SpecVersion, within } from '../../spec/index.ts'
import { type Difference, differenceOf, mismatchText } from './mismatch.ts'
import { type Answer, NoAnswer } from './protocol.ts'
import { rulesetOf } from './ruleset-of.ts'
import type { Vector } from './vector.ts'

/** Asks for one vector in one version. */
export type Ask = (vector: Vector, specVersion: SpecVersion) => Promise<Answer>

/** Result of the questions of one vector. */
export interface Judgement extends Pick<CaseResult, 'verdict' | 'message'> {
  /**
   * Versions with a wrong answer, or with none by a fault of the evaluator, oldest first; absent if there are none, or
   * if it answered but wrote something else too
   */
  wrongIn?: readonly [SpecVersion, ...SpecVersion[]]
}

/** Asks for a vector in all versions of the run to which it applies, and judges the answers. */
export async function judgeVector(
  vector: Vector,
  ask: Ask,
  specVersions: readonly SpecVersion[],
  judged: JudgedLevel = DEFAULT_JUDGED_LEVEL,
): Promise<Judgement> {
  const asked = specVersions.filter((specVersion) => within(specVersion, vector))
  if (asked.length === 0) {
    return {
      verdict: 'n/a',
      message: `The vector applies to ${spanOf(vector)}, the run to ${rangeOf(specVersions)}`,
    }
  }
  const reasons: string[] = []
  const differences = new Map<SpecVersion, Difference>()
  for (const specVersion of asked) {
    try {
      const answer = await ask(vector, specVersion)
      if (answer.unsupported !== undefined) reasons.push(answer.unsupported)
      const difference = answer.unsupported === undefined && differenceOf(vector.expected, answer, specVersion)
      if (difference) differences.set(specVersion, difference)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      return {
        verdict: error.verdict,
        message: withDetails(`In ${specVersion}: ${error.message}`, vector, specVersion),
        ...(error.verdict === 'failed' && !error.blamesPrevious && { wrongIn: [specVersion] }),
      }
    }
  }
  const [first, ...others] = differences.keys()
  if (first !== undefined) return disagreement(vector, differences, [first, ...others], judged)
  if (reasons.length === asked.length) return { verdict: 'n/a', message: [...new Set(reasons)].join('; ') }
  return agreement(vector)
}

/** Returns the judgement of answers that differ from the expected one. If the answer is unspecified, both are noted. */
function disagreement(
  vector: Vector,
  differences: ReadonlyMap<SpecVersion, Difference>,
  versions: readonly [SpecVersion, ...SpecVersion[]],
  judged: JudgedLevel,
): Judgement {
  const [specVersion] = versions
  const { expected = '', found = '' } = differences.get(specVersion) ?? {}
  const verdict = mismatchVerdict(vector.level, judged)
  const sentence =
    verdict === 'noted'
      ? `the answer is unspecified; Plexor's is ${expected}, this one is ${found}`
      : mismatchText({ expected, found })
  return {
    verdict,
    message: withDetails(`In ${rangeOf(versions)}: ${sentence}`, vector, specVersion),
    ...(verdict !== 'noted' && { wrongIn: versions }),
  }
}

/**
 * Returns the judgement of a correct answer. If the answer is unspecified, agreeing with Plexor is noted and not a pass.
 */
function agreement({ level }: Vector): Judgement {
  if (mismatchVerdict(level, DEFAULT_JUDGED_LEVEL) !== 'noted') return { verdict: 'passed' }
  return { verdict: 'noted', message: "The answer is unspecified; this one is also Plexor's" }
}

/** Adds the details of the question to a sentence. */
function withDetails(sentence: string, vector: Vector, specVersion: SpecVersion): string {
  return [
    sentence,
    `rules: ${rulesInShort(rulesetOf(vector, specVersion), specVersion, vector.user_id)}`,
    `event: ${JSON.stringify(vector.event)}`,
    `room: ${JSON.stringify(vector.room)}`,
  ].join('\n')
}

/** Returns the rules as JSON, but summarises the unchanged default rules in words. */
function rulesInShort(ruleset: Ruleset, specVersion: SpecVersion, userId: string): string {
  const defaults = defaultRuleset(specVersion, userId)
  const changed = RULE_KINDS.map((kind) => {
    const usual = new Set(defaults[kind].map((rule) => JSON.stringify(rule)))
    return [kind, ruleset[kind]?.filter((rule) => !usual.has(JSON.stringify(rule))) ?? []] as const
  }).filter(([, rules]) => rules.length > 0)
  const hasDefaults = Object.values(ruleset).some((rules) => rules.some((rule) => rule.default))
  return [
    ...(changed.length > 0 ? [JSON.stringify(Object.fromEntries(changed))] : []),
    ...(hasDefaults ? [`the ${changed.length > 0 ? 'other ' : ''}default rules of ${specVersion}`] : []),
  ].join(' and ')
}

/** Returns the versions to which a vector applies: `v1.7 … v1.16`. */
export function spanOf(vector: Pick<Vector, 'since' | 'until'>): string {
  return rangeOf(SPEC_VERSIONS.filter((specVersion) => within(specVersion, vector)))
}

/** Formats a range of versions, oldest first, for people: `v1.7 … v1.16`. */
export function rangeOf(specVersions: readonly SpecVersion[]): string {
  const [first, last] = [specVersions.at(0), specVersions.at(-1)]
  if (first === undefined || last === undefined) return 'no version'
  return first === last ? first : `${first} … ${last}`
}
