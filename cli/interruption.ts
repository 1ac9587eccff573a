import { constants } from 'node:os'
import { unlessAborted } from '../suites/harness/target/deadline.ts'

/** Signals that end a run. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The end of a run before its last case, by a signal or the time limit. */
export interface Interruption {
  /** Aborted when the run is to end, with a clause as its reason: `it was interrupted by SIGINT` */
  readonly signal: AbortSignal
  /** Exit code after a signal, 128 and its number: 130 for SIGINT, 143 for SIGTERM, 129 for SIGHUP; undefined without one */
  readonly exitCode: number | undefined
  /** Gives signals their usual effect again, and lifts the time limit. */
  stop(): void
}

/**
 * Listens for signals until `stop` is called. The first one aborts; a second one ends the process at once.
 *
 * @param timeLimitMs time until the run is to end without a signal; default: no limit
 */
export function listenForInterruption(timeLimitMs?: number): Interruption {
  const controller = new AbortController()
  let exitCode: number | undefined
  const onSignal = (name: NodeJS.Signals) => {
    const code = 128 + constants.signals[name]
    if (exitCode !== undefined) process.exit(code)
    exitCode = code
    announce(`Interrupted by ${name}: ending the run; another signal ends it at once, without reports`)
    controller.abort(`it was interrupted by ${name}`)
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  const timer =
    timeLimitMs === undefined
      ? undefined
      : setTimeout(() => controller.abort(`it reached its time limit of ${timeLimitMs / 1000} s`), timeLimitMs)
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode
    },
    stop() {
      clearTimeout(timer)
      for (const name of SIGNALS) process.off(name, onSignal)
    },
  }
}

/** Thrown when a command is interrupted while it waits. The message is a clause: `it was interrupted by SIGINT`. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/**
 * Waits for something, but not longer than until a signal is aborted.
 *
 * @param late called with what comes too late, so that it can be closed
 * @throws {Interrupted} when the signal is aborted first
 */
export async function interruptible<T>(
  work: Promise<T>,
  signal: AbortSignal,
  late: (value: T) => Promise<void>,
): Promise<T> {
  return await unlessAborted(work, signal, () => {
    // Nobody waits any more, so an error of it has no reader
    void work.then(late).catch(() => {})
    throw new Interrupted(String(signal.reason))
  })
}

/** Writes a sentence to standard error, on a terminal in the place of a status line. */
export function announce(sentence: string): void {
  const { stderr } = process
  stderr.write(`${stderr.isTTY === true ? '\r\u001b[2K' : ''}plexor: ${sentence}\n`)
}
