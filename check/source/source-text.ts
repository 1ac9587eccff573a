/** Line and column, both from 1; columns in UTF-16 code units. */
export interface Position {
  line: number
  column: number
}

/** Text of a file that converts offsets to lines and columns. */
export class SourceText {
  /** Name of the file in reports */
  readonly name: string
  /** Content without a byte order mark */
  readonly text: string
  readonly #lineStarts: number[] = [0]

  constructor(name: string, text: string) {
    this.name = name
    this.text = text
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) this.#lineStarts.push(end + 1)
  }

  position(offset: number): Position {
    let low = 0
    let high = this.#lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 }
  }

  /** Returns the start offset of a line, or the end of the text for a line after the last. */
  startOfLine(line: number): number {
    return this.#lineStarts[line - 1] ?? this.text.length
  }

  /** Returns at most `max` code units of a line from column offset `from`, without the line break. */
  line(line: number, from = 0, max = Number.MAX_SAFE_INTEGER): string {
    const start = this.startOfLine(line) + from
    const end = this.#lineStarts[line] ?? this.text.length
    return this.text.slice(start, Math.min(end, start + max)).replace(/\r?\n$/, '')
  }
}
