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

/** What the body of a request to create a room asks for. */
interface RoomWish {
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
 * Creates a room with its first events, all of them or none.
 *
 * @returns the room ID
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom
 */
export function createRoom(services: Services, creator: string, body: JsonObject): string {
  const { serverName, store } = services
  const wish = readWish(services, body)
  for (const userId of wish.invite) assertLocalUser(services, userId)
  const roomId = newRoomId(wish.version, serverName)
  const drafts = firstEvents(services, roomId, creator, wish)
  const appended = store.transaction(() => {
    store.rooms.add(roomId, wish.version)
    if (wish.alias !== undefined) store.rooms.addAlias(wish.alias, roomId)
    return drafts.map((draft) => appendEvent(services, draft))
  })
  for (const event of appended) announce(services, event)
  return roomId
}

function firstEvents(services: Services, roomId: string, creator: string, wish: RoomWish): EventDraft[] {
  const state = (type: string, content: JsonObject, stateKey = ''): EventDraft => {
    return { room_id: roomId, sender: creator, type, content, state_key: stateKey }
  }
  const named = (type: string, name: string, value: string | undefined) =>
    value === undefined ? [] : [state(type, { [name]: value })]
  return [
    state('m.room.create', creation(creator, wish)),
    state('m.room.member', memberContent(services, creator, 'join'), creator),
    state('m.room.power_levels', powerLevels(creator, wish)),
    ...named('m.room.canonical_alias', 'alias', wish.alias),
    ...named('m.room.join_rules', 'join_rule', JOIN_RULES[wish.preset]),
    ...named('m.room.history_visibility', 'history_visibility', 'shared'),
    ...named('m.room.guest_access', 'guest_access', wish.preset === 'public_chat' ? 'forbidden' : 'can_join'),
    ...wish.initialState.map(({ type, content, state_key }) => state(type, content, state_key)),
    ...named('m.room.name', 'name', wish.name),
    ...named('m.room.topic', 'topic', wish.topic),
    ...wish.invite.map((userId) => {
      const direct = wish.isDirect ? { is_direct: true } : {}
      return state('m.room.member', { ...memberContent(services, userId, 'invite'), ...direct }, userId)
    }),
  ]
}

/** The users who are trusted like the creator: from version 12 on they are creators too, before that they have their power. */
function trusted({ preset, invite }: RoomWish): string[] {
  return preset === 'trusted_private_chat' ? invite : []
}

function creation(creator: string, wish: RoomWish): JsonObject {
  const content = { ...wish.creationContent, room_version: wish.version }
  if (!hasCreatorPower(wish.version)) return Number(wish.version) < 11 ? { ...content, creator } : content
  const { additional_creators: named = [] } = wish.creationContent
  if (!STRINGS.test(named)) {
    throw badJson(`The field "additional_creators" is ${quote(named)}; it must be an array of strings`)
  }
  const additional = [...new Set([...named, ...trusted(wish)])].filter((userId) => userId !== creator)
  return additional.length === 0 ? content : { ...content, additional_creators: additional }
}

function powerLevels(creator: string, wish: RoomWish): JsonObject {
  const isAbovePower = hasCreatorPower(wish.version)
  const powerful = isAbovePower ? [] : [creator, ...trusted(wish)]
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
    ...wish.powerLevels,
  }
}

function readWish({ serverName, store }: Services, body: JsonObject): RoomWish {
  const version = optionalField(body, 'room_version', STRING) ?? DEFAULT_ROOM_VERSION
  assertRoomVersion(version)
  const visibility = optionalField(body, 'visibility', STRING) ?? 'private'
  if (!['public', 'private'].includes(visibility)) {
    throw invalidParam(`The visibility is ${quote(visibility)}; use public, private`)
  }
  if (optionalField(body, 'invite_3pid', ARRAY)?.length) {
    throw invalidParam('Someone is invited by "invite_3pid"; this server knows no identity server, so use "invite"')
  }
  const preset = optionalField(body, 'preset', STRING) ?? (visibility === 'public' ? 'public_chat' : 'private_chat')
  if (!isPreset(preset)) throw invalidParam(`The preset is ${quote(preset)}; use ${Object.keys(JOIN_RULES).join(', ')}`)
  const localpart = optionalField(body, 'room_alias_name', STRING)
  const alias = localpart === undefined ? undefined : `#${localpart}:${serverName}`
  if (alias !== undefined) {
    if (!isLocalId(alias, '#', serverName)) throw invalidParam(`The alias name ${quote(localpart)} cannot be used`)
    if (store.rooms.findAlias(alias) !== undefined) {
      throw new RequestError(400, 'M_ROOM_IN_USE', `The alias ${alias} is taken; choose another`)
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

function readState({ type, state_key = '', content }: JsonObject): RoomWish['initialState'][number] {
  if (STRING.test(type) && STRING.test(state_key) && isObject(content)) return { type, state_key, content }
  throw badJson(
    'An event of "initial_state" must have a string "type", an object "content" and a string "state_key" if any',
  )
}

function isPreset(name: string): name is Preset {
  return Object.hasOwn(JOIN_RULES, name)
}
