import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { PushEvent } from '../reference/rules/index.ts'
import type { Ruleset } from '../spec/index.ts'
import { OWNER, ROOM } from './rules-subjects.ts'

/** Program that measures ruma, once `cargo build --release` has made it. */
const PROGRAM = fileURLToPath(new URL('ruma/target/release/ruma-bench', import.meta.url))

/** Measurement of an engine. */
export interface Measured {
  /** Evaluations in a second, with the parsing of each event */
  perSecond: number
  /** Rule that matched each event; null for none */
  rules: (string | null)[]
}

/** Push rules of ruma, in a process of their own. */
export class Ruma {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string>

  private constructor() {
    this.#process = spawn(PROGRAM, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  /** Starts the program; undefined if it has not been built. */
  static start(): Ruma | undefined {
    return existsSync(PROGRAM) ? new Ruma() : undefined
  }

  /**
   * Measures rules with events.
   *
   * @throws {Error} when the program ends
   */
  async measure(ruleset: Ruleset, events: readonly PushEvent[]): Promise<Measured> {
    const subject = {
      user_id: OWNER,
      room_id: events[0]?.room_id,
      member_count: ROOM.memberCount,
      display_name: ROOM.displayName,
      power_levels: ROOM.powerLevels,
      ruleset,
      events,
    }
    this.#process.stdin.write(`${JSON.stringify(subject)}\n`)
    const { value, done } = await this.#lines.next()
    if (done === true) throw new Error('Cannot measure ruma: its program has ended')
    return JSON.parse(value) as Measured
  }

  /** Ends the program. */
  async close(): Promise<void> {
    this.#process.stdin.end()
    if (this.#process.exitCode === null) await once(this.#process, 'exit')
  }
}
