import type { Ruleset } from '../../spec/types.ts'
import { RULE_KINDS } from '../../spec/types.ts'
import type { PushEvent } from './event.ts'
import { EventView } from './event-view.ts'
import { elements, property } from './json.ts'
import { type CompiledRule, compileRule } from './rule.ts'
import { type Finder, findIndexed } from './rule-index.ts'
import type { CompiledRuleset, CompileOptions, RoomContext } from './types.ts'

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
  return compileWith(findIndexed, ruleset, options)
}

/** Compiles a ruleset with a given way to find the rule that decides. */
export function compileWith(
  createFinder: (rules: readonly CompiledRule[]) => Finder,
  ruleset: Ruleset,
  options: CompileOptions,
): CompiledRuleset {
  const rules = RULE_KINDS.flatMap((kind) => elements(property(ruleset, kind)).map((rule) => ({ kind, rule })))
    .map(({ kind, rule }, position) => compileRule(kind, rule, options, position))
    .filter((rule) => rule !== undefined)
  const find = createFinder(rules)
  const { userId } = options
  return {
    evaluate(event, room, view) {
      if (userId !== undefined && event.sender === userId) return undefined
      return find(isViewOf(view, event, room) ? view : new EventView(event, room.roomId), room)?.outcome()
    },
  }
}

/** Reports whether a view is that of an event and its room; any other would give a wrong outcome. */
function isViewOf(view: EventView | undefined, event: PushEvent, room: RoomContext): view is EventView {
  return view?.event === event && view.roomId === room.roomId
}
