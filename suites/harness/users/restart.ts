import type { CasePauses } from '../case/case.ts'
import { NotApplicable } from '../case/errors.ts'
import type { User } from './user.ts'

/** Reason why cases about what outlives a restart are fair. */
export const FAIR_AFTER_RESTART =
  'The specification knows no restarts: what it says holds at any time until a client changes it. The case looks only at what the target had shown before, and does not apply to a target that has ended all sessions.'

/**
 * Waits for the restart in the middle of the run.
 *
 * @param users users of the case whose sessions it needs afterwards
 * @throws {NotApplicable} when the target does not accept one of their access tokens any more: when sessions end is up to
 *   the server
 */
export async function passRestart({ halfway }: Pick<CasePauses, 'halfway'>, ...users: User[]): Promise<void> {
  await halfway()
  for (const user of users) {
    const { status } = await user.client.call('whoami')
    if (status === 401) throw new NotApplicable(`The session of ${user.name} has ended with the restart of the target`)
  }
}
