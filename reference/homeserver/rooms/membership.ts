import { type JsonObject, quote } from '../body.ts'
import { invalidParam, notFound } from '../errors.ts'
import { isLocalId } from '../ids.ts'
import type { Services } from '../services.ts'
import type { Store } from '../storage/store.ts'
import { followUpgrade } from './follow-upgrade.ts'
import { sendEvent } from './send-event.ts'

/** Returns the content of a member event for a user who joins or is invited. */
export function memberContent({ store }: { store: Store }, userId: string, membership: 'join' | 'invite'): JsonObject {
  const { display_name: name = null, avatar_url: avatar = null } = store.users.find(userId) ?? {}
  return {
    membership,
    ...(name === null ? {} : { displayname: name }),
    ...(avatar === null ? {} : { avatar_url: avatar }),
  }
}

/** Joins a room; has no effect if the user has joined it already. */
export function joinRoom(services: Services, userId: string, roomId: string, reason: JsonObject): void {
  if (services.store.rooms.version(roomId) === undefined) throw notFound(`Unknown room ${roomId}`)
  if (services.store.memberships.find(roomId, userId)?.membership === 'join') return
  const content = { ...memberContent(services, userId, 'join'), ...reason }
  sendEvent(services, { room_id: roomId, type: 'm.room.member', sender: userId, state_key: userId, content })
  followUpgrade(services, userId, roomId)
}

/**
 * Returns the room ID for a room ID or an alias.
 *
 * @throws {RequestError} with M_NOT_FOUND when the alias is unknown
 */
export function resolveRoom({ store }: Services, roomIdOrAlias: string): string {
  if (!roomIdOrAlias.startsWith('#')) return roomIdOrAlias
  const roomId = store.rooms.findAlias(roomIdOrAlias)
  if (roomId === undefined) throw notFound(`Unknown alias ${roomIdOrAlias}`)
  return roomId
}

/**
 * Checks that the user has an account on this server, which does not federate.
 *
 * @throws {RequestError} with M_INVALID_PARAM for a user of another server, or M_NOT_FOUND for an unknown user
 */
export function assertLocalUser({ serverName, store }: Services, userId: string): void {
  if (!isLocalId(userId, '@', serverName)) {
    throw invalidParam(`User ID: expected a user of ${serverName}, which does not federate, found ${quote(userId)}`)
  }
  if (store.users.find(userId) === undefined) throw notFound(`Unknown user ${userId}`)
}
