import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { reasonOf } from '../../common/named-file.ts'
import { jsonText } from '../../reports/json.ts'
import { LineQueue, LONGEST_LINE, type Output } from './line-queue.ts'

/** How much of what a program writes to standard error is kept for its end, in characters. */
const KEPT_COMPLAINTS = 2_000

/** How long a program may take to end after its input did, in milliseconds. */
const FAREWELL_MS = 1_000

/** A program that runs, reads lines and writes lines. */
export class LineProgram {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #output = new LineQueue()
  readonly #closed: Promise<void>
  #complaints = ''
  #end: string | undefined

  /** Starts the program, without a shell; that there is none shows as its end. */
  constructor([command, ...args]: readonly [string, ...string[]]) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const { stdin, stdout, stderr } = this.#child
    // Whatever ends the program shows as the end of its output; that it can no longer be written to says no more.
    stdin.on('error', () => {})
    stdout.on('data', (bytes: Uint8Array) => this.#output.push(bytes))
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-KEPT_COMPLAINTS)
    })
    this.#closed = new Promise((resolve) => {
      const finish = (how: string) => {
        this.#end ??= how
        this.#output.end()
        resolve()
      }
      this.#child.once('error', (error) => finish(`could not be started: ${reasonOf(error)}`))
      this.#child.once('exit', (code, signal) => {
        this.#end = signal === null ? `ended with exit code ${code}` : `was ended by the signal ${signal}`
      })
      this.#child.once('close', () => finish('ended'))
    })
  }

  /** Writes JSON to the program, in what everybody takes for one line, if it still reads. */
  write(value: unknown): void {
    this.#child.stdin.write(`${jsonText(value)}\n`)
  }

  /** What the program has said already and nobody took. */
  get pending(): Output | undefined {
    return this.#output.pending
  }

  /**
   * The next line of the program.
   *
   * @throws {Error} with what happened instead, as the end of a sentence that begins with the program
   */
  async next(milliseconds: number): Promise<string> {
    const output = await this.#output.next(milliseconds)
    if (output === undefined) throw new Error(`wrote no line within ${milliseconds / 1000} s`)
    if (output === 'too long') throw new Error(`wrote a line of more than ${LONGEST_LINE} characters`)
    if (output === 'end') throw new Error(this.ending)
    return output.line
  }

  /** How the program ended, and what it had to say about it. */
  get ending(): string {
    const words = this.#complaints.trim().replaceAll(/\s+/g, ' ')
    const last = words === '' ? '' : ` (its last words: ${words})`
    return `${this.#end ?? 'closed its output'}${last}`
  }

  /** Ends its input, waits a moment for the program to end by itself, and ends it otherwise. */
  async close(): Promise<void> {
    this.#child.stdin.end()
    const timer = setTimeout(() => this.kill(), FAREWELL_MS)
    await this.#closed
    clearTimeout(timer)
  }

  /** Ends the program at once. What it started itself and left behind is not waited for. */
  kill(): void {
    this.#child.kill('SIGKILL')
    this.#child.stdin.destroy()
    this.#child.stdout.destroy()
    this.#child.stderr.destroy()
  }
}
