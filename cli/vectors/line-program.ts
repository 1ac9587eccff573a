import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { reasonOf } from '../../common/named-file.ts'
import { jsonText } from '../../reports/json.ts'
import { LineQueue, MAX_LINE_LENGTH, type Output } from './line-queue.ts'
import { endWithPlexor, IN_OWN_GROUP, killGroup } from './process-group.ts'

/** Maximum length of the end of standard error that is stored for messages, in characters. */
const MAX_ERROR_OUTPUT = 2_000

/** Deadline for a program to exit after its input has ended, in milliseconds. */
const EXIT_MS = 1_000

/** Running program that reads and writes lines. */
export class LineProgram {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #output = new LineQueue()
  readonly #closed: Promise<void>
  #errorOutput = ''
  #end: string | undefined

  /** Starts the program, without a shell. A missing program shows as one that has ended. */
  constructor([command, ...args]: readonly [string, ...string[]]) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...IN_OWN_GROUP })
    endWithPlexor(this.#child)
    const { stdin, stdout, stderr } = this.#child
    // Whatever ends the program also ends its output; an error of its input adds nothing to that
    stdin.on('error', () => {})
    stdout.on('data', (bytes: Uint8Array) => this.#output.push(bytes))
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errorOutput = (this.#errorOutput + text).slice(-MAX_ERROR_OUTPUT)
    })
    this.#closed = new Promise((resolve) => {
      const finish = (ending: string) => {
        this.#end ??= ending
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

  /** Writes JSON to the program as one line, if it still reads. */
  write(value: unknown): void {
    this.#child.stdin.write(`${jsonText(value)}\n`)
  }

  /** First output of the program that is not read yet, without waiting for one. */
  get pending(): Output | undefined {
    return this.#output.pending
  }

  /**
   * Waits for the next line of the program.
   *
   * @throws {Error} with what the program did instead, such as `ended with exit code 1`
   */
  async next(milliseconds: number): Promise<string> {
    const output = await this.#output.next(milliseconds)
    if (output === undefined) throw new Error(`wrote no line within ${milliseconds / 1000} s`)
    if (output.kind === 'too long') throw new Error(`wrote a line of more than ${MAX_LINE_LENGTH} characters`)
    if (output.kind === 'end') throw new Error(this.ending)
    return output.line
  }

  /** Description of the end of the program, with the end of its standard error. */
  get ending(): string {
    const text = this.#errorOutput.trim().replaceAll(/\s+/g, ' ')
    const last = text === '' ? '' : ` (standard error: ${text})`
    return `${this.#end ?? 'closed its output'}${last}`
  }

  /** Ends its input and waits a moment for the program to exit; otherwise kills it. */
  async close(): Promise<void> {
    this.#child.stdin.end()
    const timer = setTimeout(() => this.kill(), EXIT_MS)
    await this.#closed
    clearTimeout(timer)
  }

  /** Kills the program, and the processes that it started. */
  kill(): void {
    killGroup(this.#child)
    this.#child.stdin.destroy()
    this.#child.stdout.destroy()
    this.#child.stderr.destroy()
  }
}
