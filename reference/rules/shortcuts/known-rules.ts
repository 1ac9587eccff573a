import { defaultRuleset } from '../../../spec/default-rules.ts'
import { type PushRule, RULE_KINDS, type RuleKind } from '../../../spec/types.ts'
import type { SpecVersion } from '../../../spec/versions.ts'
import { type Condition, NEVER } from '../condition.ts'
import { type EventView, TYPE } from '../event-view.ts'
import { isObject } from '../json.ts'
import { allHold, compileConditions } from '../rule.ts'
import type { RoomContext } from '../types.ts'

/** Default rule as the specification states it, compiled once for all users who have it. */
export interface KnownRule {
  /** Position among the known rules of a version, in the order of their evaluation */
  index: number
  kind: RuleKind
  rule: PushRule

  /** Conditions, without those on the type by which the rule is found; `undefined` if they differ between users */
  conditions: readonly Condition[] | undefined
}

/** Default rules of a version. */
export interface KnownRules {
  byId: ReadonlyMap<string, KnownRule>

  /** Rules that can match an event, by its folded type, in order */
  byType: ReadonlyMap<string, readonly KnownRule[]>

  /** Rules that can match an event of any other type, in order */
  others: readonly KnownRule[]
}

/** Known rules of one ruleset. */
export interface KnownPart {
  known: KnownRules

  /** Positions in the ruleset, by index; -1 for rules that it lacks or disables */
  positions: number[]

  /** Conditions of the rules that differ between users, by index */
  conditions: (readonly Condition[])[]
}

/** Owner of the default rules, whom nobody has: where a rule names it, the rule differs between users. */
const NOBODY = '@\0:\0'

const byVersion = new Map<SpecVersion, KnownRules>()

/** Returns the known rules of a version. */
export function knownRules(specVersion: SpecVersion): KnownRules {
  let known = byVersion.get(specVersion)
  if (known === undefined) {
    known = compileKnown(specVersion)
    byVersion.set(specVersion, known)
  }
  return known
}

/** Returns the known rule of which a rule differs at most in the owner that it names; `undefined` if there is none. */
export function findKnown(known: KnownRules, kind: RuleKind, rule: PushRule): KnownRule | undefined {
  const found = known.byId.get(rule.rule_id)
  return found?.kind === kind && rule.enabled === true && hasSameConditions(found.rule, rule) ? found : undefined
}

/** Returns the conditions by which a known rule is not found already. */
export function withoutType(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.some(isOnType) ? conditions.filter((condition) => !isOnType(condition)) : conditions
}

/**
 * Finds the first known rule that matches.
 *
 * @param best position in the ruleset from which no rule is of interest
 * @returns its position in the ruleset; `best` if there is none before
 */
export function searchKnown(
  { known, positions, conditions }: KnownPart,
  view: EventView,
  room: RoomContext,
  best: number,
): number {
  for (const rule of candidates(known, view)) {
    const position = positions[rule.index] ?? -1
    if (position < 0) continue
    if (position >= best) return best
    if (allHold(rule.conditions ?? conditions[rule.index] ?? [], view, room)) return position
  }
  return best
}

function candidates({ byType, others }: KnownRules, view: EventView): readonly KnownRule[] {
  const type = view.lookUp(TYPE)
  // Most types are folded already, and that is the fastest way to find out
  return typeof type === 'string' ? (byType.get(type) ?? byType.get(view.fold(type)) ?? others) : others
}

function compileKnown(specVersion: SpecVersion): KnownRules {
  const ruleset = defaultRuleset(specVersion, NOBODY)
  const rules: KnownRule[] = []
  const types: (string | undefined)[] = []
  for (const kind of RULE_KINDS) {
    for (const rule of ruleset[kind]) {
      const all = compileConditions(kind, { ...rule, enabled: true }, { specVersion }) ?? [NEVER]
      const isSame = !JSON.stringify(rule).includes('\\u0000')
      rules.push({ index: rules.length, kind, rule, conditions: isSame ? withoutType(all) : undefined })
      types.push(all.find(isOnType)?.indexKey?.text)
    }
  }
  const ofType = (type: string | undefined) =>
    rules.filter(({ index }) => types[index] === undefined || types[index] === type)
  return {
    byId: new Map(rules.map((rule) => [rule.rule.rule_id, rule])),
    byType: new Map(types.flatMap((type) => (type === undefined ? [] : [[type, ofType(type)]]))),
    others: ofType(undefined),
  }
}

function isOnType({ indexKey }: Condition): boolean {
  return indexKey?.suffices === true && indexKey.place.length === TYPE.length && indexKey.place[0] === TYPE[0]
}

const CONDITION_KEYS = ['kind', 'key', 'pattern', 'value', 'is'] as const

/** Compares what the conditions of two rules of one kind and ID depend on, but for the owner that they name. */
function hasSameConditions(known: PushRule, { pattern, conditions }: PushRule): boolean {
  if (!isSameValue(known.pattern, pattern)) return false
  const stated: unknown = conditions
  if (known.conditions === undefined) return stated === undefined
  if (!Array.isArray(stated) || stated.length !== known.conditions.length) return false
  return known.conditions.every((condition, index) => {
    const other: unknown = stated[index]
    return isObject(other) && CONDITION_KEYS.every((key) => isSameValue(condition[key], other[key]))
  })
}

function isSameValue(known: unknown, value: unknown): boolean {
  return known === value || (typeof value === 'string' && typeof known === 'string' && known.includes('\0'))
}
