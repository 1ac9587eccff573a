import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import {
  type Action,
  atLeast,
  defaultRuleset,
  type PushRule,
  type Ruleset,
  type SpecVersion,
} from '../../spec/index.ts'
import { Disagreement } from '../disagreement.ts'
import { comparableActions, matchesSame, rulesByName } from './comparable-rules.ts'

/** New user, and the rules that a target lists for them. */
interface NewUser {
  userId: string
  /** Name in messages */
  who: string
  listed: Ruleset
}

/**
 * Compares the server-default rules of a new user with those of the specification. Their order is not judged, and there
 * may be others.
 *
 * @returns the first disagreement; undefined if there is none
 */
export function differenceInDefaults(specVersion: SpecVersion, newUser: NewUser): Disagreement | undefined {
  const { userId, who, listed } = newUser
  const found = rulesByName(listed)
  for (const [name, { rule }] of rulesByName(defaultRuleset(specVersion, userId))) {
    const other = found.get(name)?.rule
    const what = `the ${name} of ${who}, a new user,`
    const problem = other === undefined ? `${what} to be listed, found it missing` : problemOf(rule, other, specVersion)
    if (problem === undefined) continue
    const message = other === undefined ? problem : `${what} ${problem}`
    return new Disagreement('rules', requirementFor(rule.rule_id), `Expected ${message}`)
  }
  return differenceInMarks(newUser)
}

/** Returns what a default rule should be, and is not. */
function problemOf(expected: PushRule, found: PushRule, specVersion: SpecVersion): string | undefined {
  if (found.enabled !== expected.enabled) {
    return `to have enabled: ${expected.enabled}, found ${quote(found.enabled)}`
  }
  if (!isDeepStrictEqual(effectOf(found.actions, specVersion), effectOf(expected.actions, specVersion))) {
    return `to have the actions ${quote(expected.actions)}, found ${quote(found.actions)}`
  }
  if (matchesSame(expected, found)) return undefined
  const [required, other] = [expected, found].map(({ conditions, pattern }) => quote({ conditions, pattern }))
  return `to match ${required}, found ${other}`
}

/** Returns what actions do. Before v1.7, a target that cannot coalesce notifies instead. */
function effectOf(actions: readonly Action[], specVersion: SpecVersion): string[] {
  const notifying = atLeast(specVersion, 'v1.7') ? [] : ['coalesce']
  const done = actions.map((action) => (notifying.some((name) => name === action) ? 'notify' : action))
  return [...new Set(comparableActions(done))]
}

/** Compares the rules that are marked as defaults with those whose ID begins with a dot. */
function differenceInMarks({ who, listed }: NewUser): Disagreement | undefined {
  for (const [name, { rule }] of rulesByName(listed)) {
    const hasDot = rule.rule_id.startsWith('.')
    if (rule.default === hasDot) continue
    const requirement = hasDot ? 'default-rules.marked-as-default' : 'default-rules.dotted-ids'
    const message = `Expected the ${name} of ${who}, a new user, to have default: ${hasDot}, found ${quote(rule.default)}`
    return new Disagreement('rules', requirement, message)
  }
  return undefined
}

/** Returns the requirement about a default rule: `default-rules.rule.suppress-notices` for `.m.rule.suppress_notices`. */
function requirementFor(ruleId: string): string {
  return `default-rules.rule.${ruleId.replace('.m.rule.', '').replaceAll('_', '-')}`
}
