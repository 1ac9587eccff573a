import type { JsonObject } from '../body.ts'
import { invalidParam, notFound } from '../errors.ts'
import { isLocalId } from '../ids.ts'
import type { Services } from '../services.ts'
import type { Store } from '../storage/store.ts'
import { followUpgrade } from './follow-upgrade.ts'
import { sendEvent } from './send-event.ts'

/** What a member event says about a user who comes into a room. */
export function memberContent({ store }: { store: Store }, userId: string, membership: 'join' | 'invite'): JsonObject {
  const { display_name: name = null, avatar_url: avatar = null } = store.users.find(userId) ?? {}
  return {
    membership,
    ...(name === null ? {} : { displayname: name }),
    ...(avatar === null ? {} : { avatar_url: avatar }),
  }
}

/** Joins a room; does nothing for who has joined it already. */
export function joinRoom(services: Services, userId: string, roomId: string, reason: JsonObject): void {
  if (services.store.rooms.version(roomId) === undefined) throw notFound(`The room ${roomId} is not known here`)
  if (services.store.memberships.find(roomId, userId)?.membership === 'join') return
  const content = { ...memberContent(services, userId, 'join'), ...reason }
  sendEvent(services, { room_id: roomId, type: 'm.room.member', sender: userId, state_key: userId, content })
  followUpgrade(services, userId, roomId)
}

/** The room that a room ID or alias stands for. */
export function resolveRoom({ store }: Services, roomIdOrAlias: string): string {
  if (!roomIdOrAlias.startsWith('#')) return roomIdOrAlias
  const roomId = store.rooms.findAlias(roomIdOrAlias)
  if (roomId === undefined) throw notFound(`The alias ${roomIdOrAlias} stands for no room here`)
  return roomId
}

/** Throws unless the user has an account here: this server talks to no other. */
export function assertLocalUser({ serverName, store }: Services, userId: string): void {
  if (!isLocalId(userId, '@', serverName)) {
    throw invalidParam(
      `The user ID ${JSON.stringify(userId)} is not one of ${serverName}, which talks to no other server`,
    )
  }
  if (store.users.find(userId) === undefined) throw notFound(`The user ${userId} is not known here`)
}
