import { duration } from '../../../common/text.ts'
import { type Interruption, stoppedText } from '../../../run/index.ts'
import type { AnyCase } from '../case/case.ts'
import { Inconclusive, Mismatch } from '../case/errors.ts'
import type { TargetHealth } from '../target/health.ts'
import { ownDelay } from '../target/own-lateness.ts'
import type { DeliveryWatch } from './delivery-watch.ts'

/** Everything that can explain the failure of a case besides the case. */
interface Surroundings {
  definition: Pick<AnyCase, 'id' | 'stallsDelivery'>
  /** Start of the case, as `performance.now()` */
  begin: number
  health: TargetHealth
  watch: DeliveryWatch | undefined
  timeoutMs: number
  /** Reason why a mismatch would say nothing about the case; undefined for none */
  doubt: string | undefined
  /** True if something that the case waited for did not come in time */
  ranOut: boolean
}

/**
 * Finds out whether the error of a case is about the case: the target may have stopped responding, pushes may have stopped
 * arriving, or something may have come too late.
 *
 * @returns the same error, or the one that the case would have ended with if it had known
 */
export async function explained(
  error: unknown,
  { definition, begin, health, watch, timeoutMs, doubt, ranOut }: Surroundings,
): Promise<unknown> {
  const [interruption] = health.interruptionsSince(begin)
  if (interruption !== undefined) return interrupted(error, definition.id, interruption)
  if (error instanceof Mismatch && doubt !== undefined) {
    return new Inconclusive(`${error.message}; ${doubt}`)
  }
  if (!(error instanceof Mismatch)) return error
  const slowness = ranOut ? health.slownessSince(definition.id, begin, timeoutMs) : undefined
  if (slowness !== undefined) return new Inconclusive(`${error.message}; ${slowness}`)
  if (error.details.missing === undefined) return error
  const { missing } = error.details
  const late = ownDelay(missing.since, timeoutMs)
  if (late !== undefined) return new Inconclusive(`${error.message}; ${late}`)
  // There, a case with failing pushes holds up those of all others
  if (watch === undefined || definition.stallsDelivery === true) return error
  const absence = await watch.explain(missing)
  if (absence.kind === 'lost') return error
  if (absence.kind === 'stopped') {
    return new Inconclusive(`${stoppedText(absence.interruption)}: ${error.message}`)
  }
  return new Inconclusive(
    `${error.message}; it arrived after ${duration(absence.latenessMs)}, so the target is slow: use a longer --timeout or fewer --jobs`,
  )
}

/**
 * Returns what the error of a case is that was in progress when the target stopped responding. If it alone had a request in
 * progress, this is its failure; if there were others, nobody knows which of them it was.
 */
function interrupted(error: unknown, caseId: string, interruption: Interruption): unknown {
  const { during } = interruption
  const stopped = stoppedText(interruption)
  const found = messageIn(error)
  // What got no response any more says so itself, and how: its timeline has that, and the cause is the same in all cases
  const sentence = `${stopped}, during this case${found.startsWith(stopped) ? '' : `: ${found}`}`
  if (during.length === 1 && during[0] === caseId) return new Mismatch(sentence)
  return error instanceof Mismatch || error instanceof Inconclusive ? new Inconclusive(sentence) : error
}

function messageIn(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
