import type { ParsedNode, Scalar } from 'yaml'
import { align } from '../source/align.ts'
import { Fragment, type Piece } from '../source/fragment.ts'

/** The content of a string with places, where it may hold examples: text of several lines, or JSON. */
export function contentOf(
  node: ParsedNode,
  value: string,
  fragment: Fragment,
): { content?: Fragment; isBlock?: boolean } {
  if (!value.includes('\n') && !/^\s*[[{]/.test(value) && !/`[[{]|\bcurl /.test(value)) return {}
  const [start, end] = node.range
  const { type } = node as Scalar
  const source = fragment.text
  if (type === 'QUOTE_DOUBLE' && source.slice(start, end).includes('\\')) return unescaped(value, fragment, start, end)
  const isBlock = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
  const from = isBlock ? source.indexOf('\n', start) + 1 : start + (type === 'PLAIN' ? 0 : 1)
  return { content: through(fragment, align(value, source, from, end)), isBlock }
}

/** The places of places: where the text that `inner` was taken from is itself a fragment. */
export function through(outer: Fragment, inner: Fragment): Fragment {
  const pieces: Piece[] = []
  for (const { text, source } of inner.pieces()) {
    let offset = 0
    // What is one piece of the inner text may be several of the outer one
    for (const piece of outer.pieces(source, source + text.length)) {
      pieces.push({ text: text.slice(offset, offset + piece.text.length), source: piece.source })
      offset += piece.text.length
    }
  }
  return new Fragment(pieces, outer.toSource(inner.toSource(0)))
}

/** How many units an escape takes, by the character after its backslash; two where it is not here. */
const ESCAPES: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 }

/** A string in double quotes with escapes. Where its lines are folded, it is not looked into. */
function unescaped(value: string, fragment: Fragment, start: number, end: number): { content?: Fragment } {
  const source = fragment.text
  const pieces: Piece[] = []
  let place = start + 1
  for (const character of value) {
    const isEscape = source[place] === '\\'
    if (!isEscape && !source.startsWith(character, place)) return {}
    pieces.push({ text: character, source: place })
    place += isEscape ? (ESCAPES[source[place + 1] ?? ''] ?? 2) : character.length
  }
  return place === end - 1 ? { content: through(fragment, new Fragment(pieces, start)) } : {}
}
