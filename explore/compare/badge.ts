import { Disagreement } from '../disagreement.ts'
import type { UserName } from '../history.ts'
import { formatRange, isWithin, notifies, type Range } from '../model/notices.ts'
import type { Trial } from '../trial/trial.ts'

/**
 * Returns the bounds of the number of unread messages of a user in all rooms. Messages that do not notify may be counted,
 * and so may invitations that wait.
 */
export function badgeRange({ notices, situation, unknownUnread }: Trial, user: UserName): Range {
  const joined = notices.of(user).filter(({ room }) => situation.membership(room, user) === 'join')
  const invitations = situation.roomsWith(user, 'invite')
  const { min, max } = unknownUnread.get(user) ?? { min: 0, max: 0 }
  const certain = joined.filter((notice) => notice.isMessage && notice.read === 'no' && notifies(notice) === 'yes')
  const possible = joined.filter((notice) => notice.read !== 'yes' && (notice.isMessage || notifies(notice) !== 'no'))
  return { min: min + certain.length, max: max + possible.length + invitations.length }
}

/**
 * Compares the unread count of a push.
 *
 * @param min the least count at the time of its event
 * @throws {Disagreement} when it is not the number of unread messages
 */
export function expectBadge(trial: Trial, user: UserName, event: string, unread: unknown, min: number): void {
  if (typeof unread !== 'number') return
  const range = { min, max: badgeRange(trial, user).max }
  if (isWithin(unread, range)) return
  throw new Disagreement(
    'badge',
    'payload.unread-count',
    `Expected the push of ${event} to have an unread count of ${formatRange(range)}, found ${unread}`,
  ).claiming({ kind: 'badge', user, event, range })
}
