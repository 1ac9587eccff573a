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
import type { UserName } from '../history.ts'
import { person } from '../steps/step-kind.ts'
import { comparableActions, matchesSame, rulesByName } from './comparable-rules.ts'

/** New user, and the rules that a target lists for them. */
interface NewUser {
  userId: string
  name: UserName
  listed: Ruleset
}

/**
 * Compares the server-default rules of a new user with those of the specification. Their order is not judged, and there
 * may be others.
 *
 * @returns the first disagreement; undefined if there is none
 */
export function differenceInDefaults(specVersion: SpecVersion, newUser: NewUser): Disagreement | undefined {
  const { userId, name: user, listed } = newUser
  const found = rulesByName(listed)
  for (const [name, { kind, rule }] of rulesByName(defaultRuleset(specVersion, userId))) {
    const problem = problemOf(rule, found.get(name)?.rule, specVersion)
    if (problem === undefined) continue
    const message = `Expected the ${name} of ${person(user)}, a new user, ${problem.text}`
    const disagreement = new Disagreement('rules', requirementFor(rule.rule_id), message)
    const { claim } = problem
    return claim === undefined
      ? disagreement
      : disagreement.claiming({ ...claim, user, ruleKind: kind, ruleId: rule.rule_id })
  }
  return differenceInMarks(newUser)
}

/** Difference between a default rule and what it should be. */
interface Problem {
  /** End of a sentence: `to have enabled: true, found false` */
  text: string
  /** Part of the rule that a case can expect; absent for conditions */
  claim?:
    | { kind: 'rule'; isListed: true }
    | { kind: 'enabled'; isEnabled: boolean }
    | { kind: 'actions'; actions: Action[] }
}

/** Returns what a default rule should be, and is not. */
function problemOf(expected: PushRule, found: PushRule | undefined, specVersion: SpecVersion): Problem | undefined {
  if (found === undefined) return { text: 'to be listed, found it missing', claim: { kind: 'rule', isListed: true } }
  const { enabled, actions } = expected
  if (found.enabled !== enabled) {
    const text = `to have enabled: ${enabled}, found ${quote(found.enabled)}`
    return { text, claim: { kind: 'enabled', isEnabled: enabled } }
  }
  if (!isDeepStrictEqual(effectOf(found.actions, specVersion), effectOf(actions, specVersion))) {
    const text = `to have the actions ${quote(actions)}, found ${quote(found.actions)}`
    return { text, claim: { kind: 'actions', actions } }
  }
  if (matchesSame(expected, found)) return undefined
  const [required, other] = [expected, found].map(({ conditions, pattern }) => quote({ conditions, pattern }))
  return { text: `to match ${required}, found ${other}` }
}

/** Returns what actions do. Before v1.7, a target that cannot coalesce notifies instead. */
function effectOf(actions: readonly Action[], specVersion: SpecVersion): string[] {
  const notifying = atLeast(specVersion, 'v1.7') ? [] : ['coalesce']
  const done = actions.map((action) => (notifying.some((name) => name === action) ? 'notify' : action))
  return [...new Set(comparableActions(done))]
}

/** Compares the rules that are marked as defaults with those whose ID begins with a dot. */
function differenceInMarks({ name: user, listed }: NewUser): Disagreement | undefined {
  for (const [name, { rule }] of rulesByName(listed)) {
    const hasDot = rule.rule_id.startsWith('.')
    if (rule.default === hasDot) continue
    const requirement = hasDot ? 'default-rules.marked-as-default' : 'default-rules.dotted-ids'
    const message = `Expected the ${name} of ${person(user)}, a new user, to have default: ${hasDot}, found ${quote(rule.default)}`
    return new Disagreement('rules', requirement, message)
  }
  return undefined
}

/** Returns the requirement about a default rule: `default-rules.rule.suppress-notices` for `.m.rule.suppress_notices`. */
function requirementFor(ruleId: string): string {
  return `default-rules.rule.${ruleId.replace('.m.rule.', '').replaceAll('_', '-')}`
}
