/**
 * A glob pattern, taken apart: the stars part it into segments, and the question marks part a segment into literals.
 *
 * `f?o*bar` is `[['f', 'o'], ['bar']]`.
 */
export type Glob = readonly Segment[]
type Segment = readonly string[]

/** Whether a place in the text may be the start, or the end, of what is matched. A place lies before its character. */
type Edge = (place: number) => boolean

const anywhere: Edge = () => true

/**
 * Reads a pattern, in which `*` stands for any number of characters, none included, and `?` for exactly one.
 *
 * Nothing else is special: there is no escape, and brackets and backslashes mean themselves.
 *
 * @param pattern already folded, where letter case is not to matter
 * @see https://spec.matrix.org/v1.19/appendices/#glob-style-matching
 */
export function parseGlob(pattern: string): Glob {
  return pattern.split('*').map((segment) => segment.split('?'))
}

/** A glob that matches nothing but the text itself, its stars and question marks included. */
export function literal(text: string): Glob {
  return [[text]]
}

/** The glob with a star before and after it. */
export function wrapInStars(glob: Glob): Glob {
  return [[''], ...glob, ['']]
}

/** Whether the pattern has a star or a question mark. */
export function hasWildcards(pattern: string): boolean {
  return /[*?]/.test(pattern)
}

/** Whether the glob matches the whole of the text. */
export function matchesWhole(glob: Glob, text: string): boolean {
  const atStart: Edge = (place) => place === 0
  const atEnd: Edge = (place) => place === text.length
  return matches(glob, text, atStart, atEnd)
}

/**
 * Whether the glob matches a part of the text that starts and ends at a word boundary.
 *
 * A boundary is the start or the end of the text, and any character but the ASCII letters, digits and underscore;
 * so it is every place that does not have such word characters on both sides.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function matchesWords(glob: Glob, text: string): boolean {
  const boundary: Edge = (place) => !(isWordCharacter(text, place - 1) && isWordCharacter(text, place))
  return matches(glob, text, boundary, boundary)
}

/**
 * Finds the segments one after the other, each as early as it can be: a star takes whatever lies between, so an
 * earlier place never rules out what a later one allows, and nothing that was found is ever given up again. The time
 * grows with the length of the text, at worst times that of the longest segment, however many stars there are.
 */
function matches(glob: Glob, text: string, start: Edge, end: Edge): boolean {
  let place = 0
  for (const [index, segment] of glob.entries()) {
    const canStart = index === 0 ? start : anywhere
    const canEnd = index === glob.length - 1 ? end : anywhere
    const found = find(segment, text, place, canStart, canEnd)
    if (found === undefined) return false
    place = found
  }
  return true
}

/** Where the first occurrence of the segment at or after `from` ends. */
function find(segment: Segment, text: string, from: number, canStart: Edge, canEnd: Edge): number | undefined {
  const head = segment[0] ?? ''
  for (let place = from; place <= text.length; place += 1) {
    place = text.indexOf(head, place)
    if (place === -1) return undefined
    const ending = canStart(place) ? matchAt(segment, text, place) : undefined
    if (ending !== undefined && canEnd(ending)) return ending
  }
  return undefined
}

/** Where the segment ends when it starts at `place`; `undefined` when the text is another there. */
function matchAt(segment: Segment, text: string, place: number): number | undefined {
  let ending = place
  for (const [index, part] of segment.entries()) {
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
