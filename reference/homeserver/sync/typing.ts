import type { Store } from '../storage/store.ts'
import type { Waiters } from './waiters.ts'

/** Typing users of each room. They are not stored, so nobody is typing after a restart. */
export interface Typing {
  /** Starts or extends the typing of a user for a number of milliseconds; 0 stops it. */
  set(roomId: string, userId: string, milliseconds: number): void
  /** Returns the typing users of a room if they changed after the position; `undefined` otherwise. */
  changed(roomId: string, after: number): string[] | undefined
  /** Forgets everyone and stops all timers. */
  close(): void
}

/** Maximum duration of typing per request. */
const MAX_TYPING_MS = 120_000

/** Number of rooms above which those without typing users are forgotten. */
const MAX_ROOMS = 10_000

interface TypingRoom {
  /** Timers that end the typing, by user */
  users: Map<string, ReturnType<typeof setTimeout>>
  /** Position of the newest change of the typing users */
  position: number
}

/**
 * Creates the list of typing users, which wakes the members of a room when it changes.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#typing-notifications
 */
export function createTyping(store: Store, waiters: Waiters): Typing {
  const rooms = new Map<string, TypingRoom>()

  function stop(room: TypingRoom, userId: string): boolean {
    clearTimeout(room.users.get(userId))
    return room.users.delete(userId)
  }

  function announce(roomId: string, room: TypingRoom): void {
    room.position = store.nextPosition()
    rooms.delete(roomId)
    rooms.set(roomId, room)
    forgetSome()
    waiters.wake(store.memberships.joined(roomId).map((member) => member.user_id))
  }

  /** Forgets rooms without typing users. Clients end the typing of others by themselves after a while. */
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
