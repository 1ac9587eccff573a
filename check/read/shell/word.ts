import { Fragment, type Piece } from '../../source/fragment.ts'
import type { Range } from '../../source/range.ts'
import type { Quoting } from './quoting.ts'

/** Word of a command: the argument that the program receives, with source ranges. */
export interface Word {
  fragment: Fragment
  /** Range in the source, including quotes */
  range: Range
  /** Source text, including quotes */
  raw: string
  /** Ranges that the shell expands, as offsets in the argument */
  variables: readonly Range[]
  quotings: readonly Quoting[]
}

/** Builds a word piece by piece. */
export class WordBuilder {
  readonly #outer: Fragment
  #pieces: Piece[] = []
  #length = 0
  #variables: Range[] = []
  #quotings: Quoting[] = []
  /** Start of the word; `undefined` between words */
  start: number | undefined

  constructor(outer: Fragment) {
    this.#outer = outer
  }

  /** Appends a part of the outer text. */
  take(place: number, length: number): void {
    this.start ??= place
    this.#pieces.push(...this.#outer.pieces(place, place + length))
    this.#length += length
  }

  /** Appends decoded text in place of the source text. */
  takeInstead(text: string, place: number): void {
    this.#pieces.push({ text, source: this.#outer.toSource(place) })
    this.#length += text.length
  }

  takeVariable(place: number, length: number): void {
    this.#variables.push({ start: this.#length, end: this.#length + length })
    this.take(place, length)
  }

  addQuoting(quoting: Quoting): void {
    this.#quotings.push(quoting)
  }

  has(text: string): boolean {
    return this.#pieces.some((piece) => piece.text.includes(text))
  }

  /** Ends the word at an offset, and returns it if there is one. */
  end(place: number): Word | undefined {
    const { start } = this
    if (start === undefined) return undefined
    const word = {
      fragment: new Fragment(this.#pieces, this.#outer.toSource(start)),
      range: this.#outer.range(start, place),
      raw: this.#outer.text.slice(start, place),
      variables: this.#variables,
      quotings: this.#quotings,
    }
    this.#pieces = []
    this.#length = 0
    this.#variables = []
    this.#quotings = []
    this.start = undefined
    return word
  }
}
