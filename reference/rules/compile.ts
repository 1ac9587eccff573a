import type { Ruleset } from '../../spec/index.ts'
import { RULE_KINDS } from '../../spec/types.ts'
import { EventView } from './event-view.ts'
import { elements, property } from './json.ts'
import { type CompiledRule, compileRule } from './rule.ts'
import { type Finder, findIndexed } from './rule-index.ts'
import type { CompiledRuleset, CompileOptions } from './types.ts'

/**
 * Makes a ruleset ready to be evaluated against many events.
 *
 * The kinds are tried in the order of the specification, and the rules of a kind in the order given. Nothing in a
 * ruleset makes this throw: what is no rule is left out, and a rule with a condition that is malformed or unknown
 * never matches.
 *
 * @param ruleset in full, default rules included ({@link mergeRuleset}); not to be changed afterwards
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
export function compile(ruleset: Ruleset, options: CompileOptions): CompiledRuleset {
  return compileWith(findIndexed, ruleset, options)
}

/** {@link compile} with another way to find the rule that decides. */
export function compileWith(
  createFinder: (rules: readonly CompiledRule[]) => Finder,
  ruleset: Ruleset,
  { specVersion }: CompileOptions,
): CompiledRuleset {
  const rules = RULE_KINDS.flatMap((kind) => elements(property(ruleset, kind)).map((rule) => ({ kind, rule })))
    .map(({ kind, rule }, position) => compileRule(kind, rule, specVersion, position))
    .filter((rule) => rule !== undefined)
  const find = createFinder(rules)
  return {
    evaluate(event, room, view) {
      // A view of another event would be of no use, and worse
      return find(view?.event === event ? view : new EventView(event), room)?.outcome()
    },
  }
}
