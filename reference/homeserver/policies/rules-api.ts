import type { Action, PushRule, RuleKind, Ruleset } from '../../../spec/index.ts'
import type { JsonObject } from '../body.ts'
import { readRule } from '../push/rule-body.ts'

/** Position that a PUT asks for, by the ID of a neighbouring rule. */
export interface RequestedPosition {
  /** Directly above this rule; takes precedence if both are given */
  before?: string
  /** Directly below this rule */
  after?: string
}

/** Change of a rule without putting it again. */
export interface RuleChange {
  enabled?: boolean
  actions?: Action[]
}

/** Purpose of a request about a rule that exists. */
export type RuleAction = 'enable' | 'set-actions' | 'delete'

/** Change of the rules of one kind. */
export interface ChangedRules {
  kind: RuleKind
  action: RuleAction | 'put'
  userId: string
  /** Device that made the change; absent if the server itself did */
  deviceId?: string
}

/** Decisions about reading, listing and storing push rules. */
export interface RulesApiPolicies {
  /** Returns the ID of a rule from the path of a request, where it was percent-encoded once. */
  ruleId(decoded: string): string
  /** Reports whether a user may give a rule this ID. */
  isAllowedId(ruleId: string): boolean
  /**
   * Returns the rule that the body of a PUT describes, enabled.
   *
   * @throws {RequestError} when the body does not describe a rule
   */
  read(kind: RuleKind, ruleId: string, body: JsonObject): PushRule
  /** Returns the user's rules of one kind after a PUT; `undefined` if the neighbour is not one of them. */
  put(rules: readonly PushRule[], rule: PushRule, position: RequestedPosition): PushRule[] | undefined
  /** Returns the position that a PUT of a rule of this kind asks for, given all rules of the user. */
  position(requested: RequestedPosition, own: Ruleset, kind: RuleKind): RequestedPosition
  /** Returns what a request changes about a rule; `undefined` if the rule counts as unknown. */
  change(rule: PushRule, requested: RuleChange): RuleChange | undefined
  /** Returns the kinds in which a request changes or deletes the rule with its ID. */
  kinds(kind: RuleKind, action: RuleAction): readonly RuleKind[]
  /** Reports whether the next event is evaluated by the rules as they are after a change. */
  appliesAtOnce(changed: ChangedRules): boolean
  /** Reports whether earlier events are evaluated again after a change. */
  appliesToEarlier(changed: ChangedRules): boolean
  /** Returns the user's rules of one kind after a DELETE. */
  remove(rules: readonly PushRule[], ruleId: string): PushRule[]
  /** Returns the ruleset as the API lists it. */
  list(ruleset: Ruleset): Ruleset
  /** Returns the user under whom the rules that a user creates are stored. */
  ownerOfRules(userId: string): string
  /** Returns the user under whom a user's changes to the default rules are stored. */
  ownerOfChanges(userId: string): string
}

export const rulesApiPolicies: RulesApiPolicies = {
  ruleId: (decoded) => decoded,
  isAllowedId: (ruleId) => !ruleId.startsWith('.') && !/[/\\]/.test(ruleId),
  read: readRule,
  put: putRule,
  position: (requested) => requested,
  change: (_rule, requested) => requested,
  kinds: (kind) => [kind],
  appliesAtOnce: () => true,
  appliesToEarlier: () => false,
  remove: (rules, ruleId) => rules.filter((rule) => rule.rule_id !== ruleId),
  list: (ruleset) => ruleset,
  ownerOfRules: (userId) => userId,
  ownerOfChanges: (userId) => userId,
}

/**
 * Adds or updates a rule. An existing rule keeps its `enabled` state, and its position unless asked to move. A new one
 * goes on top.
 */
function putRule(
  rules: readonly PushRule[],
  rule: PushRule,
  { before, after }: RequestedPosition,
): PushRule[] | undefined {
  const existing = rules.findIndex(({ rule_id }) => rule_id === rule.rule_id)
  const revised = { ...rule, enabled: rules[existing]?.enabled ?? rule.enabled }
  const others = rules.filter(({ rule_id }) => rule_id !== rule.rule_id)
  const neighbour = before ?? after
  if (neighbour === undefined) return others.toSpliced(Math.max(existing, 0), 0, revised)
  const at = others.findIndex(({ rule_id }) => rule_id === neighbour)
  return at === -1 ? undefined : others.toSpliced(before === undefined ? at + 1 : at, 0, revised)
}
