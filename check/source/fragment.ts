import type { Range } from './range.ts'

/** Text with the offset of its first character in the source, where it occurs unchanged. */
export interface Piece {
  text: string
  source: number
}

/**
 * Text from a source that knows the source offset of each character. Indentation of lists, `>` of quotations, escapes of
 * strings and quotes of a shell are removed from it.
 */
export class Fragment {
  readonly text: string
  /** Start of each piece in the text; ascending, as are the starts in the source */
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
      const continues = last >= 0 && source - length === (this.#sources[last] ?? 0) - (this.#starts[last] ?? 0)
      if (!continues) {
        this.#starts.push(length)
        this.#sources.push(source)
      }
      texts.push(text)
      length += text.length
      this.#end = source + text.length
    }
    this.text = texts.join('')
  }

  /** Creates a fragment of unchanged source text. */
  static plain(text: string, source = 0): Fragment {
    return new Fragment([{ text, source }], source)
  }

  /** Returns the source offset of the character at `offset`, or the one after the last character. */
  toSource(offset: number): number {
    if (offset >= this.text.length) return this.#end
    const piece = this.#pieceAt(offset)
    return (this.#sources[piece] ?? 0) + offset - (this.#starts[piece] ?? 0)
  }

  /** Returns the range in the source of a part of the text. */
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

  /** Returns the pieces of a part of the text, for use in another fragment. */
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

/** Maps `inner`, whose source is the text of `outer`, to the source of `outer`. */
export function mapThrough(outer: Fragment, inner: Fragment): Fragment {
  const pieces: Piece[] = []
  for (const { text, source } of inner.pieces()) {
    let offset = 0
    // One piece of the inner text may be several of the outer one
    for (const piece of outer.pieces(source, source + text.length)) {
      pieces.push({ text: text.slice(offset, offset + piece.text.length), source: piece.source })
      offset += piece.text.length
    }
  }
  return new Fragment(pieces, outer.toSource(inner.toSource(0)))
}
