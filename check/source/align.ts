import { Fragment, type Piece } from './fragment.ts'

/**
 * Finds a text again in the source that it was read from, where reading left out some characters (escapes, `>` at the
 * start of a line) and made spaces of line ends.
 *
 * @param from where in `source` to begin
 * @returns what could be found; a character that could not is taken to stand where the search was
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

/** What reading may leave out between two characters is short. */
const FAR = 400

function findFrom(character: string, source: string, from: number, until: number): number {
  const last = Math.min(until, from + FAR)
  for (let place = from; place < last; place += 1) {
    const found = source[place]
    if (found === character || (character === ' ' && (found === '\n' || found === '\r'))) return place
    // Only these are ever left out
    if (!/[\s>\\`]/.test(found ?? '')) return from
  }
  return from
}
