import type { PhrasingContent } from 'mdast'
import { align } from '../../source/align.ts'
import { Fragment, mapThrough, type Piece } from '../../source/fragment.ts'
import { Prose, type Span } from '../prose.ts'

/**
 * Converts the children of a Markdown node to prose.
 *
 * @param fragment - source of the Markdown
 * @param base - offset in the fragment of the text that was parsed
 */
export function proseOf(
  children: readonly PhrasingContent[],
  fragment: Fragment,
  base: number,
  isItem: boolean,
): Prose {
  const pieces: Piece[] = []
  const spans: Span[] = []
  let length = 0
  for (const child of children) {
    const start = base + (child.position?.start.offset ?? 0)
    const end = base + (child.position?.end.offset ?? 0)
    const isCode = child.type === 'inlineCode'
    const text = isCode || child.type === 'text' ? child.value : ' '
    const ticks = isCode ? (/^`*/.exec(fragment.text.slice(start, end))?.[0].length ?? 0) : 0
    const inner = mapThrough(fragment, align(text, fragment.text, start + ticks, end - ticks))
    if (isCode) spans.push({ start: length, end: length + text.length, value: text, fragment: inner })
    pieces.push(...inner.pieces())
    length += text.length
  }
  return new Prose(new Fragment(pieces, fragment.toSource(base)), spans, isItem)
}
