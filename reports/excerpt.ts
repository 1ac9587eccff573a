import { plural, visible, visibleLines } from '../common/text.ts'
import type { CaseResult, TimelineEntry } from '../run/index.ts'
import { jsonText } from './json.ts'

/** Parts of a body that a message is about. They stay in an excerpt, however long the body is. */
export interface Terms {
  /** Texts that the message quotes: values in quotes, with the quotes, and identifiers. They are never cut out. */
  quoted: readonly string[]
  /** Keys that the message names, as they are in JSON: `"counts":` */
  keys: readonly string[]
}

/** Form of an excerpt. */
export interface ExcerptOptions {
  /** Length from which a body is cut, in UTF-16 code units. What the message names can make an excerpt longer. */
  limit: number
  /** Parts that stay; default: none but the keys that always matter */
  terms?: Terms
  /** Number of spaces by which JSON is indented; default: 0, all on one line */
  indent?: number
}

/** Part of a text, from its first character to the one after its last. */
interface Range {
  from: number
  to: number
}

/** Keys that matter in any body. */
const ALWAYS = ['"errcode":', '"error":', '"tweaks":', '"counts":']

/** Length from which a value is long, in UTF-16 code units, and the lengths of what stays of it. */
const LONG_VALUE = 40
const VALUE_START = 16
const VALUE_END = 8

/** Maximum number of places of one term that an excerpt shows. */
const MAX_PLACES = 3

/** Maximum length of a term, in UTF-16 code units; only the beginning of a longer one has to be found. */
const MAX_TERM = 120

/** Maximum number of terms of each kind. */
const MAX_TERMS = 40

/** Multiple of the limit up to which the properties that a message names are added. */
const MAX_EXCESS = 2

/** Minimum length of text that is worth a mark of omission. */
const SHORTEST_GAP = 12

/** Returns the terms of a case: what its message, its proof and the violations that it is about name. */
export function termsOf({ message = '', proof = '', violations = [] }: Partial<CaseResult>): Terms {
  return termsIn([message, proof, ...violations].join('\n'))
}

/** Adds the terms of the schema violations of an exchange: their paths, and what they name. */
export function withViolations({ quoted, keys }: Terms, { violations = [] }: Pick<TimelineEntry, 'violations'>): Terms {
  const added = termsIn(violations.join('\n'))
  return { quoted: [...added.quoted, ...quoted], keys: [...added.keys, ...keys] }
}

/**
 * Returns a body as text that is safe to print. If it is too long, long values without a term are shortened in the middle
 * first. If that is not enough, the excerpt has the beginning and what is around the terms, and says how much is missing.
 */
export function excerptOf(
  body: unknown,
  { limit, terms = { quoted: [], keys: [] }, indent = 0 }: ExcerptOptions,
): string {
  const print = (value: unknown) => printed(value, indent)
  const whole = print(body)
  if (whole.length <= limit) return whole
  const shortened = print(typeof body === 'string' ? body : shortenValues(body, terms.quoted))
  if (shortened.length <= limit) return shortened
  return windows(shortened, limit, terms)
}

function printed(value: unknown, indent: number): string {
  const text = typeof value === 'string' ? value : jsonText(value, indent)
  return indent > 0 ? visibleLines(text).join('\n') : visible(text)
}

function termsIn(text: string): Terms {
  const values = text.match(/"(?:[^"\\\n]|\\.)+"/g) ?? []
  const identifiers = text.match(/[$!@#][^\s"',;)…]{4,}/g) ?? []
  const words = text.match(/[A-Za-z_][\w-]*(?:\.[\w-]+)*/g) ?? []
  return {
    quoted: distinct([...values, ...identifiers.map((id) => id.replace(/[.:]+$/, ''))].map((term) => visible(term))),
    keys: distinct(words.flatMap((word) => [word, ...word.split('.')]).map((word) => `"${word}":`)),
  }
}

function distinct(terms: readonly string[]): string[] {
  return [...new Set(terms.map((term) => term.slice(0, MAX_TERM)))].slice(0, MAX_TERMS)
}

/** Shortens the long strings of a value in the middle, except those that have something that stays. */
function shortenValues(value: unknown, kept: readonly string[]): unknown {
  if (typeof value === 'string') return kept.some((term) => value.includes(unquoted(term))) ? value : middleCut(value)
  if (Array.isArray(value)) return value.map((item) => shortenValues(item, kept))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortenValues(item, kept)]))
}

function unquoted(term: string): string {
  return term.startsWith('"') ? term.slice(1, -1) : term
}

function middleCut(text: string): string {
  if (text.length <= LONG_VALUE) return text
  return `${text.slice(0, VALUE_START)}…${text.slice(-VALUE_END)}`.toWellFormed().replaceAll('\ufffd', '')
}

/** Returns the beginning of a text and what is around the terms. */
function windows(text: string, limit: number, { quoted, keys }: Terms): string {
  const context = Math.min(60, Math.max(10, Math.floor(limit / 8)))
  const around = (term: string) => placesOf(text, term).map((place) => rangeAround(text, place, term.length, context))
  const values = quoted.map(around)
  const properties = [...keys, ...ALWAYS].map(around)
  const first = (found: Range[][]) => found.flatMap(([range]) => range ?? [])
  const others = (found: Range[][]) => found.flatMap(([, ...rest]) => rest)
  let kept = merged(first(values))
  const add = (ranges: Range[], most: number) => {
    for (const range of ranges) {
      const more = merged([...kept, range])
      if (lengthOf(more) <= most) kept = more
    }
  }
  add(first(properties), MAX_EXCESS * limit)
  add([...others(values), ...others(properties)], limit)
  const beginning = Math.min(limit, Math.max(context, limit - lengthOf(kept)))
  return joined(text, merged([{ from: 0, to: beginning }, ...kept]))
}

/** Returns the first places of a term. A quoted value that is not there with its quotes may be part of a longer one. */
function placesOf(text: string, term: string): number[] {
  const places: number[] = []
  for (let place = text.indexOf(term); place >= 0 && places.length < MAX_PLACES; ) {
    places.push(place)
    place = text.indexOf(term, place + term.length)
  }
  const bare = unquoted(term)
  return places.length === 0 && bare !== term && bare.length > 2 ? placesOf(text, bare) : places
}

/** Returns the part of a text around a term, from the property before it to the end of the one that has it. */
function rangeAround(text: string, place: number, length: number, context: number): Range {
  const before = text.slice(Math.max(0, place - context), place)
  const start = Math.max(before.lastIndexOf(','), before.lastIndexOf('{'), before.lastIndexOf('['))
  const from = start < 0 ? place - before.length : place - before.length + start
  const isInside = !/[":]$/.test(text.slice(place, place + length))
  return { from, to: endOfValue(text, place + length, context, isInside) }
}

/**
 * Returns where the JSON value ends that begins or goes on at a place.
 *
 * @param most maximum length
 * @param isInside true if the place is inside a string
 */
function endOfValue(text: string, place: number, most: number, isInside: boolean): number {
  const end = Math.min(text.length, place + most)
  let inString = isInside
  let depth = 0
  for (let at = place; at < end; at += 1) {
    const character = text[at] ?? ''
    if (character === '\\') at += 1
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if ('{['.includes(character)) depth += 1
    else if (depth === 0 && ',}]'.includes(character)) return at + 1
    else if ('}]'.includes(character)) depth -= 1
  }
  return end
}

/** Joins ranges that overlap, or nearly meet. */
function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last !== undefined && from - last.to < SHORTEST_GAP) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0)
}

function joined(text: string, ranges: readonly Range[]): string {
  const parts = ranges.map(({ from, to }) => text.slice(from, to).toWellFormed().replaceAll('\ufffd', ''))
  const missing = text.length - lengthOf(ranges)
  const endsBefore = (ranges.at(-1)?.to ?? 0) < text.length
  return `${parts.join(' … ')}${endsBefore ? '…' : ''} (${plural(missing, 'more character')})`
}
