import type { JsonObject } from '../body.ts'
import { isObject } from '../body.ts'
import type { Services } from '../services.ts'
import type { StoredEvent } from '../storage/events.ts'
import { assertJoined } from './authorise.ts'
import type { EventDraft } from './draft.ts'
import { followUpgrade } from './follow-upgrade.ts'
import { memberContent } from './membership.ts'
import { roomPower } from './power-levels.ts'
import { assertRoomVersion, hasCreatorPower, newRoomId } from './room-versions.ts'
import { type AppendedEvent, announce, appendEvent } from './send-event.ts'

/** Room to upgrade, and its new version. */
export interface RoomUpgrade {
  roomId: string
  /** The user who upgrades the room */
  userId: string
  /** The room version of the new room */
  version: string
  /** Creators of the new room besides the user who upgrades; used from room version 12 on */
  additionalCreators: string[]
}

/** Types of state that the new room copies from the old one, in this order, after its power levels. */
const TRANSFERRED = [
  'm.room.join_rules',
  'm.room.history_visibility',
  'm.room.guest_access',
  'm.room.server_acl',
  'm.room.encryption',
  'm.room.name',
  'm.room.topic',
  'm.room.avatar',
]

/**
 * Replaces a room by a new one of another version. The new room copies state of the old one, and the old one gets a
 * tombstone. Members have to join the new room themselves.
 *
 * @returns the ID of the new room
 * @see https://spec.matrix.org/v1.19/client-server-api/#server-behaviour-17
 */
export function upgradeRoom(services: Services, upgrade: RoomUpgrade): string {
  const { store } = services
  const { roomId, userId, version } = upgrade
  assertRoomVersion(version)
  assertJoined(store, roomId, userId)
  const replacement = newRoomId(version, services.serverName)
  const appended = store.transaction(() => {
    const tombstone = appendEvent(services, {
      room_id: roomId,
      sender: userId,
      type: 'm.room.tombstone',
      state_key: '',
      content: { body: 'This room has been replaced', replacement_room: replacement },
    })
    store.rooms.add(replacement, version)
    const drafts = firstEvents(services, upgrade, replacement, tombstone.event.event_id)
    const created = drafts.map((draft) => appendEvent(services, draft))
    store.aliases.move(roomId, replacement)
    return [tombstone, ...created, ...restrictOldRoom(services, upgrade)]
  })
  for (const event of appended) announce(services, event)
  followUpgrade(services, userId, replacement)
  return replacement
}

function firstEvents(services: Services, upgrade: RoomUpgrade, replacement: string, tombstone: string): EventDraft[] {
  const { store } = services
  const { roomId, userId, version, additionalCreators } = upgrade
  const state = (type: string, content: JsonObject, stateKey = ''): EventDraft => {
    return { room_id: replacement, sender: userId, type, content, state_key: stateKey }
  }
  const { creator: _, additional_creators: __, ...old } = store.events.state(roomId, 'm.room.create')?.content ?? {}
  const creation = {
    ...old,
    room_version: version,
    predecessor: { room_id: roomId, ...(hasCreatorPower(version) ? {} : { event_id: tombstone }) },
    ...(hasCreatorPower(version) && additionalCreators.length > 0 ? { additional_creators: additionalCreators } : {}),
    ...(Number(version) < 11 ? { creator: userId } : {}),
  }
  const transferred = TRANSFERRED.flatMap((type) => store.events.state(roomId, type) ?? [])
  const canonicalAlias = store.events.state(roomId, 'm.room.canonical_alias')
  const bans = store.memberships
    .ofRoom(roomId)
    .filter((member) => member.membership === 'ban')
    .flatMap((member) => store.events.state(roomId, 'm.room.member', member.user_id) ?? [])
  const copy = ({ type, content, state_key }: StoredEvent) => state(type, content, state_key)
  return [
    state('m.room.create', creation),
    state('m.room.member', memberContent(services, userId, 'join'), userId),
    state('m.room.power_levels', powerLevels(services, upgrade)),
    ...transferred.map(copy),
    ...(canonicalAlias === undefined ? [] : [copy(canonicalAlias)]),
    ...bans.map(copy),
  ]
}

/** Returns the power levels of the old room, with enough power for the user who upgrades to set up the new one. */
function powerLevels({ store }: Services, { roomId, userId, version, additionalCreators }: RoomUpgrade): JsonObject {
  const { powerLevels: old = {}, levelOf } = roomPower(store, roomId)
  const users: JsonObject = isObject(old.users) ? { ...old.users } : {}
  if (hasCreatorPower(version)) for (const creator of [userId, ...additionalCreators]) delete users[creator]
  else users[userId] = Math.max(Math.min(levelOf(userId), Number.MAX_SAFE_INTEGER), 100)
  return { ...old, users }
}

/** Raises the levels to send and invite in the old room, if the user who upgrades may do that. */
function restrictOldRoom(services: Services, { roomId, userId }: RoomUpgrade): AppendedEvent[] {
  const { levelOf, levelToSend, powerLevels = {} } = roomPower(services.store, roomId)
  const { events_default = 0, invite = 0, users_default = 0 } = powerLevels
  const level = Math.max(50, users_default + 1)
  const content = { ...powerLevels, events_default: Math.max(events_default, level), invite: Math.max(invite, level) }
  if (levelOf(userId) < Math.max(level, levelToSend('m.room.power_levels', true))) return []
  return [
    appendEvent(services, { room_id: roomId, sender: userId, type: 'm.room.power_levels', state_key: '', content }),
  ]
}
