import { type PushRule, RULE_KINDS, type RuleKind, type Ruleset, type SpecVersion } from '../../spec/index.ts'

/** Text that no vector contains, so that a rule that requires a text with this beginning never matches. */
export const UNUSED_TEXT = 'zzcrowd'

/** Numbers of rules with a word of the body, and with one property, from which the engine uses its index. */
const WORDS = 16
const PROPERTIES = 4

/** Values among the rules that are not rules, which the engine must ignore. */
const NOT_RULES = [null, 7, { enabled: true, actions: ['notify'] }] as unknown as PushRule[]

/**
 * Surrounds the rules of a ruleset with many that never match. The engine indexes many rules, but not few, and must find
 * the same rule in both cases.
 */
export function crowded(ruleset: Ruleset, specVersion: SpecVersion): Ruleset {
  const keys = keysOf(ruleset)
  const kinds = RULE_KINDS.map((kind) => {
    const crowd = crowdOf(kind, keys, specVersion)
    const half = crowd.length >> 1
    const own = ruleset[kind]
    // Some vectors are about a value that is not a list of rules
    return [kind, own === undefined || Array.isArray(own) ? surround(crowd, half, own ?? []) : own]
  })
  return Object.fromEntries(kinds)
}

function surround(crowd: readonly PushRule[], half: number, own: readonly PushRule[]): PushRule[] {
  return [...NOT_RULES, ...crowd.slice(0, half), ...own, ...crowd.slice(half)]
}

/** Returns the keys of the conditions of a ruleset. */
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
        // Words among other characters, so that the rules are indexed by a word regardless of how words are split
        ...many(WORDS, (text) => ({ pattern: `!! ${text} again` })),
        ...many(WORDS, (text) => ({ pattern: `*${text}*` })),
      ]
    case 'room':
    case 'sender':
      return many(PROPERTIES, () => ({}))
  }
}

/** Creates rules, each with another text that is in no event. */
function many(count: number, changes: (text: string) => Partial<PushRule>): PushRule[] {
  return Array.from({ length: count }, (_, index) => {
    const rule_id = `${UNUSED_TEXT}${index}`
    return { rule_id, default: false, enabled: true, ...changes(rule_id), actions: ['notify'] }
  })
}
