import { type PushRule, RULE_KINDS, type RuleKind, type Ruleset, type SpecVersion } from '../../spec/index.ts'

/** In no vector; so a rule that wants a text that begins like this never matches. */
export const UNHEARD_OF = 'zzcrowd'

/** As many rules with a word of the body, and as many with one property, as the index of the engine asks for. */
const WORDS = 16
const PROPERTIES = 4

/** What is stored among the rules and is none must not matter either. */
const NO_RULES = [null, 7, { enabled: true, actions: ['notify'] }] as unknown as PushRule[]

/**
 * The ruleset with many rules around its own that never match. The engine keeps many rules in another way than few,
 * and must not come to another rule by it.
 */
export function crowded(ruleset: Ruleset, specVersion: SpecVersion): Ruleset {
  const keys = keysOf(ruleset)
  const kinds = RULE_KINDS.map((kind) => {
    const crowd = crowdOf(kind, keys, specVersion)
    const half = crowd.length >> 1
    const own = ruleset[kind]
    // What is no list of rules is part of what some vectors are about
    return [kind, own === undefined || Array.isArray(own) ? surround(crowd, half, own ?? []) : own]
  })
  return Object.fromEntries(kinds)
}

function surround(crowd: readonly PushRule[], half: number, own: readonly PushRule[]): PushRule[] {
  return [...NO_RULES, ...crowd.slice(0, half), ...own, ...crowd.slice(half)]
}

/** What the conditions of the ruleset look at. */
function keysOf(ruleset: Ruleset): Set<string> {
  const rules: unknown[] = [ruleset.override, ruleset.underride].flat()
  const conditions = rules.flatMap((rule) => Object(rule).conditions as unknown)
  const keys = conditions.map((condition) => Object(condition).key as unknown)
  return new Set(['type', ...keys.filter((key) => typeof key === 'string')])
}

function crowdOf(kind: RuleKind, keys: ReadonlySet<string>, specVersion: SpecVersion): PushRule[] {
  switch (kind) {
    case 'override':
    case 'underride':
      return [...keys].flatMap((key) =>
        many(PROPERTIES, (text) => ({ conditions: [{ kind: 'event_match', key, pattern: `${text} ${specVersion}` }] })),
      )
    case 'content':
      return [
        // With signs and words, so that the rules are kept by a word however words and signs are told apart
        ...many(WORDS, (text) => ({ pattern: `!! ${text} again` })),
        ...many(WORDS, (text) => ({ pattern: `*${text}*` })),
      ]
    case 'room':
    case 'sender':
      return many(PROPERTIES, () => ({}))
  }
}

/** So many rules, each of which names another text that is in no event. */
function many(count: number, changes: (text: string) => Partial<PushRule>): PushRule[] {
  return Array.from({ length: count }, (_, index) => {
    const rule_id = `${UNHEARD_OF}${index}`
    return { rule_id, default: false, enabled: true, ...changes(rule_id), actions: ['notify'] }
  })
}
