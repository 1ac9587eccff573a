import type { Edge, Segment } from './glob.ts'

/** By so much of its beginning the places are found where a segment may start. */
const HEAD = 16

/**
 * Where the first occurrence of a segment at or after `from` ends, found in one pass over the text.
 *
 * To try a long segment at each place would take as many steps as the two have pairs of characters. Here all starts
 * are followed at once: bit `n` of `reached` says that the text up to here ends in the first `n + 1` characters of the
 * segment. Each character of the text costs a few operations on such a number, however many starts it stands for.
 * The method is known as Shift-And.
 */
export function findAtOnce(
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

/** For each character the bits of the places in the segment that it fits. */
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
