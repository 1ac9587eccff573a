import { duration, plural } from '../../../common/text.ts'
import type { RunEvent } from '../../../run/index.ts'
import type { AnyCase, CasePauses } from '../case/case.ts'
import { messageOf, NotApplicable } from '../case/errors.ts'
import { type Deadline, pause } from '../target/deadline.ts'
import type { TargetHealth } from '../target/health.ts'
import type { CutOff } from './cut-off.ts'
import { Rendezvous, type Seat } from './rendezvous.ts'
import type { Slot } from './slots.ts'

/** Something that happens to the target halfway through a run, such as a restart. */
export interface Halfway {
  /**
   * Does it, while no case is in progress.
   *
   * @param signal aborted when the run is to end at once
   * @throws {Error} when it fails, with a clause as its message: `the command of --halfway ended with exit code 1`
   */
  run(signal: AbortSignal): Promise<void>
  /** Time for the target to respond again afterwards, in milliseconds */
  timeoutMs: number
}

/** Options of a run that are about its pauses. */
export interface PauseOptions {
  /**
   * Time that the cases with `settles` wait for what the target does in the background, all together, in milliseconds;
   * they are not applicable without it
   */
  settleMs?: number
  /** Something that happens halfway; the cases with `spansHalfway` are not applicable without it */
  halfway?: Halfway
  /** Called for each event of the run, as it happens */
  emit?(event: RunEvent): void
}

/** Parts of a run that its pauses need. */
interface RunParts {
  options: PauseOptions
  health: TargetHealth
  cutOff: CutOff
  /** Waits until nothing of cases that have ended is in progress any more. */
  untilIdle(): Promise<void>
}

/** Seats of a case at the pauses that it makes. */
export interface Seats {
  settle?: Seat
  halfway?: Seat
}

/** Leaves the seats of a case that has ended. */
export function leave({ settle, halfway }: Seats): void {
  settle?.leave()
  halfway?.leave()
}

/**
 * Makes sure that the run has the pauses that a case makes.
 *
 * @throws {NotApplicable} when it does not
 */
export function assertPauses({ settles, spansHalfway }: AnyCase, seats: Seats): void {
  if (settles === true && seats.settle === undefined) {
    throw new NotApplicable('The case needs --settle SECONDS, to wait for what the target does in the background')
  }
  if (spansHalfway === true && seats.halfway === undefined) {
    throw new NotApplicable('The case needs --halfway COMMAND, which restarts the target in the middle of the run')
  }
}

/** Pauses that the cases of a run make together. */
export class Pauses {
  readonly #parts: RunParts
  readonly #settling = new Rendezvous((arrived) => this.#settle(arrived))
  readonly #halfway = new Rendezvous(() => this.#middle())

  constructor(parts: RunParts) {
    this.#parts = parts
  }

  /** Takes the seats of a case. Those of all cases have to be taken before the first case starts. */
  seatsOf({ settles, spansHalfway }: AnyCase): Seats {
    const { settleMs, halfway } = this.#parts.options
    return {
      ...(settles === true && settleMs !== undefined ? { settle: this.#settling.seat() } : {}),
      ...(spansHalfway === true && halfway !== undefined ? { halfway: this.#halfway.seat() } : {}),
    }
  }

  /**
   * Waits for what happens halfway: until the cases before it have ended, and those that span it have arrived.
   *
   * @param before resolves when the cases before it have ended
   */
  async passHalfway(before: Promise<unknown>): Promise<void> {
    if (this.#parts.options.halfway === undefined) return void (await before)
    const seat = this.#halfway.seat()
    await before
    // If it fails, the run is cut off
    await seat.arrive().catch(() => {})
    seat.leave()
  }

  async #settle(arrived: number): Promise<void> {
    const { options, health, cutOff } = this.#parts
    const { settleMs = 0 } = options
    this.#assertGoingOn()
    if (health.isGone) return
    const why = `waiting ${duration(settleMs)} with ${plural(arrived, 'case')} for the target to settle`
    await this.#pausing(why, () => pause(settleMs, cutOff.signal))
    this.#assertGoingOn()
  }

  async #middle(): Promise<void> {
    const { options, health, cutOff, untilIdle } = this.#parts
    if (options.halfway === undefined) return
    const { run, timeoutMs } = options.halfway
    if (cutOff.cut !== undefined) throw cutOff.error()
    await untilIdle()
    try {
      await this.#pausing('running the command of --halfway', () => run(cutOff.signal))
    } catch (error) {
      cutOff.end({ why: messageOf(error), now: false })
      throw cutOff.error()
    }
    this.#assertGoingOn()
    const wait = () => health.comesBack(timeoutMs, cutOff.signal)
    const isBack = await this.#pausing('waiting for the target to respond after the command of --halfway', wait)
    this.#assertGoingOn()
    if (isBack) return
    const why = `the target did not respond within ${duration(timeoutMs)} after the command of --halfway`
    cutOff.end({ why, now: false })
    throw cutOff.error()
  }

  /** Does something during which nothing else happens, and says so. */
  async #pausing<T>(why: string, work: () => Promise<T>): Promise<T> {
    const { emit = () => {} } = this.#parts.options
    emit({ type: 'pause-start', why })
    try {
      return await work()
    } finally {
      emit({ type: 'pause-end' })
    }
  }

  /** Lets no case go on once the cases in progress have to end. */
  #assertGoingOn(): void {
    const { cutOff } = this.#parts
    if (cutOff.signal.aborted) throw cutOff.error()
  }
}

/** Parts of a case that its pauses need. */
interface CaseParts {
  seats: Seats
  slot: Slot
  deadline: Deadline
  note(text: string): void
}

/**
 * Creates the pauses of a case, for its context. Their time does not count as that of the case, and others can use its
 * slot until they are over.
 */
export function pausesOf({ seats, slot, deadline, note }: CaseParts): CasePauses {
  const wait = async (seat: Seat, after: string) => {
    await deadline.leaveOut(() => slot.without(seat.arrive))
    note(after)
  }
  let isSecondHalf = false
  return {
    settle: async () => {
      if (seats.settle === undefined) throw new RangeError('Expected a case with settles: true, found one without it')
      await wait(seats.settle, 'The target had time to settle')
    },
    halfway: async () => {
      if (seats.halfway === undefined || isSecondHalf) {
        throw new RangeError('Expected one call of halfway() in a case with spansHalfway: true, found another')
      }
      isSecondHalf = true
      await wait(seats.halfway, 'The command of --halfway has run, and the target responds')
    },
  }
}
