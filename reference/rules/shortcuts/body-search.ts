import type { Literal } from '../condition.ts'
import type { EventView } from '../event-view.ts'
import { allHold, type CompiledRule } from '../rule.ts'
import type { RoomContext } from '../types.ts'

/** Rule that matches only bodies with a certain word, and a certain text around it. Both are folded. */
export interface BodyRule extends CompiledRule {
  word: string
  literal: Literal
}

/**
 * Finds the first of these rules that matches.
 *
 * @param best position from which no rule is of interest
 * @returns its position; `best` if there is none before
 */
export type BodySearch = (view: EventView, room: RoomContext, best: number) => number

/** Minimum number of rules for which it is faster to look for all words of a body than to try each rule. */
const MIN_RULES_FOR_WORDS = 16

/** Number of code units of bodies that a ruleset has searched before an expression for all its literals pays. */
const MIN_SEARCHED = 2 ** 15

/** Maximum length of all literals together, in code units, with which it is faster to look for each than for all words. */
const MAX_LITERALS = 512

/** Maximum length of that expression, in code units. */
const MAX_SOURCE = 2 ** 15

/**
 * Creates a search for rules about the body, which does not try each rule.
 *
 * For a single user, one regular expression finds out whether the body contains any of the literals, which mostly it does
 * not; it needs no folded body, and its time hardly depends on the number of rules. To create it takes as long as to
 * search hundreds of messages, so that comes later. For many users the words of the body are found once.
 *
 * @param rules in the order of their priority
 */
export function createBodySearch(rules: readonly BodyRule[]): BodySearch {
  const search: { byWord?: ReadonlyMap<string, readonly BodyRule[]>; literals?: RegExp | null; searched: number } = {
    searched: 0,
  }
  const length = rules.reduce((sum, { literal }) => sum + literal.text.length, 0)
  return (view, room, best) => {
    if (view.isForMany) return byWords(view, room, best)
    const body = view.unfoldedBody
    if (body === undefined) return best
    search.searched += body.length
    if (search.searched >= MIN_SEARCHED && search.literals === undefined) search.literals = anyOf(rules)
    if (search.literals) {
      const from = body.search(search.literals)
      if (from < 0) return best
      return length > MAX_LITERALS ? byWords(view, room, best) : firstWithLiteral(rules, from, view, room, best)
    }
    return rules.length < MIN_RULES_FOR_WORDS ? firstOf(rules, view, room, best) : byWords(view, room, best)
  }

  function byWords(view: EventView, room: RoomContext, best: number): number {
    search.byWord ??= Map.groupBy(rules, ({ word }) => word)
    return firstOf(withWords(search.byWord, view.words), view, room, best)
  }
}

/** Finds the first rule that matches, as {@link BodySearch} does. */
function firstOf(rules: readonly CompiledRule[], view: EventView, room: RoomContext, best: number): number {
  for (const { position, conditions } of rules) {
    if (position >= best) return best
    if (allHold(conditions, view, room)) return position
  }
  return best
}

/** Finds the first rule that matches, in a body that has none of the literals before a place. */
function firstWithLiteral(
  rules: readonly BodyRule[],
  from: number,
  view: EventView,
  room: RoomContext,
  best: number,
): number {
  const body = view.body ?? ''
  for (const { position, conditions, literal } of rules) {
    if (position >= best) return best
    if (body.includes(literal.text, from) && allHold(conditions, view, room)) return position
  }
  return best
}

/** Returns the rules that require one of these words, in the order of their priority. */
function withWords(
  byWord: ReadonlyMap<string, readonly BodyRule[]>,
  words: ReadonlySet<string>,
): readonly CompiledRule[] {
  const found: CompiledRule[] = []
  if (byWord.size < words.size) {
    for (const [word, rules] of byWord) if (words.has(word)) found.push(...rules)
  } else {
    for (const word of words) {
      const rules = byWord.get(word)
      if (rules !== undefined) found.push(...rules)
    }
  }
  return found.length < 2 ? found : found.sort((one, other) => one.position - other.position)
}

/** Creates an expression that matches every unfolded text with one of the literals; `null` if that does not pay. */
function anyOf(rules: readonly BodyRule[]): RegExp | null {
  const source = literalsSource(rules.map(({ literal }) => literal))
  return source === undefined || source.length > MAX_SOURCE ? null : new RegExp(source, 'i')
}

/** Maximum length of the part of a literal in an expression, which bounds the time for each place of a body. */
const MAX_PART = 32

const SPECIAL = /[\\^$.*+?()[\]{}|]/g

/** Folded characters that the flag `i` does not always treat as {@link fold} does. */
const UNSURE = /(?![a-zà-äæ-öø-þα-ηι-ψά-ίό-ώа-џ])[\p{Changes_When_Casemapped}\ufffd]/u

/**
 * Returns the source of an expression that matches, ignoring letter case, every text that contains one of the literals
 * when it is folded. It consists of plain texts, of which engines find many at once, in groups by their edges.
 *
 * @returns `undefined` if there is none, because a literal has no part that the expression can contain
 */
export function literalsSource(literals: readonly Literal[]): string | undefined {
  const groups = new Map<string, Set<string>>()
  for (const { text, isWhole } of literals) {
    const part = text
      .split(UNSURE)
      .reduce((longest, part) => (part.length > longest.length ? part : longest))
      .slice(0, MAX_PART)
    if (part === '') return undefined
    const start = isWhole && text.startsWith(part) && /^\w/.test(part) ? '\\b' : ''
    const end = isWhole && text.endsWith(part) && /\w$/.test(part) ? '\\b' : ''
    const group = `${start}(?:…)${end}`
    groups.set(group, (groups.get(group) ?? new Set()).add(part.replace(SPECIAL, '\\$&')))
  }
  return Array.from(groups, ([group, parts]) => group.replace('…', () => Array.from(parts).join('|'))).join('|')
}
