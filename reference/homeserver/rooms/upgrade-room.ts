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
import { type Appended, announce, appendEvent } from './send-event.ts'

/** What someone wants to upgrade, and to what. */
export interface Upgrade {
  roomId: string
  userId: string
  version: string
  /** Users who stand above all power levels besides the one who upgrades, from room version 12 on */
  additionalCreators: string[]
}

/** State that the new room takes over from the old one, in this order, after its power levels. */
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
 * Replaces a room by a new one of another version: the new one takes over what the old one was like, and the old one
 * says where it went. Members have to follow by themselves.
 *
 * @returns the ID of the new room
 * @see https://spec.matrix.org/v1.19/client-server-api/#server-behaviour-17
 */
export function upgradeRoom(services: Services, upgrade: Upgrade): string {
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
    return [tombstone, ...created, ...silence(services, upgrade)]
  })
  for (const event of appended) announce(services, event)
  followUpgrade(services, userId, replacement)
  return replacement
}

function firstEvents(services: Services, upgrade: Upgrade, replacement: string, tombstone: string): EventDraft[] {
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

/** Those of the old room; who upgrades has to have enough power in the new one, to set it up. */
function powerLevels({ store }: Services, { roomId, userId, version, additionalCreators }: Upgrade): JsonObject {
  const { powerLevels: old = {}, levelOf } = roomPower(store, roomId)
  const users: JsonObject = isObject(old.users) ? { ...old.users } : {}
  if (hasCreatorPower(version)) for (const creator of [userId, ...additionalCreators]) delete users[creator]
  else users[userId] = Math.max(Math.min(levelOf(userId), Number.MAX_SAFE_INTEGER), 100)
  return { ...old, users }
}

/** Keeps people from going on in the old room, where the one who upgrades may forbid it; else it stays as it is. */
function silence(services: Services, { roomId, userId }: Upgrade): Appended[] {
  const { levelOf, levelToSend, powerLevels = {} } = roomPower(services.store, roomId)
  const { events_default = 0, invite = 0, users_default = 0 } = powerLevels
  const level = Math.max(50, users_default + 1)
  const content = { ...powerLevels, events_default: Math.max(events_default, level), invite: Math.max(invite, level) }
  if (levelOf(userId) < Math.max(level, levelToSend('m.room.power_levels', true))) return []
  return [
    appendEvent(services, { room_id: roomId, sender: userId, type: 'm.room.power_levels', state_key: '', content }),
  ]
}
