import type { IndexKey } from './condition.ts'
import type { EventView } from './event-view.ts'
import { type CompiledRule, holds } from './rule.ts'
import type { RoomContext } from './types.ts'

/** Finds the first rule that matches. */
export type Finder = (view: EventView, room: RoomContext) => CompiledRule | undefined

/** Rules in order of priority. */
type Rules = readonly CompiledRule[]

/** Finds the first rule that matches by trying one after the other, which is what every finder must come to. */
export function findLinear(rules: Rules): Finder {
  return (view, room) => rules.find((rule) => holds(rule, view, room))
}

/**
 * Finds the first rule that matches without trying them all.
 *
 * Most conditions give a clue: an event type, a room, a sender, a word of the body. Rules with clues in the same place
 * are kept by what they want there, so that one look at the event finds those that have a chance, however many others
 * there are. Whether they match is for their conditions alone to say.
 */
export function findIndexed(rules: Rules): Finder {
  const shelves = shelve(rules)
  return (view, room) => {
    let best: CompiledRule | undefined
    for (const shelf of shelves) {
      if (best === undefined || shelf.first < best.position) best = firstOf(shelf.candidates(view), view, room, best)
    }
    return best
  }
}

/** The first candidate that matches, where it comes before the best rule so far; otherwise that one. */
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

/** Rules that are found in the same way. */
interface Bucket {
  /** The position of the first of them, before which there is nothing to be found here */
  first: number
  /** By this the shelves are put in order: what is found early saves the look at those further down */
  order: number
  /** Those that may match */
  candidates(view: EventView): Rules
}

/** A rule with the clue to find it by, where it has one that is of use. */
interface Entry {
  rule: CompiledRule
  indexKey: IndexKey | undefined
}

/** Rules by what they want in one place of the event. */
type ByText = ReadonlyMap<string, Rules>

const NONE: Rules = []

function shelve(rules: Rules): Bucket[] {
  const shelves = Map.groupBy(withIndexKeys(rules), ({ indexKey }) => keyOfPlace(indexKey))
  return Array.from(shelves.values(), bucketOf).sort((one, other) => one.order - other.order)
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

/** The rules that want one of these words. */
function withWords(byWord: ByText, words: ReadonlySet<string>): Rules {
  const found: CompiledRule[] = []
  for (const word of words) {
    const rules = byWord.get(word)
    if (rules !== undefined) found.push(...rules)
  }
  return found.sort((one, other) => one.position - other.position)
}

/** With fewer rules than these, trying each is quicker than a look at the property, or at all words of the body. */
const ENOUGH_FOR_PROPERTY = 4
const ENOUGH_FOR_WORDS = 16

/** Chooses from the clues of places where enough rules have one, for each rule the one that the fewest share. */
function withIndexKeys(rules: Rules): Entry[] {
  const all = rules.flatMap(indexKeysOf)
  const inPlace = countBy(all, keyOfPlace)
  const alike = countBy(all, hashOfIndexKey)
  const isOfUse = (indexKey: IndexKey) =>
    inPlace(indexKey) >= (indexKey.place === 'words' ? ENOUGH_FOR_WORDS : ENOUGH_FOR_PROPERTY)
  return rules.map((rule) => {
    const [indexKey] = indexKeysOf(rule)
      .filter(isOfUse)
      .sort((one, other) => alike(one) - alike(other))
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

/** How many of the clues have the same key. */
function countBy(
  indexKeys: readonly IndexKey[],
  keyOf: (indexKey: IndexKey) => string,
): (indexKey: IndexKey) => number {
  const groups = Map.groupBy(indexKeys, keyOf)
  return (indexKey) => groups.get(keyOf(indexKey))?.length ?? 0
}
