import type { Interruption } from './events.ts'

/** Returns a sentence about an interruption: `Pushes stopped arriving after CASE; in progress: CASE, CASE`. */
export function interruptionText({ what, after, during, recovered }: Interruption): string {
  const stopped = what === 'pushes' ? 'Pushes stopped arriving' : 'The target stopped responding'
  const when = after === undefined ? '' : ` after ${after}`
  const then = recovered ? ', and it continued later' : ''
  const suspects = during.length === 0 ? '' : `; in progress: ${during.join(', ')}`
  return `${stopped}${when}${then}${suspects}`
}
