import type { Fragment } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'

/** Code span in prose; offsets are relative to the text of the prose. */
export interface Span {
  start: number
  end: number
  value: string
  /** Content without the backticks */
  fragment: Fragment
}

/** Paragraph, heading or table cell: its text with source ranges, and its code spans. */
export class Prose {
  readonly fragment: Fragment
  readonly spans: readonly Span[]
  /** True for an item of a list */
  readonly isItem: boolean

  constructor(fragment: Fragment, spans: readonly Span[], isItem = false) {
    this.fragment = fragment
    this.spans = spans
    this.isItem = isItem
  }

  /** Text, with the content of code spans but without backticks. */
  get text(): string {
    return this.fragment.text
  }

  range(start: number, end: number): Range {
    return this.fragment.range(start, end)
  }

  /** Text with code spans blanked out, for searching words. */
  get words(): string {
    const characters = this.text.split('')
    for (const { start, end } of this.spans) characters.fill('\u0001', start, end)
    return characters.join('')
  }

  /** Returns up to 40 characters before a span. */
  before({ start }: Span): string {
    return this.text.slice(Math.max(0, start - 40), start)
  }
}
