import type { Clock } from '../../../reference/delivery/index.ts'
import { createArrivalQueue } from './arrival-queue.ts'

/** A pause that somebody waits for. */
export interface Pause {
  ms: number
  /** Lets the time of the pause pass. */
  end(): void
}

/** A clock that stands still but for the pauses that a test ends. */
export interface FakeClock extends Clock {
  /** The next pause, as soon as it begins. */
  pause(): Promise<Pause>
  /** Lets time pass. */
  advance(ms: number): void
}

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
