import { strippedEvent } from '../rooms/client-event.ts'
import { roomView } from '../rooms/visibility.ts'
import type { Services } from '../services.ts'
import type { Store } from '../storage/store.ts'
import type { SyncRequest } from './sync-request.ts'
import { timelineAndState } from './timeline.ts'

/** Types of state that invited users may see. */
const INVITE_STATE = [
  'm.room.create',
  'm.room.name',
  'm.room.avatar',
  'm.room.topic',
  'm.room.join_rules',
  'm.room.canonical_alias',
  'm.room.encryption',
]

/** Returns the rooms that the user was invited to after the position. */
export function invitedRooms({ policies, store }: Services, { session, filter, since = -1 }: SyncRequest) {
  const invites = store.memberships
    .ofUser(session.userId)
    .filter((entry) => entry.membership === 'invite' && entry.position > since && filter.acceptsRoom(entry.room_id))
    .filter(({ room_id }) => policies.recipients.showsInvitation(isFromIgnored(store, room_id, session.userId)))
  const rooms = invites.map(({ room_id }) => {
    return [room_id, { invite_state: { events: inviteState(store, room_id, session.userId) } }]
  })
  return Object.fromEntries(rooms)
}

/** Returns the rooms that the user left, or was removed from, after the position. */
export function leftRooms({ store }: Services, { session, filter, since }: SyncRequest) {
  if (since === undefined && !filter.includeLeave) return {}
  const after = since ?? -1
  const departures = store.memberships
    .ofUser(session.userId)
    .filter(({ membership }) => membership === 'leave' || membership === 'ban')
    .filter(({ position, room_id }) => position > after && filter.acceptsRoom(room_id))
    .filter(({ room_id }) => !store.forgottenRooms.has(session.userId, room_id))
  const rooms = departures.map(({ room_id: roomId, position: upTo }) => {
    const before = store.events.state(roomId, 'm.room.member', session.userId, Math.max(after, 0))
    // A user who was not in the room at the position only sees their own member event
    const start = before?.content.membership === 'join' ? after : upTo - 1
    const view = roomView(store, roomId, session.userId)
    const span = { roomId, after: start, stateAfter: start, upTo, view }
    return [roomId, timelineAndState(store, span, filter, session)]
  })
  return Object.fromEntries(rooms)
}

/** Reports whether an invitation is from an ignored user. */
function isFromIgnored(store: Store, roomId: string, userId: string): boolean {
  const inviter = store.events.state(roomId, 'm.room.member', userId)?.sender
  return inviter !== undefined && store.ignoredUsers.ignoredBy(userId).has(inviter)
}

function inviteState(store: Store, roomId: string, userId: string) {
  const invite = store.events.state(roomId, 'm.room.member', userId)
  const inviter = invite === undefined ? undefined : store.events.state(roomId, 'm.room.member', invite.sender)
  const state = INVITE_STATE.map((type) => store.events.state(roomId, type))
  return [...state, inviter, invite].flatMap((event) => (event === undefined ? [] : [strippedEvent(event)]))
}
