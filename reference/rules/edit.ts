import { type Action, type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/types.ts'

/** Position of a rule of the user among the others of its kind: next to one of them. */
export interface RulePosition {
  /** `rule_id` of the rule of the user that it comes directly before */
  before?: string | undefined

  /** `rule_id` of the rule of the user that it comes directly after; unused with `before` */
  after?: string | undefined
}

/**
 * Adds a rule of the user, as `PUT /pushrules/global/{kind}/{ruleId}` does: without a position, before all rules of its
 * kind but `.m.rule.master`.
 *
 * @param ruleset rules of a user, by kind; it is not modified
 * @returns a new ruleset
 * @throws {RangeError} when a rule of this kind has the ID, or the position names no rule of the user
 * @see https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid
 */
export function insertRule(ruleset: Ruleset, kind: RuleKind, rule: PushRule, position: RulePosition = {}): Ruleset {
  const rules = ruleset[kind] ?? []
  if (indexOf(rules, rule.rule_id) >= 0)
    throw new RangeError(`There is a rule "${rule.rule_id}" of kind ${kind} already`)
  return { ...ruleset, [kind]: rules.toSpliced(indexAt(rules, kind, position), 0, rule) }
}

/**
 * Moves a rule of the user.
 *
 * @param ruleset rules of a user, by kind; it is not modified
 * @returns a new ruleset
 * @throws {RangeError} when there is no such rule of the user, or the position names none
 */
export function moveRule(ruleset: Ruleset, kind: RuleKind, ruleId: string, position: RulePosition = {}): Ruleset {
  const rule = ownRule(ruleset[kind] ?? [], kind, ruleId)
  return insertRule(removeRule(ruleset, kind, ruleId), kind, rule, position)
}

/**
 * Removes a rule of the user, as `DELETE /pushrules/global/{kind}/{ruleId}` does.
 *
 * @param ruleset rules of a user, by kind; it is not modified
 * @returns a new ruleset
 * @throws {RangeError} when there is no such rule of the user
 */
export function removeRule(ruleset: Ruleset, kind: RuleKind, ruleId: string): Ruleset {
  const rules = ruleset[kind] ?? []
  const rule = ownRule(rules, kind, ruleId)
  return { ...ruleset, [kind]: rules.filter((other) => other !== rule) }
}

/**
 * Enables or disables a rule, which may be a default rule, as `PUT …/enabled` does.
 *
 * @param ruleset rules of a user, by kind; it is not modified
 * @returns a new ruleset
 * @throws {RangeError} when there is no such rule
 */
export function enableRule(ruleset: Ruleset, kind: RuleKind, ruleId: string, enabled: boolean): Ruleset {
  return changeRule(ruleset, kind, ruleId, { enabled })
}

/**
 * Replaces the actions of a rule, which may be a default rule, as `PUT …/actions` does.
 *
 * @param ruleset rules of a user, by kind; it is not modified
 * @returns a new ruleset
 * @throws {RangeError} when there is no such rule
 */
export function setRuleActions(ruleset: Ruleset, kind: RuleKind, ruleId: string, actions: Action[]): Ruleset {
  return changeRule(ruleset, kind, ruleId, { actions })
}

/**
 * Adds the default rules that a ruleset lacks, such as those of a newer version than the server knows. What the ruleset
 * has stays as it is, also if the user changed it; each rule that is added comes where the specification lists it.
 *
 * @param ruleset complete rules of a user, by kind, as `GET /pushrules/` returns them
 * @param defaults server-default rules, by kind, such as `defaultRuleset` returns
 * @returns a new ruleset with all five kinds; the rules are the given objects, not copies
 * @see https://spec.matrix.org/v1.19/client-server-api/#predefined-rules
 */
export function addMissingDefaults(ruleset: Ruleset, defaults: Ruleset): Ruleset {
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, completed(ruleset[kind] ?? [], defaults[kind] ?? [])]))
}

function changeRule(ruleset: Ruleset, kind: RuleKind, ruleId: string, changes: Partial<PushRule>): Ruleset {
  const rules = ruleset[kind] ?? []
  const index = indexOf(rules, ruleId)
  const rule = rules[index]
  if (rule === undefined) throw new RangeError(`There is no rule "${ruleId}" of kind ${kind}`)
  return { ...ruleset, [kind]: rules.with(index, { ...rule, ...changes }) }
}

/** Adds the missing default rules of a kind, each before the next one that is there. */
function completed(rules: readonly PushRule[], defaults: readonly PushRule[]): PushRule[] {
  const all = [...rules]
  for (const [index, rule] of defaults.entries()) {
    if (indexOf(all, rule.rule_id) >= 0) continue
    const next = defaults.slice(index + 1).find(({ rule_id }) => indexOf(all, rule_id) >= 0)
    all.splice(placeOf(rule, next === undefined ? -1 : indexOf(all, next.rule_id), all.length), 0, rule)
  }
  return all
}

/**
 * Returns the index of a default rule: before the next one, because rules of the user come between the master rule and the
 * others; else behind all others.
 */
function placeOf(rule: PushRule, next: number, length: number): number {
  if (rule.rule_id === '.m.rule.master') return 0
  return next >= 0 ? next : length
}

/** Returns the index at which a rule of the user is inserted. */
function indexAt(rules: readonly PushRule[], kind: RuleKind, { before, after }: RulePosition): number {
  if (before !== undefined) return rules.indexOf(ownRule(rules, kind, before))
  if (after !== undefined) return rules.indexOf(ownRule(rules, kind, after)) + 1
  return rules[0]?.rule_id === '.m.rule.master' ? 1 : 0
}

function ownRule(rules: readonly PushRule[], kind: RuleKind, ruleId: string): PushRule {
  const rule = rules[indexOf(rules, ruleId)]
  if (rule === undefined) throw new RangeError(`There is no rule "${ruleId}" of kind ${kind}`)
  if (rule.default) throw new RangeError(`Expected a rule of the user, found the default rule "${ruleId}"`)
  return rule
}

function indexOf(rules: readonly PushRule[], ruleId: string): number {
  return rules.findIndex((rule) => rule.rule_id === ruleId)
}
