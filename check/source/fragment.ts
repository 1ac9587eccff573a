import type { Range } from './range.ts'

/** Text with the place where it starts in the source; it stands there unit by unit. */
export interface Piece {
  text: string
  source: number
}

/**
 * Text that was taken out of a source, and knows where each of its characters stood: without the indentation of a list,
 * the `>` of a quotation, the escapes of a string, the quotes of a shell.
 */
export class Fragment {
  readonly text: string
  /** Where each piece starts in the text, and in the source; both grow. */
  readonly #starts: number[] = []
  readonly #sources: number[] = []
  readonly #end: number

  constructor(pieces: readonly Piece[], end = 0) {
    const texts: string[] = []
    let length = 0
    this.#end = end
    for (const { text, source } of pieces) {
      if (text === '') continue
      const last = this.#starts.length - 1
      const goesOn = last >= 0 && source - length === (this.#sources[last] ?? 0) - (this.#starts[last] ?? 0)
      if (!goesOn) {
        this.#starts.push(length)
        this.#sources.push(source)
      }
      texts.push(text)
      length += text.length
      this.#end = source + text.length
    }
    this.text = texts.join('')
  }

  /** A whole source, or a part of it that stands there as it is. */
  static plain(text: string, source = 0): Fragment {
    return new Fragment([{ text, source }], source)
  }

  /** The place in the source of the character at `offset`; that after the last one, where there is none. */
  toSource(offset: number): number {
    if (offset >= this.text.length) return this.#end
    const piece = this.#pieceAt(offset)
    return (this.#sources[piece] ?? 0) + offset - (this.#starts[piece] ?? 0)
  }

  /** The part of the source that this part of the text was taken from. */
  range(start: number, end: number): Range {
    const first = this.toSource(start)
    return { start: first, end: end > start ? Math.max(first, this.toSource(end - 1) + 1) : first }
  }

  get whole(): Range {
    return this.range(0, this.text.length)
  }

  slice(start: number, end = this.text.length): Fragment {
    return new Fragment(this.pieces(start, end), this.toSource(start))
  }

  /** The pieces of a part of the text, to be put together with others. */
  pieces(start = 0, end = this.text.length): Piece[] {
    const pieces: Piece[] = []
    for (let index = this.#pieceAt(start); index < this.#starts.length; index += 1) {
      const from = Math.max(start, this.#starts[index] ?? 0)
      if (from >= end) break
      const to = Math.min(end, this.#starts[index + 1] ?? this.text.length)
      if (from < to) pieces.push({ text: this.text.slice(from, to), source: this.toSource(from) })
    }
    return pieces
  }

  #pieceAt(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}
