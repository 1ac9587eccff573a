import { Fragment, type Piece } from '../source/fragment.ts'
import type { Range } from '../source/range.ts'
import type { Quoting } from './shell-quoting.ts'

/** One word of a command: what the program gets, with places. */
export interface Word {
  fragment: Fragment
  /** Where it stands, quotes included */
  range: Range
  /** As it is written */
  raw: string
  /** What the shell puts another text in place of, by offsets in the text */
  variables: readonly Range[]
  quotings: readonly Quoting[]
}

/** Puts a word together, piece by piece. */
export class WordBuilder {
  readonly #outer: Fragment
  #pieces: Piece[] = []
  #length = 0
  #variables: Range[] = []
  #quotings: Quoting[] = []
  /** Where the word starts; undefined between words */
  start: number | undefined

  constructor(outer: Fragment) {
    this.#outer = outer
  }

  /** Takes a part of the outer text as it is. */
  take(place: number, length: number): void {
    this.start ??= place
    this.#pieces.push(...this.#outer.pieces(place, place + length))
    this.#length += length
  }

  /** Takes another text than what is written. */
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

  /** The word up to a place, if one has begun. */
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
