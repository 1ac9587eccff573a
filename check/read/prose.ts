import type { PhrasingContent } from 'mdast'
import { align } from '../source/align.ts'
import { Fragment, type Piece } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import { through } from './yaml-string.ts'

/** A code span in prose; offsets are in the text of the prose. */
export interface Span {
  start: number
  end: number
  value: string
  /** Without the backticks */
  fragment: Fragment
}

/** A paragraph, a heading or a table cell: its text, with places, and the code spans in it. */
export class Prose {
  readonly fragment: Fragment
  readonly spans: readonly Span[]
  /** Whether it stands in a list */
  readonly isItem: boolean

  constructor(fragment: Fragment, spans: readonly Span[], isItem = false) {
    this.fragment = fragment
    this.spans = spans
    this.isItem = isItem
  }

  /** The text; code spans are in it without their backticks. */
  get text(): string {
    return this.fragment.text
  }

  range(start: number, end: number): Range {
    return this.fragment.range(start, end)
  }

  /** The text with what stands in code spans blanked out, so that only words of the language are found in it. */
  get words(): string {
    const characters = this.text.split('')
    for (const { start, end } of this.spans) characters.fill('\u0001', start, end)
    return characters.join('')
  }

  /** So much of the text before a span as a few words take. */
  before({ start }: Span): string {
    return this.text.slice(Math.max(0, start - 40), start)
  }
}

/**
 * The prose of a node's children.
 *
 * @param fragment what the Markdown was read from
 * @param base where the text that was given to the parser starts in it
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
    const inner = through(fragment, align(text, fragment.text, start + ticks, end - ticks))
    if (isCode) spans.push({ start: length, end: length + text.length, value: text, fragment: inner })
    pieces.push(...inner.pieces())
    length += text.length
  }
  return new Prose(new Fragment(pieces, fragment.toSource(base)), spans, isItem)
}
