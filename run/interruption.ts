import { plural } from '../common/text.ts'
import type { Interruption, RunResult } from './events.ts'

/** Maximum number of cases that were not reached, and are named. */
const MAX_NAMED = 10

/** Returns a sentence about an interruption: `Pushes stopped arriving after CASE; in progress: CASE, CASE`. */
export function interruptionText(interruption: Interruption): string {
  const { during } = interruption
  const suspects = during.length === 0 ? '' : `; in progress: ${during.join(', ')}`
  return `${stoppedText(interruption)}${suspects}`
}

/** Returns the same without the cases that were in progress. */
export function stoppedText({ what, after, recovered }: Omit<Interruption, 'during'>): string {
  const stopped = what === 'pushes' ? 'Pushes stopped arriving' : 'The target stopped responding'
  const when = after === undefined ? '' : ` after ${after}`
  return `${stopped}${when}${recovered ? ', and it continued later' : ''}`
}

/** Returns sentences about the whole run: how it ended early, what interrupted it, and its other remarks. */
export function remarksOf({ cutOff, interruptions = [], remarks }: RunResult): string[] {
  return [...(cutOff === undefined ? [] : [cutOffText(cutOff)]), ...interruptions.map(interruptionText), ...remarks]
}

function cutOffText({ why, notReached }: NonNullable<RunResult['cutOff']>): string {
  if (notReached.length === 0) return `The run was cut off: ${why}`
  const more = notReached.length - MAX_NAMED
  const named = notReached.slice(0, MAX_NAMED).join(', ')
  return `The run was cut off: ${why}; ${plural(notReached.length, 'case')} not reached: ${named}${more > 0 ? ` and ${more} more` : ''}`
}
