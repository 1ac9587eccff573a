import type { PushRule, RuleKind } from '../../spec/types.ts'
import { atLeast, type SpecVersion } from '../../spec/versions.ts'
import { readActions } from './actions.ts'
import { compileCondition } from './compile-condition.ts'
import { type Condition, NEVER } from './condition.ts'
import { eventMatch, propertyIs } from './event-conditions.ts'
import type { EventView } from './event-view.ts'
import { isObject } from './json.ts'
import type { PropertyPath } from './property-path.ts'
import type { CompileOptions, RoomContext, RuleOutcome } from './types.ts'

/** Compiled rule. */
export interface CompiledRule {
  /** Conditions that must all hold */
  conditions: readonly Condition[]

  /** Position in the ruleset: of two rules that match, the one with the lower position decides */
  position: number
}

/** Condition of a rule, stated or implied. */
export interface Term {
  /** Condition as the rule states it; or, if the kind or the ID of the rule implies it, as it would be stated */
  stated: unknown
  isImplied: boolean
  condition: Condition
}

/** Compiles the conditions of a rule; `undefined` if it can never match, because it is disabled, or is not a rule at all. */
export function compileConditions(
  kind: RuleKind,
  rule: unknown,
  options: CompileOptions,
): readonly Condition[] | undefined {
  if (!isRule(rule) || !isEnabled(rule)) return undefined
  const conditions = termsOf(kind, rule, options).map(({ condition }) => condition)
  return conditions.includes(NEVER) ? undefined : conditions
}

/** Reports whether all conditions of a rule hold. */
export function allHold(conditions: readonly Condition[], view: EventView, room: RoomContext): boolean {
  for (const condition of conditions) if (!condition.holds(view, room)) return false
  return true
}

/** Reports whether a value is a rule, even if its conditions or actions are malformed. */
export function isRule(rule: unknown): rule is PushRule {
  return isObject(rule) && typeof rule.rule_id === 'string'
}

/** Reports whether a rule is enabled. */
export function isEnabled(rule: PushRule): boolean {
  return rule.enabled === true
}

/** Returns the conditions of a rule, in the order of their evaluation. */
export function termsOf(kind: RuleKind, rule: PushRule, options: CompileOptions): Term[] {
  const terms = ownTermsOf(kind, rule, options)
  return isLegacyMention(rule, options.specVersion) ? [NO_MENTIONS, ...terms] : terms
}

/** Creates the outcome of a rule that matches. */
export function outcomeOf(kind: RuleKind, rule: PushRule, specVersion: SpecVersion): RuleOutcome {
  const read = readActions(rule.actions, specVersion)
  Object.freeze(read.tweaks)
  return Object.freeze({ kind, rule, ...read })
}

function ownTermsOf(kind: RuleKind, rule: PushRule, options: CompileOptions): Term[] {
  switch (kind) {
    case 'override':
    case 'underride':
      return statedTerms(rule.conditions, options)
    case 'content': {
      const stated = { kind: 'event_match', key: 'content.body', pattern: rule.pattern }
      return [{ stated, isImplied: true, condition: eventMatch(stated, options.specVersion) }]
    }
    case 'room':
      return [isExactly('room_id', rule.rule_id)]
    case 'sender':
      return [isExactly('sender', rule.rule_id)]
  }
}

/** Compiles stated conditions. None always hold; anything but a list never does. */
function statedTerms(conditions: unknown, options: CompileOptions): Term[] {
  if (conditions === undefined) return []
  if (!Array.isArray(conditions)) return [{ stated: conditions, isImplied: false, condition: NEVER }]
  return conditions.map((stated) => ({ stated, isImplied: false, condition: compileCondition(stated, options) }))
}

/** Creates the condition of a room or sender rule, whose rule_id is the room or user that it is for. */
function isExactly(key: string, value: string): Term {
  return { stated: { kind: 'event_property_is', key, value }, isImplied: true, condition: propertyIs([key], value) }
}

/** Default rules that guess mentions from the body, which v1.7 made obsolete and v1.17 removed. */
const LEGACY_MENTIONS = new Set(['.m.rule.contains_display_name', '.m.rule.contains_user_name', '.m.rule.roomnotif'])

function isLegacyMention(rule: PushRule, specVersion: SpecVersion): boolean {
  return LEGACY_MENTIONS.has(rule.rule_id) && atLeast(specVersion, 'v1.7')
}

const MENTIONS: PropertyPath = ['content', 'm.mentions']

/** Condition of the legacy rules: an event with `m.mentions`, even an empty one, needs no guess. */
const NO_MENTIONS: Term = {
  stated: { kind: 'm.mentions is absent' },
  isImplied: true,
  condition: { holds: (view) => view.lookUp(MENTIONS) === undefined },
}
