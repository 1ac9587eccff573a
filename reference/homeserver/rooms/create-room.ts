import {
  ARRAY,
  BOOLEAN,
  isObject,
  type JsonObject,
  OBJECT,
  OBJECTS,
  optionalField,
  quote,
  STRING,
  STRINGS,
} from '../body.ts'
import { badJson, invalidParam, RequestError } from '../errors.ts'
import { isLocalId } from '../ids.ts'
import type { Services } from '../services.ts'
import type { EventDraft } from './draft.ts'
import { assertLocalUser, memberContent } from './membership.ts'
import { assertRoomVersion, DEFAULT_ROOM_VERSION, hasCreatorPower, newRoomId } from './room-versions.ts'
import { announce, appendEvent } from './send-event.ts'

const JOIN_RULES = { private_chat: 'invite', trusted_private_chat: 'invite', public_chat: 'public' }

type Preset = keyof typeof JOIN_RULES

/** Settings in the body of a request to create a room. */
interface RoomSettings {
  version: string
  preset: Preset
  creationContent: JsonObject
  powerLevels: JsonObject
  initialState: { type: string; state_key: string; content: JsonObject }[]
  alias: string | undefined
  name: string | undefined
  topic: string | undefined
  invite: string[]
  isDirect: boolean
}

/**
 * Creates a room with its first events, in one transaction.
 *
 * @returns the room ID
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom
 */
export function createRoom(services: Services, creator: string, body: JsonObject): string {
  const { serverName, store } = services
  const settings = readSettings(services, body)
  for (const userId of settings.invite) assertLocalUser(services, userId)
  const roomId = newRoomId(settings.version, serverName)
  const drafts = firstEvents(services, roomId, creator, settings)
  const appended = store.transaction(() => {
    store.rooms.add(roomId, settings.version)
    if (settings.alias !== undefined) store.rooms.addAlias(settings.alias, roomId)
    return drafts.map((draft) => appendEvent(services, draft))
  })
  for (const event of appended) announce(services, event)
  return roomId
}

function firstEvents(services: Services, roomId: string, creator: string, settings: RoomSettings): EventDraft[] {
  const state = (type: string, content: JsonObject, stateKey = ''): EventDraft => {
    return { room_id: roomId, sender: creator, type, content, state_key: stateKey }
  }
  const named = (type: string, name: string, value: string | undefined) =>
    value === undefined ? [] : [state(type, { [name]: value })]
  return [
    state('m.room.create', creation(creator, settings)),
    state('m.room.member', memberContent(services, creator, 'join'), creator),
    state('m.room.power_levels', powerLevels(creator, settings)),
    ...named('m.room.canonical_alias', 'alias', settings.alias),
    ...named('m.room.join_rules', 'join_rule', JOIN_RULES[settings.preset]),
    ...named('m.room.history_visibility', 'history_visibility', 'shared'),
    ...named('m.room.guest_access', 'guest_access', settings.preset === 'public_chat' ? 'forbidden' : 'can_join'),
    ...settings.initialState.map(({ type, content, state_key }) => state(type, content, state_key)),
    ...named('m.room.name', 'name', settings.name),
    ...named('m.room.topic', 'topic', settings.topic),
    ...settings.invite.map((userId) => {
      const direct = settings.isDirect ? { is_direct: true } : {}
      return state('m.room.member', { ...memberContent(services, userId, 'invite'), ...direct }, userId)
    }),
  ]
}

/** Returns the users with the power of the creator. From room version 12 on they are creators too. */
function trusted({ preset, invite }: RoomSettings): string[] {
  return preset === 'trusted_private_chat' ? invite : []
}

function creation(creator: string, settings: RoomSettings): JsonObject {
  const content = { ...settings.creationContent, room_version: settings.version }
  if (!hasCreatorPower(settings.version)) return Number(settings.version) < 11 ? { ...content, creator } : content
  const { additional_creators: named = [] } = settings.creationContent
  if (!STRINGS.test(named)) {
    throw badJson(`Field "additional_creators": expected an array of strings, found ${quote(named)}`)
  }
  const additional = [...new Set([...named, ...trusted(settings)])].filter((userId) => userId !== creator)
  return additional.length === 0 ? content : { ...content, additional_creators: additional }
}

function powerLevels(creator: string, settings: RoomSettings): JsonObject {
  const isAbovePower = hasCreatorPower(settings.version)
  const powerful = isAbovePower ? [] : [creator, ...trusted(settings)]
  return {
    users: Object.fromEntries(powerful.map((userId) => [userId, 100])),
    users_default: 0,
    events: {
      'm.room.name': 50,
      'm.room.power_levels': 100,
      'm.room.history_visibility': 100,
      'm.room.canonical_alias': 50,
      'm.room.avatar': 50,
      'm.room.tombstone': isAbovePower ? 150 : 100,
      'm.room.server_acl': 100,
      'm.room.encryption': 100,
    },
    events_default: 0,
    state_default: 50,
    ban: 50,
    kick: 50,
    redact: 50,
    invite: 0,
    notifications: { room: 50 },
    ...settings.powerLevels,
  }
}

function readSettings({ serverName, store }: Services, body: JsonObject): RoomSettings {
  const version = optionalField(body, 'room_version', STRING) ?? DEFAULT_ROOM_VERSION
  assertRoomVersion(version)
  const visibility = optionalField(body, 'visibility', STRING) ?? 'private'
  if (!['public', 'private'].includes(visibility)) {
    throw invalidParam(`Field "visibility": expected "public" or "private", found ${quote(visibility)}`)
  }
  if (optionalField(body, 'invite_3pid', ARRAY)?.length) {
    throw invalidParam('Field "invite_3pid": expected an empty array, since there is no identity server; use "invite"')
  }
  const preset = optionalField(body, 'preset', STRING) ?? (visibility === 'public' ? 'public_chat' : 'private_chat')
  if (!isPreset(preset))
    throw invalidParam(`Field "preset": expected one of ${Object.keys(JOIN_RULES).join(', ')}, found ${quote(preset)}`)
  const localpart = optionalField(body, 'room_alias_name', STRING)
  const alias = localpart === undefined ? undefined : `#${localpart}:${serverName}`
  if (alias !== undefined) {
    if (!isLocalId(alias, '#', serverName))
      throw invalidParam(`Field "room_alias_name": expected a local part, found ${quote(localpart)}`)
    if (store.rooms.findAlias(alias) !== undefined) {
      throw new RequestError(400, 'M_ROOM_IN_USE', `The alias ${alias} is in use; choose another`)
    }
  }
  return {
    version,
    preset,
    alias,
    creationContent: optionalField(body, 'creation_content', OBJECT) ?? {},
    powerLevels: optionalField(body, 'power_level_content_override', OBJECT) ?? {},
    initialState: (optionalField(body, 'initial_state', OBJECTS) ?? []).map(readState),
    name: optionalField(body, 'name', STRING),
    topic: optionalField(body, 'topic', STRING),
    invite: [...new Set(optionalField(body, 'invite', STRINGS))],
    isDirect: optionalField(body, 'is_direct', BOOLEAN) ?? false,
  }
}

function readState({ type, state_key = '', content }: JsonObject): RoomSettings['initialState'][number] {
  if (STRING.test(type) && STRING.test(state_key) && isObject(content)) return { type, state_key, content }
  throw badJson(
    'Field "initial_state": expected events with a string "type", an object "content" and, if any, a string "state_key"',
  )
}

function isPreset(name: string): name is Preset {
  return Object.hasOwn(JOIN_RULES, name)
}
