import type { RuleKind, Ruleset } from '../../spec/index.ts'
import { RULE_KINDS } from '../../spec/types.ts'
import { elements, property } from './json.ts'
import { type CompiledRule, compileRule, holds } from './rule.ts'
import { createSubject, type Subject } from './subject.ts'
import type { CompiledRuleset, CompileOptions } from './types.ts'

/** Finds the first rule of one kind that matches. */
type Finder = (subject: Subject) => CompiledRule | undefined

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
export function compile(ruleset: Ruleset, { profile }: CompileOptions): CompiledRuleset {
  const finders = RULE_KINDS.map((kind) => {
    const rules = elements(property(ruleset, kind)).map((rule) => compileRule(kind, rule, profile))
    return createFinder(
      kind,
      rules.filter((rule) => rule !== undefined),
    )
  })
  return {
    evaluate(event, room) {
      const subject = createSubject(event, room)
      for (const find of finders) {
        const found = find(subject)
        if (found !== undefined) return found.outcome()
      }
      return undefined
    },
  }
}

function createFinder(kind: RuleKind, rules: readonly CompiledRule[]): Finder {
  switch (kind) {
    case 'room':
      return findById(rules, ({ event }) => event.room_id)
    case 'sender':
      return findById(rules, ({ event }) => event.sender)
    default:
      return (subject) => rules.find((rule) => holds(rule, subject))
  }
}

/** Room and sender rules name by their rule_id the one room or user that they are for: many cost no more than one. */
function findById(rules: readonly CompiledRule[], idOf: (subject: Subject) => unknown): Finder {
  const byId = Map.groupBy(rules, ({ rule }) => rule.rule_id as unknown)
  return (subject) => byId.get(idOf(subject))?.find((rule) => holds(rule, subject))
}
