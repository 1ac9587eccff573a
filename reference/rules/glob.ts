import { type Edge, findSegment, type Segment } from './segment.ts'

/**
 * Parsed glob pattern: stars separate segments, and question marks separate the literals of a segment.
 *
 * `f?o*bar` has the segments `f?o` and `bar`, of which the first has the literals `f` and `o`.
 */
export type Glob = readonly Segment[]

const anywhere: Edge = () => true
const atStart: Edge = (_, place) => place === 0
const atEnd: Edge = (text, place) => place === text.length

/**
 * Matches at a word boundary: every place without a word character (ASCII letter, digit or underscore) on both sides,
 * such as the start and the end of the text.
 */
const atBoundary: Edge = (text, place) => !(isWordCharacter(text, place - 1) && isWordCharacter(text, place))

/**
 * Parses a pattern, in which `*` stands for zero or more characters, and `?` for exactly one.
 *
 * No other character is special: there is no escape, and brackets and backslashes are literal.
 *
 * @param pattern folded, if letter case does not matter
 * @see https://spec.matrix.org/v1.19/appendices/#glob-style-matching
 */
export function parseGlob(pattern: string): Glob {
  return pattern.split('*').map((segment) => ({ literals: segment.split('?'), length: segment.length }))
}

/** Creates a glob that matches only the text itself, in which stars and question marks are literal. */
export function literal(text: string): Glob {
  return [{ literals: [text], length: text.length }]
}

/** Adds a star before and after a glob. */
export function wrapInStars(glob: Glob): Glob {
  return [...literal(''), ...glob, ...literal('')]
}

/** Returns the longest text that every match of the glob contains. */
export function longestLiteral(glob: Glob): string {
  return glob
    .flatMap(({ literals }) => literals)
    .reduce((longest, literal) => (literal.length > longest.length ? literal : longest), '')
}

/** Reports whether the pattern has a star or a question mark. */
export function hasWildcards(pattern: string): boolean {
  return /[*?]/.test(pattern)
}

/** Reports whether the glob matches the whole text. */
export function matchesWhole(glob: Glob, text: string): boolean {
  return matches(glob, text, atStart, atEnd)
}

/**
 * Reports whether the glob matches a part of the text that starts and ends at a word boundary.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function matchesWords(glob: Glob, text: string): boolean {
  return matches(glob, text, atBoundary, atBoundary)
}

/**
 * Finds the segments one after the other, each as early as possible. A star matches anything in between, so an earlier
 * place never excludes a match that a later one allows, and there is no backtracking: the time grows with the length of
 * the text, regardless of the number of stars.
 */
function matches(glob: Glob, text: string, start: Edge, end: Edge): boolean {
  let place = 0
  for (let index = 0; index < glob.length; index += 1) {
    const canStart = index === 0 ? start : anywhere
    const canEnd = index === glob.length - 1 ? end : anywhere
    const found = findSegment(glob[index] as Segment, text, place, canStart, canEnd)
    if (found === undefined) return false
    place = found
  }
  return true
}

function isWordCharacter(text: string, place: number): boolean {
  const code = text.charCodeAt(place)
  const isDigit = code >= 0x30 && code <= 0x39
  const isUpper = code >= 0x41 && code <= 0x5a
  const isLower = code >= 0x61 && code <= 0x7a
  return isDigit || isUpper || isLower || code === 0x5f
}
