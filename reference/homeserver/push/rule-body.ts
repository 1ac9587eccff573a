import type { Action, PushCondition, PushRule, RuleKind } from '../../../spec/index.ts'
import { ARRAY, field, isObject, type JsonObject, OBJECTS, optionalField, quote, STRING } from '../body.ts'
import { invalidParam } from '../errors.ts'

const PLAIN_ACTIONS = ['notify', 'dont_notify', 'coalesce']

/**
 * Returns the rule in the body of a PUT: conditions for override and underride rules, a pattern for content rules.
 * Other fields have no meaning and are not stored.
 *
 * @throws {RequestError} when the body does not describe a rule
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid
 */
export function readRule(kind: RuleKind, ruleId: string, body: JsonObject): PushRule {
  const rule: PushRule = { rule_id: ruleId, default: false, enabled: true, actions: readActions(body) }
  if (kind === 'content') rule.pattern = field(body, 'pattern', STRING)
  if (kind === 'override' || kind === 'underride') rule.conditions = readConditions(body)
  return rule
}

/**
 * Returns the field `actions` of a body.
 *
 * @throws {RequestError} when it is not a list of known actions
 */
export function readActions(body: JsonObject): Action[] {
  const actions = field(body, 'actions', ARRAY)
  return actions.map((action) => {
    if (isAction(action)) return action
    throw invalidParam(`Action: expected "notify" or {"set_tweak": NAME}, found ${quote(action)}`)
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
    throw invalidParam(`Condition: expected an object with a string "kind", found ${quote(condition)}`)
  })
}

function isCondition(condition: JsonObject): condition is PushCondition {
  return typeof condition.kind === 'string'
}
