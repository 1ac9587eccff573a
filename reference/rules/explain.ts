import { RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/index.ts'
import type { SpecVersion } from '../../spec/versions.ts'
import { EventView } from './event-view.ts'
import { type ExplainedCondition, explainCondition } from './explain-condition.ts'
import { elements, property } from './json.ts'
import { quote } from './quote.ts'
import { isEnabled, isRule, outcomeOf, termsOf } from './rule.ts'
import type { CompileOptions, Outcome, PushEvent, RoomContext } from './types.ts'

/** How an evaluation came to its end, step by step. */
export interface Explanation {
  /** What {@link compile} and `evaluate` come to; `undefined` when no rule matches */
  outcome: Outcome | undefined
  /** The rules in the order in which they are tried; the last one is that of the outcome, if there is one */
  tried: TriedRule[]
}

/** A rule that was tried. */
export interface TriedRule {
  kind: RuleKind
  /** Its place in the list of its kind, from 0 */
  index: number
  /** Absent when this is no rule at all */
  rule_id?: string
  default: boolean
  result: 'matched' | 'failed' | 'disabled' | 'malformed'
  /** Why, in one sentence */
  reason: string
  /** What it asks for; empty when that was not looked at */
  conditions: ExplainedCondition[]
}

/**
 * Evaluates an event as {@link compile} and `evaluate` do, with the same conditions, and tells each step of it.
 *
 * @param ruleset in full, default rules included
 */
export function explain(
  ruleset: Ruleset,
  event: PushEvent,
  room: RoomContext,
  { specVersion }: CompileOptions,
): Explanation {
  const view = new EventView(event)
  const tried: TriedRule[] = []
  for (const kind of RULE_KINDS) {
    for (const [index, rule] of elements(property(ruleset, kind)).entries()) {
      const step = tryRule(kind, rule, view, room, specVersion)
      tried.push({ kind, index, ...step })
      if (step.result === 'matched' && isRule(rule)) return { outcome: outcomeOf(kind, rule, specVersion), tried }
    }
  }
  return { outcome: undefined, tried }
}

function tryRule(
  kind: RuleKind,
  rule: unknown,
  view: EventView,
  room: RoomContext,
  specVersion: SpecVersion,
): Omit<TriedRule, 'kind' | 'index'> {
  if (!isRule(rule)) {
    const reason = `this is ${quote(rule)}, wanted a rule, which has a rule_id`
    return { default: false, result: 'malformed', reason, conditions: [] }
  }
  const named = { rule_id: rule.rule_id, default: rule.default === true }
  if (!isEnabled(rule)) {
    const reason = rule.enabled === false ? 'it is disabled' : `its "enabled" is ${quote(rule.enabled)}, wanted true`
    return { ...named, result: 'disabled', reason, conditions: [] }
  }
  const conditions = termsOf(kind, rule, specVersion).map((term) => explainCondition(term, view, room, specVersion))
  const failed = conditions.find(({ holds }) => !holds)
  if (failed !== undefined) return { ...named, result: 'failed', reason: failed.reason, conditions }
  const [first] = conditions
  const reason =
    conditions.length > 1 ? 'all its conditions hold' : (first?.reason ?? 'a rule without conditions always matches')
  return { ...named, result: 'matched', reason, conditions }
}
