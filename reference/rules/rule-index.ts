import type { IndexKey } from './condition.ts'
import type { EventView } from './event-view.ts'
import { allHold, type CompiledRule } from './rule.ts'
import { type BodyRule, createBodySearch } from './shortcuts/body-search.ts'
import type { RoomContext } from './types.ts'

/**
 * Finds the first rule that matches an event.
 *
 * @param best position from which no rule is of interest
 * @returns its position; `best` if there is none before
 */
export type Finder = (view: EventView, room: RoomContext, best: number) => number

/** Rules in the order of their priority. */
type Rules = readonly CompiledRule[]

/** Creates a finder that tries one rule after the other. Every other finder must find the same rule. */
export function findLinear(rules: Rules): Finder {
  return (view, room, best) => {
    for (const { position, conditions } of rules) {
      if (position >= best) return best
      if (allHold(conditions, view, room)) return position
    }
    return best
  }
}

/** Minimum number of rules for an index. */
const MIN_RULES = 4

/** Number of events after which an index of the rules pays: to create it takes as long as to try all rules a few times. */
const EVENTS_BEFORE_INDEX = 8

/** Length of a body, in code units, from which on an index pays at once. */
const LONG_BODY = 1024

/** Creates a finder that tries one rule after the other at first, and uses an index after some events, or one long body. */
export function findAdaptively(rules: Rules): Finder {
  let find = findLinear(rules)
  if (rules.length < MIN_RULES) return find
  let events = 0
  return (view, room, best) => {
    if (events < EVENTS_BEFORE_INDEX) {
      events = (view.unfoldedBody?.length ?? 0) < LONG_BODY ? events + 1 : EVENTS_BEFORE_INDEX
      if (events === EVENTS_BEFORE_INDEX) find = findIndexed(rules)
    }
    return find(view, room, best)
  }
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
  return (view, room, best) => {
    let found = best
    for (const { first, find } of buckets) if (first < found) found = find(view, room, found)
    return found
  }
}

/** Rules that are found in the same place of an event. */
interface Bucket {
  /** Position of the first rule */
  first: number

  /** Sort key of the buckets: a match in an early bucket makes it unnecessary to search those with later rules */
  order: number
  find: Finder
}

/** Rule with the index key by which it is found; `undefined` if it has none that is useful. */
interface Entry {
  rule: CompiledRule
  indexKey: IndexKey | undefined
}

function createBuckets(rules: Rules): Bucket[] {
  const buckets = Map.groupBy(withIndexKeys(rules), ({ indexKey }) => indexKey && nameOf(indexKey.place))
  return Array.from(buckets.values(), bucketOf).sort((one, other) => one.order - other.order)
}

function bucketOf(entries: readonly Entry[]): Bucket {
  const rules = entries.map(({ rule }) => rule)
  const first = rules[0]?.position ?? 0
  const place = entries[0]?.indexKey?.place
  if (place === undefined) return { first, order: rules[rules.length >> 1]?.position ?? 0, find: findLinear(rules) }
  if (place === 'words') return { first, order: first, find: createBodySearch(entries.map(bodyRuleOf)) }
  const byText = groupByText(entries)
  return {
    first,
    order: first,
    find(view, room, best) {
      const value = view.lookUp(place)
      const find = typeof value === 'string' ? byText.get(view.fold(value)) : undefined
      return find === undefined ? best : find(view, room, best)
    },
  }
}

function bodyRuleOf({ rule, indexKey }: Entry): BodyRule {
  return { ...rule, word: indexKey?.text ?? '', literal: indexKey?.literal ?? { text: '', isWhole: false } }
}

/** Groups rules by the text that they require in one place of the event. */
function groupByText(entries: readonly Entry[]): ReadonlyMap<string, Finder> {
  const byText = new Map<string, CompiledRule[]>()
  for (const { rule, indexKey } of entries) {
    const text = indexKey?.text ?? ''
    const conditions = rule.conditions.filter((condition) => !(condition.indexKey === indexKey && indexKey?.suffices))
    const list = byText.get(text)
    if (list === undefined) byText.set(text, [{ ...rule, conditions }])
    else list.push({ ...rule, conditions })
  }
  return new Map(Array.from(byText, ([text, rules]) => [text, findLinear(rules)]))
}

/** Minimum number of rules for a bucket: trying fewer is faster than looking up the property, or searching the body. */
const MIN_RULES_FOR_BUCKET = 4

/** Chooses an index key for each rule: among those of places with enough rules, the one that the fewest rules share. */
function withIndexKeys(rules: Rules): Entry[] {
  const places = countTexts(rules.flatMap(indexKeysOf))
  const countOf = ({ place, text }: IndexKey) => places.get(nameOf(place))?.texts.get(text) ?? 0
  const isUseful = ({ place }: IndexKey) => (places.get(nameOf(place))?.count ?? 0) >= MIN_RULES_FOR_BUCKET
  return rules.map((rule) => {
    const [indexKey] = indexKeysOf(rule)
      .filter(isUseful)
      .sort((one, other) => countOf(one) - countOf(other))
    return { rule, indexKey }
  })
}

function indexKeysOf({ conditions }: CompiledRule): IndexKey[] {
  return conditions.flatMap(({ indexKey }) => indexKey ?? [])
}

/** Counts the index keys of each place, and of each text in it. */
function countTexts(indexKeys: readonly IndexKey[]): Map<string, { count: number; texts: Map<string, number> }> {
  const places = new Map<string, { count: number; texts: Map<string, number> }>()
  for (const { place, text } of indexKeys) {
    const name = nameOf(place)
    const found = places.get(name) ?? { count: 0, texts: new Map<string, number>() }
    places.set(name, found)
    found.count += 1
    found.texts.set(text, (found.texts.get(text) ?? 0) + 1)
  }
  return places
}

/** Returns a name of a place, which no other has. */
function nameOf(place: IndexKey['place']): string {
  if (place === 'words') return 'words'
  return place.length === 1 ? `.${place[0]}` : JSON.stringify(place)
}
