import type { TimelineEntry } from '../../../run/index.ts'
import { lengthOf } from './timeline.ts'

/** Length of all bodies in the timelines of a run, in characters of JSON, from which those of further cases are brief. */
const MAX_KEPT_IN_RUN = 32_000_000

/** Size of the evidence of a run, which stays in memory until the reports are written. */
export class EvidenceSize {
  #kept = 0

  /** True if the timelines of further cases have to be brief. No ordinary target gets there. */
  get isLarge(): boolean {
    return this.#kept > MAX_KEPT_IN_RUN
  }

  /** Adds the timeline of a case. */
  add(timeline: readonly TimelineEntry[]): void {
    for (const entry of timeline) this.#kept += lengthOf(entry)
  }
}
