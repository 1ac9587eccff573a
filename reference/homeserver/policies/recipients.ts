import type { RoomInfo } from '../push/room-info.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { Membership } from '../storage/memberships.ts'
import type { StoredPusher } from '../storage/pushers.ts'

/** Decisions about whom an event notifies. */
export interface RecipientPolicies {
  /** Returns the members whose rules are evaluated for an event. */
  audience(event: StoredEvent, room: RoomInfo): Membership[]
  /** Reports whether an event can notify users who ignore its sender. */
  notifiesIgnoring(event: StoredEvent): boolean
  /** Reports whether `/sync` contains an invitation, depending on whether the user ignores its sender. */
  showsInvitation(isFromIgnored: boolean): boolean
  /** Reports whether the user whose membership an event changes is notified of earlier events of the room. */
  notifiesOfEarlier(event: StoredEvent): boolean
  /** Returns those pushers of a user that are notified. */
  targets(pushers: readonly StoredPusher[]): StoredPusher[]
  /** Groups pushers into requests; the queue of the first of each group delivers the request. */
  groups(targets: readonly StoredPusher[]): readonly StoredPusher[][]
}

export const recipientPolicies: RecipientPolicies = {
  audience: (event, room) =>
    room.members.filter(
      ({ user_id, membership }) => user_id !== event.sender && (membership === 'join' || isInvited(user_id, event)),
    ),
  notifiesIgnoring: () => false,
  showsInvitation: (isFromIgnored) => !isFromIgnored,
  notifiesOfEarlier: () => false,
  targets: (pushers) => pushers.filter((pusher) => pusher.kind === 'http'),
  groups: (targets) => targets.map((target) => [target]),
}

function isInvited(userId: string, event: StoredEvent): boolean {
  return event.type === 'm.room.member' && event.state_key === userId && event.content.membership === 'invite'
}
