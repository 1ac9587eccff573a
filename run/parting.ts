import { plural, quote } from '../common/text.ts'
import { type CaseResult, MAX_TIMELINE_ENTRIES, type Parting, type PartingSide, type TimelineEntry } from './events.ts'
import { patternOf } from './failure-pattern.ts'

/** Maximum number of better repetitions that are compared with the worst one. */
export const MAX_COMPARED = 5

/** Number of places by which exchanges of the same sender can be swapped: some are sent at the same time. */
const SWAP = 3

/** Maximum length of a value in a difference, in UTF-16 code units. */
const MAX_VALUE = 60

/** Keys whose texts are the same in each repetition; all other texts can be identifiers or tokens. */
const WORDS: ReadonlySet<string> = new Set(
  'actions app_id body errcode kind membership msgtype name prio rule_id set_tweak sound type value'.split(' '),
)

/** Keys that a target sends as it likes, or when it likes. */
const VOLATILE =
  /^(?:unsigned|presence|ephemeral|to_device|device_lists|device_one_time_keys_count|device_unused_fallback_key_types|depth)$|(?:^|_)(?:age|ts|ms)$/

/** Exchange without what differs from repetition to repetition. */
interface Exchange {
  /** Place among all exchanges of the repetition, from 0 */
  index: number
  at: number
  /** Request and status of the response: `GET /…/sync → 200` */
  text: string
  /** Contents of the body that the target sent; undefined if they are not known */
  facts: Facts | undefined
}

/** Contents of a body by their place in it: `.rooms.join.….unread_notifications.notification_count` → `1`. */
type Facts = ReadonlyMap<string, string>

/** Contents of bodies before they were cut, by the exchange with the cut body. */
const UNCUT = new WeakMap<TimelineEntry, Facts | undefined>()

/** Maximum number of places in a body that are remembered. One with more is compared like one that is not known. */
const MAX_REMEMBERED = 500

/** Remembers what an exchange contained before its bodies were cut, so that repetitions can be compared by it. */
export function rememberUncut(cut: TimelineEntry, uncut: TimelineEntry): void {
  const facts = factsOf(bodyOfTarget(uncut))
  UNCUT.set(cut, facts !== undefined && facts.size > MAX_REMEMBERED ? undefined : facts)
}

/** Exchanges of a repetition by their senders. */
interface Tracks {
  byActor: ReadonlyMap<string, readonly Exchange[]>
  total: number
  /** True if the timeline can have been cut at the end */
  isCut: boolean
}

/** First difference between two repetitions. */
interface Difference {
  actor: string
  better: Exchange | undefined
  worst: Exchange | undefined
  /** Number of exchanges before it in the worst repetition and in the better one */
  after: readonly [worst: number, better: number]
}

/**
 * Compares the worst result of a case with better ones, and returns where it parts from the one that it follows longest.
 *
 * Exchanges are compared by sender and in order, without identifiers, times and successful preparations. Requests that
 * are repeated with the same result count once, and exchanges that swap places with a neighbour are the same.
 *
 * @param results results of the case, in the order of the repetitions
 * @param worst the worst of them
 * @param better those of the best other verdict
 * @returns undefined if a better one shows no difference
 */
export function partingOf(
  results: readonly CaseResult[],
  worst: CaseResult,
  better: readonly CaseResult[],
): Parting | undefined {
  const tracks = tracksOf(worst.timeline)
  let latest: { difference: Difference; result: CaseResult } | undefined
  for (const result of better.slice(0, MAX_COMPARED)) {
    const difference = differenceOf(tracksOf(result.timeline), tracks)
    if (difference === undefined) return undefined
    if (latest === undefined || difference.after[0] > latest.difference.after[0]) latest = { difference, result }
  }
  if (latest === undefined) return undefined
  const { difference, result } = latest
  const [betterBody, worstBody] = bodyTexts(difference)
  const side = (of: CaseResult, exchange: Exchange | undefined, body: string | undefined): PartingSide => ({
    repetition: results.indexOf(of) + 1,
    verdict: of.verdict,
    ...(exchange && { exchange: exchange.text, at: exchange.at }),
    ...(body !== undefined && { body }),
  })
  return {
    after: difference.after[0],
    actor: difference.actor,
    better: side(result, difference.better, betterBody),
    worst: side(worst, difference.worst, worstBody),
  }
}

/** Says where repetitions part, as one sentence. All reports use it. */
export function partingText({ after, actor, better, worst }: Parting): string {
  return `The repetitions part after ${plural(after, 'exchange')} of the case: ${sideText(actor, better)}; ${sideText(actor, worst)}`
}

function sideText(actor: string, { repetition, verdict, exchange, at = 0, body }: PartingSide): string {
  const what =
    exchange === undefined
      ? `${actor} sends nothing like it`
      : `${actor} sends ${exchange}${body === undefined ? '' : `, ${body}`} (at ${Math.round(at)} ms)`
  return `in repetition ${repetition} (${verdict}) ${what}`
}

function tracksOf(timeline: readonly TimelineEntry[]): Tracks {
  const exchanges = timeline
    .filter((entry) => entry.kind !== 'note' && !isRoutine(entry))
    .map((entry, index) => ({ actor: entry.actor, exchange: toExchange(entry, index) }))
  const byActor = new Map<string, Exchange[]>()
  for (const { actor, exchange } of exchanges) {
    const track = byActor.get(actor)
    const last = track?.at(-1)
    if (track === undefined) byActor.set(actor, [exchange])
    else if (last === undefined || !isAlike(last, exchange)) track.push(exchange)
  }
  return { byActor, total: exchanges.length, isCut: timeline.length >= MAX_TIMELINE_ENTRIES }
}

/** Reports whether an entry only prepares the case, with success: how many of these there are says nothing. */
export function isRoutine({ preparation, status }: TimelineEntry): boolean {
  return preparation === true && (status === 200 || status === 401)
}

function toExchange(entry: TimelineEntry, index: number): Exchange {
  const { method = '', path = entry.summary, status, at } = entry
  const request = `${method} ${patternOf(path.replace(/\?.*$/s, ''))}`.trim()
  const facts = UNCUT.get(entry) ?? factsOf(bodyOfTarget(entry))
  return { index, at, text: `${request} → ${status ?? 'no response'}`, facts }
}

function bodyOfTarget({ kind, requestBody, responseBody }: TimelineEntry): unknown {
  return kind === 'gateway' ? requestBody : responseBody
}

/** Returns the contents of a body. A text is none: it can be the beginning of a JSON body that was cut. */
function factsOf(body: unknown): Facts | undefined {
  if (typeof body === 'string') return undefined
  const facts = new Map<string, string>()
  collect(body, '', '', facts)
  return facts
}

function collect(value: unknown, place: string, key: string, facts: Map<string, string>): void {
  if (Array.isArray(value)) {
    add(facts, place, plural(value.length, 'item'))
    for (const item of value) collect(item, `${place}[]`, key, facts)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      if (!VOLATILE.test(name)) collect(part, `${place}.${patternOf(name)}`, name, facts)
    }
  } else if (value !== undefined) add(facts, place, leafText(value, key))
}

/** Adds a value. Those with the same place, as in different rooms, are compared in their order. */
function add(facts: Map<string, string>, place: string, text: string): void {
  const before = facts.get(place)
  facts.set(place, before === undefined ? text : `${before}, ${text}`)
}

function leafText(value: unknown, key: string): string {
  if (typeof value === 'string') return WORDS.has(key) ? quote(patternOf(value), MAX_VALUE) : 'a text'
  if (typeof value === 'number' && Math.abs(value) > 1e9) return 'a number'
  return String(value)
}

function isAlike(one: Exchange, other: Exchange): boolean {
  return one.text === other.text && differingPlace(one, other) === undefined
}

/** Returns the first place at which two bodies differ; undefined if they agree, or one of them is not known. */
function differingPlace({ facts: one }: Exchange, { facts: other }: Exchange): string | undefined {
  if (one === undefined || other === undefined) return undefined
  return [...one.keys(), ...other.keys()].find((place) => one.get(place) !== other.get(place))
}

/** Returns what the bodies of a difference have at the first place at which they differ. */
function bodyTexts({ better, worst }: Difference): readonly [string | undefined, string | undefined] {
  const place = better && worst && better.text === worst.text ? differingPlace(better, worst) : undefined
  if (place === undefined) return [undefined, undefined]
  const name = place.split(/[.[\]]+/).findLast((part) => part !== '') ?? 'body'
  const text = (exchange: Exchange | undefined) => {
    const value = exchange?.facts?.get(place)
    return value === undefined ? `without ${name}` : `${name}: ${value}`
  }
  return [text(better), text(worst)]
}

/** Returns the difference that comes first in the worst repetition, then in the better one. */
function differenceOf(better: Tracks, worst: Tracks): Difference | undefined {
  const actors = new Set([...worst.byActor.keys(), ...better.byActor.keys()])
  return [...actors]
    .flatMap((actor) => differenceOfTrack(actor, better, worst) ?? [])
    .sort((a, b) => a.after[0] - b.after[0] || a.after[1] - b.after[1])[0]
}

function differenceOfTrack(actor: string, better: Tracks, worst: Tracks): Difference | undefined {
  const [ours, theirs] = [better.byActor.get(actor) ?? [], worst.byActor.get(actor) ?? []]
  const [unmatched, unmatchedWorst] = match(ours, theirs)
  const place = Math.min(unmatched, unmatchedWorst)
  const exchangeAt = (track: readonly Exchange[], first: number) => (first - place <= SWAP ? track[first] : undefined)
  const [inBetter, inWorst] = [exchangeAt(ours, unmatched), exchangeAt(theirs, unmatchedWorst)]
  if (inBetter === undefined && (inWorst === undefined || better.isCut)) return undefined
  if (inWorst === undefined && worst.isCut) return undefined
  const after = (tracks: Tracks, track: readonly Exchange[], exchange: Exchange | undefined) =>
    (exchange ?? track[place])?.index ?? tracks.total
  return {
    actor,
    better: inBetter,
    worst: inWorst,
    after: [after(worst, theirs, inWorst), after(better, ours, inBetter)],
  }
}

/** Returns the first place in each track whose exchange has no counterpart near it in the other; infinity if all have one. */
function match(one: readonly Exchange[], other: readonly Exchange[]): [number, number] {
  const used = new Set<number>()
  let unmatched = Number.POSITIVE_INFINITY
  for (const [place, exchange] of one.entries()) {
    const counterpart = nearby(place).find((near) => {
      const candidate = other[near]
      return candidate !== undefined && !used.has(near) && isAlike(exchange, candidate)
    })
    if (counterpart === undefined) unmatched = Math.min(unmatched, place)
    else used.add(counterpart)
  }
  const unmatchedOther = other.findIndex((_, place) => !used.has(place))
  return [unmatched, unmatchedOther < 0 ? Number.POSITIVE_INFINITY : unmatchedOther]
}

/** Returns the place itself, then those within reach of a swap, nearest first. */
function nearby(place: number): number[] {
  const places = [place]
  for (let distance = 1; distance <= SWAP; distance += 1) places.push(place - distance, place + distance)
  return places
}
