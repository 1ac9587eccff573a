import { StringDecoder } from 'node:string_decoder'

/** No answer of a sane program is longer, in UTF-16 code units. */
export const LONGEST_LINE = 1024 * 1024

/** What came out of a stream: a line, the news that a line is too long, or its end. */
export type Output = { line: string } | 'too long' | 'end'

/** Reads lines from chunks of bytes, and hands them out one by one. */
export class LineQueue {
  readonly #decoder = new StringDecoder('utf8')
  readonly #waiting: Output[] = []
  #rest = ''
  #ended = false
  #wake: ((output: Output) => void) | undefined

  /** Takes bytes as they come. A line that gets too long ends the queue: where the next one begins is not known. */
  push(bytes: Uint8Array): void {
    if (this.#ended) return
    const lines = (this.#rest + this.#decoder.write(Buffer.from(bytes))).split('\n')
    this.#rest = lines.pop() ?? ''
    const tooLong = [...lines, this.#rest].findIndex((line) => line.length > LONGEST_LINE)
    for (const line of tooLong < 0 ? lines : lines.slice(0, tooLong)) {
      if (line.trim() !== '') this.#put({ line })
    }
    if (tooLong >= 0) this.#finish('too long')
  }

  /** Takes the end of the stream, with what is left of an unfinished line before it. */
  end(): void {
    if (this.#ended) return
    if (this.#rest.trim() !== '') this.#put({ line: this.#rest })
    this.#finish('end')
  }

  /** What has come already and was not handed out, without waiting. */
  get pending(): Output | undefined {
    return this.#waiting[0]
  }

  /** The next output; undefined when none comes in time. Only one may wait at a time. */
  next(milliseconds: number): Promise<Output | undefined> {
    const first = this.#waiting.shift()
    if (first !== undefined) return Promise.resolve(first)
    return new Promise((resolve) => {
      const settle = (output: Output | undefined) => {
        clearTimeout(timer)
        this.#wake = undefined
        resolve(output)
      }
      const timer = setTimeout(settle, milliseconds, undefined)
      this.#wake = settle
    })
  }

  #finish(output: 'too long' | 'end'): void {
    this.#rest = ''
    this.#put(output)
    this.#ended = true
  }

  #put(output: Output): void {
    if (this.#wake === undefined) this.#waiting.push(output)
    else this.#wake(output)
  }
}
