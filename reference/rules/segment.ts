/** Part of a glob between two stars. */
export interface Segment {
  /** Literals of the segment; between two of them there is exactly one character of any kind */
  literals: readonly string[]

  /** Minimum number of code units that it matches */
  length: number
}

/** Reports whether a match can start, or end, at a place in a text. A place lies before its character. */
export type Edge = (text: string, place: number) => boolean

/** Maximum length of a segment, in code units, for which trying every place is cheap. */
const SHORT = 64

/** Finds the first occurrence of a segment at or after `from`, and returns the place where it ends. */
export function findSegment(
  segment: Segment,
  text: string,
  from: number,
  canStart: Edge,
  canEnd: Edge,
): number | undefined {
  if (segment.length > text.length - from) return undefined
  const findIn = segment.length > SHORT ? findInOnePass : findPlaceByPlace
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

/** Matches a segment that starts at `place`, and returns where it ends; `undefined` if the text differs. */
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

/** Returns the length of a character, which is a code point: one or two code units. */
function characterLength(text: string, place: number): number {
  return (text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1
}

/** Number of code units at the start of a segment by which its possible places are found. */
const HEAD = 16

/**
 * Finds the first occurrence of a long segment in one pass over the text, with the algorithm Shift-And.
 *
 * To try a long segment at each place would take as many steps as the two have pairs of characters. Here all starts are
 * followed together: bit `n` of `reached` is set if the text up to the current place ends with the first `n + 1`
 * characters of the segment. So each character of the text costs a few operations on that number, regardless of how many
 * starts it stands for.
 */
function findInOnePass(
  { literals }: Segment,
  text: string,
  from: number,
  canStart: Edge,
  canEnd: Edge,
): number | undefined {
  const head = literals[0]?.slice(0, HEAD) ?? ''
  let place = text.indexOf(head, from)
  if (place === -1) return undefined
  const { fits, anything, complete } = placesOf(literals)
  let reached = 0n
  while (place !== -1 && place < text.length) {
    const character = String.fromCodePoint(text.codePointAt(place) ?? 0)
    const started = canStart(text, place) ? 1n : 0n
    reached = ((reached << 1n) | started) & (fits.get(character) ?? anything)
    place += character.length
    if (reached >= complete && canEnd(text, place)) return place
    if (reached === 0n) place = text.indexOf(head, place)
  }
  return undefined
}

/** Returns, for each character, the bits of the places in the segment that it matches. */
function placesOf(literals: readonly string[]): { fits: Map<string, bigint>; anything: bigint; complete: bigint } {
  const characters = literals.flatMap((part, index) => (index === 0 ? [...part] : [undefined, ...part]))
  let anything = 0n
  for (const [index, character] of characters.entries()) if (character === undefined) anything |= 1n << BigInt(index)
  const fits = new Map<string, bigint>()
  for (const [index, character] of characters.entries()) {
    if (character !== undefined) fits.set(character, (fits.get(character) ?? anything) | (1n << BigInt(index)))
  }
  return { fits, anything, complete: 1n << BigInt(characters.length - 1) }
}
