import type { Store } from '../storage/store.ts'
import type { Waiters } from './waiters.ts'

/** Who is typing in which room. It is not kept: after a restart nobody is. */
export interface Typing {
  /** The user types for so many milliseconds from now, or no longer when that is 0. */
  set(roomId: string, userId: string, milliseconds: number): void
  /** Who types in the room, if that changed after the position; `undefined` when it did not. */
  changed(roomId: string, after: number): string[] | undefined
  /** Forgets everyone and ends what was going to end by itself. */
  close(): void
}

/** The longest time that one request makes a user type. */
const MAX_TYPING_MS = 120_000

/** So many rooms are remembered whose typing has changed; those in which nobody types make room for others. */
const MAX_ROOMS = 10_000

interface Room {
  /** Users with what ends their typing */
  users: Map<string, ReturnType<typeof setTimeout>>
  /** Position of the newest change */
  position: number
}

/**
 * Keeps track of typing, and wakes the members of a room when it changes.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#typing-notifications
 */
export function createTyping(store: Store, waiters: Waiters): Typing {
  const rooms = new Map<string, Room>()

  function stop(room: Room, userId: string): boolean {
    clearTimeout(room.users.get(userId))
    return room.users.delete(userId)
  }

  function announce(roomId: string, room: Room): void {
    room.position = store.nextPosition()
    rooms.delete(roomId)
    rooms.set(roomId, room)
    forgetSome()
    waiters.wake(store.memberships.joined(roomId).map((member) => member.user_id))
  }

  /** A client that was not told yet that somebody has stopped lets go of it by itself after a while. */
  function forgetSome(): void {
    for (const [roomId, { users }] of rooms) {
      if (rooms.size <= MAX_ROOMS) return
      if (users.size === 0) rooms.delete(roomId)
    }
  }

  return {
    set(roomId, userId, milliseconds) {
      const room = rooms.get(roomId) ?? { users: new Map(), position: 0 }
      const wasTyping = stop(room, userId)
      if (milliseconds > 0) {
        const end = () => {
          if (stop(room, userId)) announce(roomId, room)
        }
        room.users.set(userId, setTimeout(end, Math.min(milliseconds, MAX_TYPING_MS)))
      }
      if (wasTyping !== milliseconds > 0) announce(roomId, room)
    },
    changed(roomId, after) {
      const room = rooms.get(roomId)
      return room === undefined || room.position <= after ? undefined : [...room.users.keys()]
    },
    close() {
      for (const room of rooms.values()) for (const timer of room.users.values()) clearTimeout(timer)
      rooms.clear()
    },
  }
}
