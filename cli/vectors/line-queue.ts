import { StringDecoder } from 'node:string_decoder'

/** Maximum length of a line, in UTF-16 code units: more than any answer needs. */
export const MAX_LINE_LENGTH = 1024 * 1024

/** Output of a stream: a line, a line that is too long, or its end. */
export type Output = { kind: 'line'; line: string } | { kind: 'too long' } | { kind: 'end' }

/** Splits chunks of bytes into lines and hands them out one by one. */
export class LineQueue {
  readonly #decoder = new StringDecoder('utf8')
  readonly #waiting: Output[] = []
  #rest = ''
  #ended = false
  #wake: ((output: Output) => void) | undefined

  /** Takes bytes. A line that is too long ends the queue, because nobody knows where the next one begins. */
  push(bytes: Uint8Array): void {
    if (this.#ended) return
    const lines = (this.#rest + this.#decoder.write(Buffer.from(bytes))).split('\n')
    this.#rest = lines.pop() ?? ''
    const tooLong = [...lines, this.#rest].findIndex((line) => line.length > MAX_LINE_LENGTH)
    for (const line of tooLong < 0 ? lines : lines.slice(0, tooLong)) {
      if (line.trim() !== '') this.#put({ kind: 'line', line })
    }
    if (tooLong >= 0) this.#finish({ kind: 'too long' })
  }

  /** Takes the end of the stream; an unfinished line counts as the last one. */
  end(): void {
    if (this.#ended) return
    if (this.#rest.trim() !== '') this.#put({ kind: 'line', line: this.#rest })
    this.#finish({ kind: 'end' })
  }

  /** First output that is not handed out yet, without waiting for one. */
  get pending(): Output | undefined {
    return this.#waiting[0]
  }

  /** Waits for the next output; undefined if none comes in time. Only one caller may wait at a time. */
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

  #finish(output: Output): void {
    this.#rest = ''
    this.#put(output)
    this.#ended = true
  }

  #put(output: Output): void {
    if (this.#wake === undefined) this.#waiting.push(output)
    else this.#wake(output)
  }
}
