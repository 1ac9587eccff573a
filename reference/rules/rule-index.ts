import type { IndexKey } from './condition.ts'
import type { EventView } from './event-view.ts'
import { type CompiledRule, holds } from './rule.ts'
import type { RoomContext } from './types.ts'

/** Finds the first rule that matches an event. */
export type Finder = (view: EventView, room: RoomContext) => CompiledRule | undefined

/** Rules in the order of their priority. */
type Rules = readonly CompiledRule[]

/** Creates a finder that tries one rule after the other. Every other finder must find the same rule. */
export function findLinear(rules: Rules): Finder {
  return (view, room) => rules.find((rule) => holds(rule, view, room))
}

/**
 * Creates a finder that does not try every rule.
 *
 * Most conditions have an index key: an event type, a room, a sender, a word of the body. Rules are bucketed by the
 * place of their index key, so one lookup for each place yields every candidate, regardless of how many other rules
 * there are. Their conditions then decide whether they match.
 */
export function findIndexed(rules: Rules): Finder {
  const buckets = createBuckets(rules)
  return (view, room) => {
    let best: CompiledRule | undefined
    for (const bucket of buckets) {
      if (best === undefined || bucket.first < best.position) best = firstOf(bucket.candidates(view), view, room, best)
    }
    return best
  }
}

/** Returns the first candidate that matches and comes before the best rule so far; otherwise the latter. */
function firstOf(
  candidates: Rules,
  view: EventView,
  room: RoomContext,
  best: CompiledRule | undefined,
): CompiledRule | undefined {
  for (const rule of candidates) {
    if (best !== undefined && best.position < rule.position) return best
    if (holds(rule, view, room)) return rule
  }
  return best
}

/** Rules that are found in the same place of an event. */
interface Bucket {
  /** Position of the first rule */
  first: number

  /** Sort key of the buckets: a match in an early bucket makes it unnecessary to search those with later rules */
  order: number

  /** Returns the rules that can match, in the order of their priority. */
  candidates(view: EventView): Rules
}

/** Rule with the index key by which it is found; `undefined` if it has none that is useful. */
interface Entry {
  rule: CompiledRule
  indexKey: IndexKey | undefined
}

/** Rules by the text that they require in one place of the event. */
type ByText = ReadonlyMap<string, Rules>

const NONE: Rules = []

function createBuckets(rules: Rules): Bucket[] {
  const buckets = Map.groupBy(withIndexKeys(rules), ({ indexKey }) => keyOfPlace(indexKey))
  return Array.from(buckets.values(), bucketOf).sort((one, other) => one.order - other.order)
}

function bucketOf(entries: readonly Entry[]): Bucket {
  const first = entries[0]?.rule.position ?? 0
  const place = entries[0]?.indexKey?.place
  if (place === undefined) {
    const rules = entries.map(({ rule }) => rule)
    return { first, order: rules[rules.length >> 1]?.position ?? 0, candidates: () => rules }
  }
  const byText = groupByText(entries)
  if (place === 'words') return { first, order: first, candidates: ({ words }) => withWords(byText, words) }
  return {
    first,
    order: first,
    candidates(view) {
      const value = view.lookUp(place)
      return typeof value === 'string' ? (byText.get(view.fold(value)) ?? NONE) : NONE
    },
  }
}

function groupByText(entries: readonly Entry[]): ByText {
  const byText = new Map<string, CompiledRule[]>()
  for (const { rule, indexKey } of entries) {
    const text = indexKey?.text ?? ''
    const conditions = rule.conditions.filter((condition) => !(condition.indexKey === indexKey && indexKey?.suffices))
    const list = byText.get(text)
    if (list === undefined) byText.set(text, [{ ...rule, conditions }])
    else list.push({ ...rule, conditions })
  }
  return byText
}

/** Returns the rules that require one of these words. */
function withWords(byWord: ByText, words: ReadonlySet<string>): Rules {
  const found: CompiledRule[] = []
  for (const word of words) {
    const rules = byWord.get(word)
    if (rules !== undefined) found.push(...rules)
  }
  return found.sort((one, other) => one.position - other.position)
}

/** Minimum numbers of rules for a bucket: trying fewer is faster than looking up the property, or all words. */
const MIN_RULES_FOR_PROPERTY = 4
const MIN_RULES_FOR_WORDS = 16

/** Chooses an index key for each rule: among those of places with enough rules, the one that the fewest rules share. */
function withIndexKeys(rules: Rules): Entry[] {
  const all = rules.flatMap(indexKeysOf)
  const countInPlace = countBy(all, keyOfPlace)
  const countOfKey = countBy(all, hashOfIndexKey)
  const isUseful = (indexKey: IndexKey) =>
    countInPlace(indexKey) >= (indexKey.place === 'words' ? MIN_RULES_FOR_WORDS : MIN_RULES_FOR_PROPERTY)
  return rules.map((rule) => {
    const [indexKey] = indexKeysOf(rule)
      .filter(isUseful)
      .sort((one, other) => countOfKey(one) - countOfKey(other))
    return { rule, indexKey }
  })
}

function indexKeysOf({ conditions }: CompiledRule): IndexKey[] {
  return conditions.flatMap(({ indexKey }) => indexKey ?? [])
}

function keyOfPlace(indexKey: IndexKey | undefined): string {
  return JSON.stringify(indexKey?.place ?? null)
}

function hashOfIndexKey({ place, text }: IndexKey): string {
  return JSON.stringify([place, text])
}

/** Creates a function that counts the index keys with the same key. */
function countBy(
  indexKeys: readonly IndexKey[],
  keyOf: (indexKey: IndexKey) => string,
): (indexKey: IndexKey) => number {
  const groups = Map.groupBy(indexKeys, keyOf)
  return (indexKey) => groups.get(keyOf(indexKey))?.length ?? 0
}
