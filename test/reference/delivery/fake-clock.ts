import type { Clock } from '../../../reference/delivery/index.ts'
import { createArrivalQueue } from './arrival-queue.ts'

/** Pause in progress. */
export interface Pause {
  ms: number

  /** Advances the clock to the end of the pause. */
  end(): void
}

/** Clock that advances only when a test says so. */
export interface FakeClock extends Clock {
  /** Returns the next pause, as soon as it begins. */
  pause(): Promise<Pause>

  /** Advances the clock. */
  advance(ms: number): void
}

/** Creates a clock at time 0. */
export function createFakeClock(): FakeClock {
  const pauses = createArrivalQueue<Pause>()
  let now = 0
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve())
        const end = () => {
          now += ms
          resolve()
        }
        pauses.put({ ms, end })
      }),
    pause: pauses.take,
    advance(ms) {
      now += ms
    },
  }
}
