import type { Action, PushCondition, PushRule, RuleKind } from '../../../spec/index.ts'
import { ARRAY, field, isObject, type JsonObject, OBJECTS, optionalField, quote, STRING } from '../body.ts'
import { invalidParam } from '../errors.ts'

const PLAIN_ACTIONS = ['notify', 'dont_notify', 'coalesce']

/**
 * The rule that the body of a PUT describes: conditions for override and underride rules, a pattern for content rules.
 * What else the body holds has no meaning and is not kept.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid
 */
export function readRule(kind: RuleKind, ruleId: string, body: JsonObject): PushRule {
  const rule: PushRule = { rule_id: ruleId, default: false, enabled: true, actions: readActions(body) }
  if (kind === 'content') rule.pattern = field(body, 'pattern', STRING)
  if (kind === 'override' || kind === 'underride') rule.conditions = readConditions(body)
  return rule
}

/** The field `actions` of a body. */
export function readActions(body: JsonObject): Action[] {
  const actions = field(body, 'actions', ARRAY)
  return actions.map((action) => {
    if (isAction(action)) return action
    throw invalidParam(`The action ${quote(action)} is not known; use "notify" or {"set_tweak": NAME}`)
  })
}

function isAction(action: unknown): action is Action {
  if (typeof action === 'string') return PLAIN_ACTIONS.includes(action)
  return isObject(action) && typeof action.set_tweak === 'string'
}

function readConditions(body: JsonObject): PushCondition[] {
  const conditions = optionalField(body, 'conditions', OBJECTS) ?? []
  return conditions.map((condition) => {
    if (isCondition(condition)) return condition
    throw invalidParam(`The condition ${quote(condition)} has no "kind"; it must have one, a string`)
  })
}

function isCondition(condition: JsonObject): condition is PushCondition {
  return typeof condition.kind === 'string'
}
