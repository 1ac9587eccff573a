import type { PushRule, RuleKind } from '../../spec/index.ts'
import { atLeast, type SpecVersion } from '../../spec/versions.ts'
import { readActions } from './actions.ts'
import { type Condition, NEVER } from './condition.ts'
import { compileCondition } from './conditions.ts'
import { eventMatch, propertyIs } from './event-conditions.ts'
import type { EventView } from './event-view.ts'
import { isObject } from './json.ts'
import type { PropertyPath } from './property-path.ts'
import type { Outcome, RoomContext } from './types.ts'

/** A rule made ready. */
export interface CompiledRule {
  /** What all must hold */
  conditions: readonly Condition[]
  /** Of two rules that match, the one with the lower number decides */
  position: number
  /** What the rule asks for; the same object each time, and frozen */
  outcome(): Outcome
}

/** One of the things that must hold for a rule to match. */
export interface Term {
  /** As the rule states it, or as it would be stated where the kind or the ID of the rule imply it */
  stated: unknown
  isImplied: boolean
  condition: Condition
}

/** Makes a rule ready; `undefined` for one that can never match: a disabled one, or what is no rule at all. */
export function compileRule(
  kind: RuleKind,
  rule: unknown,
  specVersion: SpecVersion,
  position: number,
): CompiledRule | undefined {
  if (!isRule(rule) || !isEnabled(rule)) return undefined
  const conditions = termsOf(kind, rule, specVersion).map(({ condition }) => condition)
  if (conditions.includes(NEVER)) return undefined
  let outcome: Outcome | undefined
  return {
    conditions,
    position,
    outcome() {
      outcome ??= outcomeOf(kind, rule, specVersion)
      return outcome
    },
  }
}

/** Whether everything that the rule asks for holds. */
export function holds({ conditions }: CompiledRule, view: EventView, room: RoomContext): boolean {
  for (const condition of conditions) if (!condition.holds(view, room)) return false
  return true
}

/** Whether this is a rule, however little of it can be understood. */
export function isRule(rule: unknown): rule is PushRule {
  return isObject(rule) && typeof rule.rule_id === 'string'
}

export function isEnabled(rule: PushRule): boolean {
  return rule.enabled === true
}

/** What a rule asks for, in the order in which it is looked at. */
export function termsOf(kind: RuleKind, rule: PushRule, specVersion: SpecVersion): Term[] {
  const terms = ownTermsOf(kind, rule, specVersion)
  return isLegacyMention(rule, specVersion) ? [NO_MENTIONS, ...terms] : terms
}

/** What a rule that matches asks for. */
export function outcomeOf(kind: RuleKind, rule: PushRule, specVersion: SpecVersion): Outcome {
  const read = readActions(rule.actions, specVersion)
  Object.freeze(read.tweaks)
  return Object.freeze({ kind, rule, ...read })
}

function ownTermsOf(kind: RuleKind, rule: PushRule, specVersion: SpecVersion): Term[] {
  switch (kind) {
    case 'override':
    case 'underride':
      return statedTerms(rule.conditions, specVersion)
    case 'content': {
      const stated = { kind: 'event_match', key: 'content.body', pattern: rule.pattern }
      return [{ stated, isImplied: true, condition: eventMatch(stated, specVersion) }]
    }
    case 'room':
      return [isExactly('room_id', rule.rule_id)]
    case 'sender':
      return [isExactly('sender', rule.rule_id)]
  }
}

/** No conditions always hold; what is no list of them never does. */
function statedTerms(conditions: unknown, specVersion: SpecVersion): Term[] {
  if (conditions === undefined) return []
  if (!Array.isArray(conditions)) return [{ stated: conditions, isImplied: false, condition: NEVER }]
  return conditions.map((stated) => ({ stated, isImplied: false, condition: compileCondition(stated, specVersion) }))
}

/** Room and sender rules name by their rule_id the one room or user that they are for. */
function isExactly(key: string, value: string): Term {
  return { stated: { kind: 'event_property_is', key, value }, isImplied: true, condition: propertyIs([key], value) }
}

/** The default rules that guess mentions from the body, which v1.7 made obsolete and v1.17 took away. */
const LEGACY_MENTIONS = new Set(['.m.rule.contains_display_name', '.m.rule.contains_user_name', '.m.rule.roomnotif'])

function isLegacyMention(rule: PushRule, specVersion: SpecVersion): boolean {
  return LEGACY_MENTIONS.has(rule.rule_id) && atLeast(specVersion, 'v1.7')
}

const MENTIONS: PropertyPath = ['content', 'm.mentions']

/** An event that says whom it mentions, be it nobody, leaves nothing to guess. */
const NO_MENTIONS: Term = {
  stated: { kind: 'm.mentions is absent' },
  isImplied: true,
  condition: { holds: (view) => view.lookUp(MENTIONS) === undefined },
}
