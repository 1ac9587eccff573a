import { forbidden } from '../errors.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { PastState } from '../storage/history.ts'
import type { Store } from '../storage/store.ts'

/** What of a room one user may see. */
export interface RoomView {
  /** Whether the user may see the event. */
  shows(event: StoredEvent): boolean
  /** The position up to which the user may see the state; absent when they may see none of it */
  stateUpTo?: number
}

/** The end of time: what is true now. */
const NOW = Number.MAX_SAFE_INTEGER

/**
 * What a user may see of a room: by the history visibility that was in force at each event, by the membership that the
 * user had then and has had since, and without the messages of those whom the user ignores.
 *
 * @param ignored users whose messages are left out; default: those that the user ignores
 * @see https://spec.matrix.org/v1.19/client-server-api/#room-history-visibility
 * @see https://spec.matrix.org/v1.19/client-server-api/#ignoring-users
 */
export function roomView(
  store: Store,
  roomId: string,
  userId: string,
  ignored: ReadonlySet<string> = store.ignoredUsers.ignoredBy(userId),
): RoomView {
  const visibilities = store.history.pastStates(roomId, 'm.room.history_visibility')
  const memberships = store.forgottenRooms.has(userId, roomId)
    ? []
    : store.history.pastStates(roomId, 'm.room.member', userId)
  const lastJoin = memberships.findLast(({ content }) => content.membership === 'join')
  const visibilityAt = (position: number) => at(visibilities, position)?.content.history_visibility
  const membershipAt = (position: number) => at(memberships, position)?.content.membership

  /** By the rules as they stood at one position, for an event at another. */
  function isOpen(event: StoredEvent, position: number): boolean {
    const [visibility, membership] = [visibilityAt(position), membershipAt(position)]
    if (visibility === 'world_readable' || membership === 'join') return true
    if (visibility === 'invited') return membership === 'invite'
    // Shared, which is also what is in force when nothing else is
    return visibility !== 'joined' && lastJoin !== undefined && lastJoin.position > event.position
  }

  const stateUpTo = visibilityAt(NOW) === 'world_readable' ? NOW : lastJoin && endOfStay(memberships, lastJoin)
  return {
    ...(stateUpTo === undefined ? {} : { stateUpTo }),
    shows(event) {
      if (event.state_key === undefined && ignored.has(event.sender)) return false
      const isOwnMembership = event.type === 'm.room.member' && event.state_key === userId && memberships.length > 0
      // An event that changes who may see is shown to those who could see before, and to those who can see after it
      return isOwnMembership || isOpen(event, event.position) || isOpen(event, event.position - 1)
    },
  }
}

/** The same for who must have been in the room to ask; throws M_FORBIDDEN when they never were, and it is closed. */
export function assertView(store: Store, roomId: string, userId: string): RoomView & { stateUpTo: number } {
  const { stateUpTo, shows } = roomView(store, roomId, userId)
  if (stateUpTo !== undefined) return { stateUpTo, shows }
  throw forbidden(`${userId} is not joined to the room ${roomId}, and never was`)
}

function at(past: readonly PastState[], position: number): PastState | undefined {
  return past.findLast((state) => state.position <= position)
}

/** The newest stay in the room goes up to the event that took the user out of it. */
function endOfStay(memberships: readonly PastState[], lastJoin: PastState): number {
  return memberships.find(({ position }) => position > lastJoin.position)?.position ?? NOW
}
