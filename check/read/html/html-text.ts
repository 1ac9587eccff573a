import { Fragment, mapThrough, type Piece } from '../../source/fragment.ts'
import { Prose, type Span } from '../prose.ts'

/** Text of an HTML element as it is read, with its code spans. */
export class HtmlText {
  readonly #outer: Fragment
  readonly #pieces: Piece[] = []
  readonly #spans: { start: number; end: number }[] = []
  #spanStart: number | undefined
  #length = 0
  #endsInSpace = true

  /** @param outer - source of the HTML */
  constructor(outer: Fragment) {
    this.#outer = outer
  }

  get length(): number {
    return this.#length
  }

  get isBlank(): boolean {
    return this.#pieces.every(({ text }) => text.trim() === '')
  }

  /** Adds text as it is. */
  add(text: string, source: number): void {
    this.#pieces.push({ text, source })
    this.#length += text.length
  }

  /** Adds text within a line: white space counts as one space, and none at the start. */
  addInline(text: string, source: number): void {
    for (const { 0: part, index } of text.matchAll(/\s+|\S+/g)) {
      const isSpace = part.trim() === ''
      if (!(isSpace && this.#endsInSpace)) this.add(isSpace ? ' ' : part, source + index)
      this.#endsInSpace = isSpace
    }
  }

  startSpan(): void {
    this.#spanStart ??= this.#length
  }

  endSpan(): void {
    if (this.#spanStart !== undefined && this.#length > this.#spanStart)
      this.#spans.push({ start: this.#spanStart, end: this.#length })
    this.#spanStart = undefined
  }

  get fragment(): Fragment {
    return mapThrough(this.#outer, new Fragment(this.#pieces))
  }

  prose(isItem: boolean): Prose {
    const { fragment } = this
    const spans = this.#spans.map(({ start, end }): Span => {
      const inner = fragment.slice(start, end)
      return { start, end, value: inner.text, fragment: inner }
    })
    return new Prose(fragment, spans, isItem)
  }
}
