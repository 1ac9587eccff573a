import { forbidden } from '../errors.ts'
import type { StoredEvent } from '../storage/events.ts'
import type { PastState } from '../storage/history.ts'
import type { Store } from '../storage/store.ts'

/** Parts of a room that one user may see. */
export interface RoomView {
  /** Reports whether the user may see the event. */
  shows(event: StoredEvent): boolean
  /** Position up to which the user may see the state; absent if they may see none */
  stateUpTo?: number
}

/** Position after all events: the current state. */
const NOW = Number.MAX_SAFE_INTEGER

/**
 * Returns the parts of a room that a user may see. They depend on the history visibility at each event and on the
 * memberships of the user then and since, and exclude messages of ignored users.
 *
 * @param ignored users whose messages are excluded; default: those that the user ignores
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

  /** Reports whether the state at a position permits the user to see an event. */
  function isOpen(event: StoredEvent, position: number): boolean {
    const [visibility, membership] = [visibilityAt(position), membershipAt(position)]
    if (visibility === 'world_readable' || membership === 'join') return true
    if (visibility === 'invited') return membership === 'invite'
    // Shared, which is also the default
    return visibility !== 'joined' && lastJoin !== undefined && lastJoin.position > event.position
  }

  const stateUpTo = visibilityAt(NOW) === 'world_readable' ? NOW : lastJoin && endOfStay(memberships, lastJoin)
  return {
    ...(stateUpTo === undefined ? {} : { stateUpTo }),
    shows(event) {
      if (event.state_key === undefined && ignored.has(event.sender)) return false
      const isOwnMembership = event.type === 'm.room.member' && event.state_key === userId && memberships.length > 0
      // An event that changes the visibility is visible if the state before or after it permits that
      return isOwnMembership || isOpen(event, event.position) || isOpen(event, event.position - 1)
    },
  }
}

/**
 * Returns the parts of a room that a user may see.
 *
 * @throws {RequestError} with M_FORBIDDEN when the user may see none of its state
 */
export function assertView(store: Store, roomId: string, userId: string): RoomView & { stateUpTo: number } {
  const { stateUpTo, shows } = roomView(store, roomId, userId)
  if (stateUpTo !== undefined) return { stateUpTo, shows }
  throw forbidden(`${userId} is not joined to room ${roomId}, and never was`)
}

function at(past: readonly PastState[], position: number): PastState | undefined {
  return past.findLast((state) => state.position <= position)
}

/** Returns the position of the event that ended the newest membership. */
function endOfStay(memberships: readonly PastState[], lastJoin: PastState): number {
  return memberships.find(({ position }) => position > lastJoin.position)?.position ?? NOW
}
