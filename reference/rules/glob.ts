import { findAtOnce } from './long-segment.ts'

/**
 * A glob pattern, taken apart: the stars part it into segments, and the question marks part a segment into literals.
 *
 * `f?o*bar` has the segments `f?o` and `bar`, of which the first has the literals `f` and `o`.
 */
export type Glob = readonly Segment[]

/** What lies between two stars. */
export interface Segment {
  /** Between two of them there is one character of any kind */
  literals: readonly string[]
  /** The number of code units that it takes at least */
  length: number
}

/** Whether a place in a text may be the start, or the end, of what is matched. A place lies before its character. */
export type Edge = (text: string, place: number) => boolean

const anywhere: Edge = () => true
const atStart: Edge = (_, place) => place === 0
const atEnd: Edge = (text, place) => place === text.length

/**
 * A word boundary is the start or the end of the text, and any character but the ASCII letters, digits and underscore;
 * so it is every place that does not have such word characters on both sides.
 */
const atBoundary: Edge = (text, place) => !(isWordCharacter(text, place - 1) && isWordCharacter(text, place))

/**
 * Reads a pattern, in which `*` stands for any number of characters, none included, and `?` for exactly one.
 *
 * Nothing else is special: there is no escape, and brackets and backslashes mean themselves.
 *
 * @param pattern already folded, where letter case is not to matter
 * @see https://spec.matrix.org/v1.19/appendices/#glob-style-matching
 */
export function parseGlob(pattern: string): Glob {
  return pattern.split('*').map((segment) => ({ literals: segment.split('?'), length: segment.length }))
}

/** A glob that matches nothing but the text itself, its stars and question marks included. */
export function literal(text: string): Glob {
  return [{ literals: [text], length: text.length }]
}

/** The glob with a star before and after it. */
export function wrapInStars(glob: Glob): Glob {
  return [...literal(''), ...glob, ...literal('')]
}

/** The longest text that whatever the glob matches has in it. */
export function longestLiteral(glob: Glob): string {
  return glob
    .flatMap(({ literals }) => literals)
    .reduce((longest, literal) => (literal.length > longest.length ? literal : longest), '')
}

/** Whether the pattern has a star or a question mark. */
export function hasWildcards(pattern: string): boolean {
  return /[*?]/.test(pattern)
}

/** Whether the glob matches the whole of the text. */
export function matchesWhole(glob: Glob, text: string): boolean {
  return matches(glob, text, atStart, atEnd)
}

/**
 * Whether the glob matches a part of the text that starts and ends at a word boundary.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function matchesWords(glob: Glob, text: string): boolean {
  return matches(glob, text, atBoundary, atBoundary)
}

/**
 * Finds the segments one after the other, each as early as it can be: a star takes whatever lies between, so an
 * earlier place never rules out what a later one allows, and nothing that was found is ever given up again. So the
 * time grows with the length of the text, however many stars there are.
 */
function matches(glob: Glob, text: string, start: Edge, end: Edge): boolean {
  let place = 0
  for (let index = 0; index < glob.length; index += 1) {
    const canStart = index === 0 ? start : anywhere
    const canEnd = index === glob.length - 1 ? end : anywhere
    const found = find(glob[index] as Segment, text, place, canStart, canEnd)
    if (found === undefined) return false
    place = found
  }
  return true
}

/** A segment of so many code units is found by trying every place without doing much work twice. */
const SHORT = 64

/** Where the first occurrence of the segment at or after `from` ends. */
function find(segment: Segment, text: string, from: number, canStart: Edge, canEnd: Edge): number | undefined {
  if (segment.length > text.length - from) return undefined
  const findIn = segment.length > SHORT ? findAtOnce : findPlaceByPlace
  return findIn(segment, text, from, canStart, canEnd)
}

function findPlaceByPlace(
  { literals }: Segment,
  text: string,
  from: number,
  canStart: Edge,
  canEnd: Edge,
): number | undefined {
  const head = literals[0] ?? ''
  for (let place = from; place <= text.length; place += 1) {
    place = text.indexOf(head, place)
    if (place === -1) return undefined
    const ending = canStart(text, place) ? matchAt(literals, text, place) : undefined
    if (ending !== undefined && canEnd(text, ending)) return ending
  }
  return undefined
}

/** Where the segment ends when it starts at `place`; `undefined` when the text is another there. */
function matchAt(literals: readonly string[], text: string, place: number): number | undefined {
  let ending = place
  for (const [index, part] of literals.entries()) {
    if (index > 0) {
      if (ending >= text.length) return undefined
      ending += characterLength(text, ending)
    }
    if (!text.startsWith(part, ending)) return undefined
    ending += part.length
  }
  return ending
}

/** A character is a code point: one or two units of the string. */
function characterLength(text: string, place: number): number {
  return (text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1
}

function isWordCharacter(text: string, place: number): boolean {
  const code = text.charCodeAt(place)
  const isDigit = code >= 0x30 && code <= 0x39
  const isUpper = code >= 0x41 && code <= 0x5a
  const isLower = code >= 0x61 && code <= 0x7a
  return isDigit || isUpper || isLower || code === 0x5f
}
