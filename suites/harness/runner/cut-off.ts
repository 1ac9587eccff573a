import { Inconclusive } from '../case/errors.ts'
import { unlessAborted } from '../target/deadline.ts'

/** Reason why no further case of a run starts, and whether those in progress end too. */
export interface Cut {
  /** One clause: `the target stopped responding after CASE` */
  why: string
  /** True if cases in progress end at once; otherwise they go on */
  now: boolean
}

/** Decision to end a run before all of its cases were reached. Only the first one counts. */
export class CutOff {
  readonly #controller = new AbortController()
  #cut: Cut | undefined

  /** First decision; undefined while the run goes on as planned. */
  get cut(): Cut | undefined {
    return this.#cut
  }

  /** Aborted when the cases in progress end too. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Ends the run. A second call can only end the cases in progress, if the first one let them go on. */
  end(cut: Cut): void {
    this.#cut ??= cut
    if (cut.now) this.#controller.abort()
  }

  /** Returns the error of a case that the end of the run ends too. */
  error(): Inconclusive {
    return new Inconclusive(`The run was cut off: ${this.#cut?.why ?? 'it was ended'}`)
  }

  /** Ends the run when a signal is aborted. Its reason, a clause, says why. */
  follow(signal: AbortSignal): void {
    const end = () => this.end({ why: String(signal.reason), now: true })
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  }

  /**
   * Waits for work, but not longer than the run goes on.
   *
   * @throws {Inconclusive} when the run ends first
   */
  async race<T>(work: Promise<T>): Promise<T> {
    return await unlessAborted(work, this.#controller.signal, () => {
      throw this.error()
    })
  }
}
