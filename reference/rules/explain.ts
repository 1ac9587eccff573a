import { RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/types.ts'
import type { PushEvent } from './event.ts'
import { EventView } from './event-view.ts'
import { type ExplainedCondition, explainCondition, quote } from './explain-condition.ts'
import { elements, property } from './json.ts'
import { isEnabled, isRule, outcomeOf, termsOf } from './rule.ts'
import type { CompileOptions, RoomContext, RuleOutcome } from './types.ts'

/** Explanation of an evaluation, step by step. */
export interface Explanation {
  /** Outcome, the same as that of {@link compile} and `evaluate`; `undefined` if no rule matches */
  outcome: RuleOutcome | undefined

  /** Rules in the order in which they were tried; the last one is that of the outcome, if there is one */
  tried: TriedRule[]
}

/** Rule that was tried, and its result. */
export interface TriedRule {
  kind: RuleKind

  /** Position in the list of its kind, from 0 */
  index: number

  /** Absent if it is not a rule at all */
  rule_id?: string
  default: boolean
  result: 'matched' | 'failed' | 'disabled' | 'malformed'

  /** Reason for the result, as a clause that begins in lower case, such as `all its conditions hold` */
  reason: string

  /** Conditions of the rule; empty if they were not evaluated */
  conditions: ExplainedCondition[]
}

/**
 * Evaluates an event as {@link compile} and `evaluate` do, and explains each step.
 *
 * It evaluates all conditions of every rule that it tries, so it is slower; use it to show people why a rule matches.
 *
 * @param ruleset complete ruleset, including default rules; nothing in it makes this throw
 * @param event event to evaluate; it is not modified
 * @param room state of the room and of the owner of the rules
 * @param options version of the specification that defines the meaning of the rules, their owner, more kinds of conditions
 * @returns the outcome, and every rule that was tried: none for an event of the owner
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export function explain(ruleset: Ruleset, event: PushEvent, room: RoomContext, options: CompileOptions): Explanation {
  if (options.userId !== undefined && event.sender === options.userId) return { outcome: undefined, tried: [] }
  const view = new EventView(event, room.roomId)
  const tried: TriedRule[] = []
  for (const kind of RULE_KINDS) {
    for (const [index, rule] of elements(property(ruleset, kind)).entries()) {
      const step = tryRule(kind, rule, view, room, options)
      tried.push({ kind, index, ...step })
      if (step.result === 'matched' && isRule(rule))
        return { outcome: outcomeOf(kind, rule, options.specVersion), tried }
    }
  }
  return { outcome: undefined, tried }
}

function tryRule(
  kind: RuleKind,
  rule: unknown,
  view: EventView,
  room: RoomContext,
  options: CompileOptions,
): Omit<TriedRule, 'kind' | 'index'> {
  if (!isRule(rule)) {
    const reason = `expected a rule, which has a rule_id, found ${quote(rule)}`
    return { default: false, result: 'malformed', reason, conditions: [] }
  }
  const named = { rule_id: rule.rule_id, default: rule.default === true }
  if (!isEnabled(rule)) {
    const reason =
      rule.enabled === false ? 'it is disabled' : `its "enabled": expected true, found ${quote(rule.enabled)}`
    return { ...named, result: 'disabled', reason, conditions: [] }
  }
  const conditions = termsOf(kind, rule, options).map((term) => explainCondition(term, view, room, options))
  const failed = conditions.find(({ holds }) => !holds)
  if (failed !== undefined) return { ...named, result: 'failed', reason: failed.reason, conditions }
  const [first] = conditions
  const reason =
    conditions.length > 1 ? 'all its conditions hold' : (first?.reason ?? 'a rule without conditions always matches')
  return { ...named, result: 'matched', reason, conditions }
}
