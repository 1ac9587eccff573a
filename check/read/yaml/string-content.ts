import type { ParsedNode, Scalar } from 'yaml'
import { align } from '../../source/align.ts'
import { Fragment, mapThrough, type Piece } from '../../source/fragment.ts'

/** Returns the content of a string with source ranges if it may contain examples: several lines, JSON or a command. */
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
  return { content: mapThrough(fragment, align(value, source, from, end)), isBlock }
}

/** Lengths of escapes by the character after the backslash; all others have two characters. */
const ESCAPES: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 }

/** Decodes a double-quoted string with escapes. A folded string has no content. */
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
  return place === end - 1 ? { content: mapThrough(fragment, new Fragment(pieces, start)) } : {}
}
