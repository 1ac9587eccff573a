import { setInterval } from 'node:timers'
import { duration } from '../../../common/text.ts'

/** Time between two ticks, in milliseconds. */
const TICK_MS = 250

/** Number of late ticks that are remembered. */
const MAX_LATE = 100

/** Late ticks, oldest first: when they came, and how late, in milliseconds. */
const late: { at: number; lateMs: number }[] = []

let ticking = false

/** Starts to watch how late the timers of this process are. It does not keep the process alive. */
export function watchOwnLateness(): void {
  if (ticking) return
  ticking = true
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    const lateMs = now - last - TICK_MS
    last = now
    if (lateMs < TICK_MS) return
    late.push({ at: now, lateMs })
    if (late.length > MAX_LATE) late.shift()
  }, TICK_MS).unref()
}

/**
 * Returns for how long this process was too busy to notice anything since a time, in milliseconds. What did not arrive in
 * the meantime may have arrived in time.
 *
 * @param begin the time, as `performance.now()`
 */
export function latenessSince(begin: number): number {
  return late.reduce((sum, { at, lateMs }) => (at > begin ? sum + lateMs : sum), 0)
}

/**
 * Says that this process was too busy during a wait for its result to mean anything.
 *
 * @param begin start of the wait, as `performance.now()`
 * @param timeoutMs time after which it was given up, in milliseconds
 * @returns a clause; undefined if this process was late for a quarter of that time at most
 */
export function ownDelay(begin: number, timeoutMs: number): string | undefined {
  const late = latenessSince(begin)
  return late > timeoutMs / 4 ? `Plexor itself was ${duration(late)} late, so its machine is too busy` : undefined
}
