import type { Store } from '../storage/store.ts'

/** Room that a user is a member of, or was, or is invited to. */
export interface RoomStay {
  room_id: string
  membership: string
  /** Membership before that one; absent if there was none */
  before?: string
  /** True if the sender of the newest invitation is a user whom this one ignores */
  isFromIgnored: boolean
  isForgotten: boolean
}

/** Returns all rooms of a user, with the last two memberships of the user in each. */
export function roomStays(store: Store, userId: string): RoomStay[] {
  const ignored = store.ignoredUsers.ignoredBy(userId)
  return store.memberships.ofUser(userId).map(({ room_id, membership, position }) => {
    const stateAt = (at: number) => store.events.state(room_id, 'm.room.member', userId, at)
    const before = stateAt(position - 1)?.content.membership
    return {
      room_id,
      membership,
      ...(typeof before === 'string' ? { before } : {}),
      isFromIgnored: membership === 'invite' && ignored.has(stateAt(position)?.sender ?? ''),
      isForgotten: store.forgottenRooms.has(userId, room_id),
    }
  })
}
