import { eventually } from '../../suites/harness/target/deadline.ts'
import type { Disagreement } from '../disagreement.ts'
import type { UserName } from '../history.ts'
import type { Trial } from '../trial/trial.ts'
import { differenceInSync } from './counts.ts'
import { differenceInNewRules, differenceInNews } from './news.ts'
import { differenceInNotifications } from './notifications.ts'
import { differenceInPushers } from './pushers.ts'
import { differenceInRules } from './rules.ts'

/** Users of whom something may have changed. */
export interface Touched {
  rules: Set<UserName>
  pushers: Set<UserName>
  counts: Set<UserName>
}

/** Sizes of pages of notifications, one after the other; undefined for that of the target. */
const LIMITS = [undefined, 4, undefined, 2]

/**
 * Compares everything that may have changed. What takes effect a little later is compared again until the timeout.
 *
 * @throws {Disagreement} for the first one that does not agree by then
 */
export async function compareAll(trial: Trial, { rules, pushers, counts }: Touched): Promise<void> {
  for (const user of pushers) await agree(trial, () => differenceInPushers(trial, user))
  for (const user of rules) {
    await agree(trial, () => differenceInRules(trial, user))
    await agree(trial, () => differenceInNewRules(trial, user))
  }
  const turn = trial.nextTurn()
  const byThread = turn % 2 === 1 && trial.situation.hasThreads
  const listing = { limit: LIMITS[turn % LIMITS.length], highlightsOnly: turn % 5 === 4 }
  for (const user of counts) {
    const agrees = await agree(trial, () => differenceInSync(trial, user, byThread))
    // From here on, it is not certain any more what the target counts
    if (!agrees) trial.notices.doubt(user)
    await agree(trial, () => differenceInNews(trial, user))
    await agree(trial, () => differenceInNotifications(trial, user, listing))
  }
}

/** Time after which what is known is not waited for any longer, in milliseconds. */
const KNOWN_MS = 400

/** Compares until there is agreement, or the timeout is over. Returns false for a disagreement that is known. */
async function agree(trial: Trial, compare: () => Promise<Disagreement | undefined>): Promise<boolean> {
  const begin = performance.now()
  let difference: Disagreement | undefined
  const poll = async () => {
    difference = await compare()
    // What is known is not waited for
    const isKnown = difference !== undefined && trial.options.known.has(difference.id)
    return difference === undefined || (isKnown && performance.now() - begin > KNOWN_MS) ? true : undefined
  }
  await eventually(poll, trial.options.waitMs)
  if (difference === undefined) return true
  trial.forgive(difference)
  return false
}
