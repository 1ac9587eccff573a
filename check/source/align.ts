import { Fragment, type Piece } from './fragment.ts'

/**
 * Maps text back to the source that it was read from. Reading may have dropped some characters (escapes, `>` at the start
 * of a line) and replaced line breaks with spaces.
 *
 * @param from - offset in `source` to start from
 * @returns the text with source ranges; a character that was not found is placed where the search stopped
 */
export function align(text: string, source: string, from: number, until: number): Fragment {
  const pieces: Piece[] = []
  let place = from
  let start = 0
  let pieceAt = from
  for (let index = 0; index < text.length; index += 1) {
    const next = findFrom(text[index] ?? '', source, place, until)
    if (next !== place) {
      if (index > start) pieces.push({ text: text.slice(start, index), source: pieceAt })
      start = index
      pieceAt = next
    }
    place = next + 1
  }
  pieces.push({ text: text.slice(start), source: pieceAt })
  return new Fragment(pieces, from)
}

/** Maximum number of dropped characters between two characters. */
const FAR = 400

function findFrom(character: string, source: string, from: number, until: number): number {
  const last = Math.min(until, from + FAR)
  for (let place = from; place < last; place += 1) {
    const found = source[place]
    if (found === character || (character === ' ' && (found === '\n' || found === '\r'))) return place
    // Reading drops no other characters
    if (!/[\s>\\`]/.test(found ?? '')) return from
  }
  return from
}
