import { Fragment, type Piece } from '../../source/fragment.ts'
import { Prose, type Span } from '../prose.ts'

/** Converts a paragraph or title. Text in double backticks is code. */
export function proseOfRst(source: Fragment, isItem: boolean): Prose {
  const pieces: Piece[] = []
  const spans: Span[] = []
  let length = 0
  const add = (start: number, end: number) => {
    pieces.push(...source.pieces(start, end))
    length += end - start
  }
  let place = 0
  for (;;) {
    const open = source.text.indexOf('``', place)
    const close = open === -1 ? -1 : source.text.indexOf('``', open + 2)
    if (close === -1) break
    add(place, open)
    const inner = source.slice(open + 2, close)
    spans.push({ start: length, end: length + inner.text.length, value: inner.text, fragment: inner })
    add(open + 2, close)
    place = close + 2
  }
  add(place, source.text.length)
  return new Prose(new Fragment(pieces, source.toSource(0)), spans, isItem)
}
