import { type PushRule, RULE_KINDS, type RuleKind, type Ruleset } from '../../spec/types.ts'
import type { PushEvent } from './event.ts'
import { EventView } from './event-view.ts'
import { elements, property } from './json.ts'
import { type CompiledRule, compileConditions, isRule, outcomeOf } from './rule.ts'
import { type Finder, findAdaptively } from './rule-index.ts'
import { findKnown, type KnownPart, knownRules, searchKnown, withoutType } from './shortcuts/known-rules.ts'
import type { CompiledRuleset, CompileOptions, RoomContext, RuleOutcome } from './types.ts'

/**
 * Compiles a ruleset, for the evaluation of many events.
 *
 * The kinds are tried in the order of the specification, and the rules of a kind in the given order. No ruleset makes
 * this throw: what is not a rule is ignored, and a rule with a condition that is malformed or unknown never matches.
 *
 * @param ruleset complete ruleset, including default rules (see {@link mergeRuleset}); it must not be modified
 *   afterwards
 * @param options version of the specification that defines the meaning of the rules, their owner, more kinds of conditions
 * @returns the compiled ruleset
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export function compile(ruleset: Ruleset, options: CompileOptions): CompiledRuleset {
  const known = knownRules(options.specVersion)
  const part: KnownPart = { known, positions: Array(known.byId.size).fill(-1), conditions: [] }
  const others: CompiledRule[] = []
  let lastKnown = -1
  forEachRule(ruleset, (kind, rule, position) => {
    const same = isRule(rule) && rule.rule_id.startsWith('.') ? findKnown(known, kind, rule) : undefined
    // Known rules are searched in the order of the specification, so one in another place is compiled like any rule
    const isKnown = same !== undefined && same.index > lastKnown
    const conditions = isKnown && same.conditions ? same.conditions : compileConditions(kind, rule, options)
    if (conditions === undefined) return
    if (!isKnown) return void others.push({ conditions, position })
    lastKnown = same.index
    part.positions[same.index] = position
    if (same.conditions === undefined) part.conditions[same.index] = withoutType(conditions)
  })
  if (others.length === 0) {
    return createRuleset(ruleset, options, (view, room, best) => searchKnown(part, view, room, best))
  }
  const findOther = findAdaptively(others)
  return createRuleset(ruleset, options, (view, room, best) =>
    findOther(view, room, searchKnown(part, view, room, best)),
  )
}

/** Compiles a ruleset with a given way to find the rule that decides, which knows nothing of default rules. */
export function compileWith(
  createFinder: (rules: readonly CompiledRule[]) => Finder,
  ruleset: Ruleset,
  options: CompileOptions,
): CompiledRuleset {
  const rules: CompiledRule[] = []
  forEachRule(ruleset, (kind, rule, position) => {
    const conditions = compileConditions(kind, rule, options)
    if (conditions !== undefined) rules.push({ conditions, position })
  })
  return createRuleset(ruleset, options, createFinder(rules))
}

/** Position behind all rules. */
const NONE = 2 ** 30

function createRuleset(ruleset: Ruleset, { userId, specVersion }: CompileOptions, find: Finder): CompiledRuleset {
  const outcomes = new Map<number, RuleOutcome>()
  return {
    evaluate(event, room, view) {
      if (userId !== undefined && event.sender === userId) return undefined
      const position = find(isViewOf(view, event, room) ? view : new EventView(event, room.roomId), room, NONE)
      if (position === NONE) return undefined
      const outcome = outcomes.get(position) ?? outcomeAt(ruleset, position, specVersion)
      if (outcome !== undefined) outcomes.set(position, outcome)
      return outcome
    },
  }
}

/** Creates the outcome of the rule at a position. */
function outcomeAt(
  ruleset: Ruleset,
  position: number,
  specVersion: CompileOptions['specVersion'],
): RuleOutcome | undefined {
  let start = 0
  for (const kind of RULE_KINDS) {
    const rules = elements(property(ruleset, kind))
    if (position < start + rules.length) return outcomeOf(kind, rules[position - start] as PushRule, specVersion)
    start += rules.length
  }
  return undefined
}

/** Calls a function with each rule of a ruleset, which may be none, in order. */
function forEachRule(ruleset: Ruleset, visit: (kind: RuleKind, rule: unknown, position: number) => void): void {
  let position = 0
  for (const kind of RULE_KINDS) {
    for (const rule of elements(property(ruleset, kind))) {
      visit(kind, rule, position)
      position += 1
    }
  }
}

/** Reports whether a view is that of an event and its room; any other would give a wrong outcome. */
function isViewOf(view: EventView | undefined, event: PushEvent, room: RoomContext): view is EventView {
  return view?.event === event && view.roomId === room.roomId
}
