import { mergeRuleset, type PushEvent } from '../../../reference/rules/index.ts'
import { majorVersion, type PowerLevelsContent, type Ruleset, type SpecVersion } from '../../../spec/index.ts'
import { TargetError } from '../../../suites/index.ts'
import type { VectorRoom } from '../../../suites/vectors/index.ts'
import type { AccountReader } from './account-reader.ts'

/** Number of events that are explained if none is named. */
const EVENTS = 10

/** Maximum number of notifications that are searched for an event. */
const NOTIFICATIONS = 100

/** Event of a room, with its ID. */
export type RoomEvent = PushEvent & { event_id: string; unsigned?: unknown }

/** All that the homeserver of an account says about a room and its notifications. */
export interface AccountState {
  specVersion: SpecVersion
  userId: string
  roomId: string
  ruleset: Ruleset
  room: VectorRoom
  /** Events to explain, the oldest first */
  events: RoomEvent[]
  /** IDs of the events that the list of notifications has; undefined if the server has no such list */
  notified: ReadonlySet<string> | undefined
  /** Unread counts of the room; undefined if the server gives none */
  counts: { notifications: number; highlights: number } | undefined
  /** Pushers of the account: what they are, without their keys */
  pushers: { kind: string; appId: string; url?: string }[]
}

/**
 * Reads what decides about the notifications of an account in a room.
 *
 * @param eventId the event to explain; default: the last events of the room
 * @throws {TargetError} when the server does not respond, or does not give what is needed
 */
export async function readAccount(
  reader: AccountReader,
  specVersion: SpecVersion,
  roomId: string,
  eventId: string | undefined,
): Promise<AccountState> {
  const prefix = `/_matrix/client/${majorVersion(specVersion)}`
  const roomPath = `${prefix}/rooms/${encodeURIComponent(roomId)}`
  const userId = textIn(await reader.read(`${prefix}/account/whoami`), 'user_id')
  if (userId === undefined) throw new TargetError('no-homeserver', 'Expected the ID of the user, found none')
  const rules = Object(await reader.read(`${prefix}/pushrules/`)) as { global?: Ruleset }
  return {
    ...{ specVersion, userId, roomId },
    ruleset: mergeRuleset(rules.global ?? {}, {}, specVersion),
    room: await readRoom(reader, roomPath, userId),
    events: await readEvents(reader, roomPath, roomId, eventId),
    notified: await readNotified(reader, prefix),
    counts: await readCounts(reader, prefix, roomId),
    pushers: readPushers(await reader.readIfThere(`${prefix}/pushers`)),
  }
}

async function readRoom(reader: AccountReader, roomPath: string, userId: string): Promise<VectorRoom> {
  const members = Object(await reader.read(`${roomPath}/joined_members`)) as { joined?: Record<string, unknown> }
  const joined = members.joined ?? {}
  const displayName = textIn(joined[userId], 'display_name')
  const powerLevels = await reader.readIfThere(`${roomPath}/state/m.room.power_levels`)
  const create = await reader.readIfThere(`${roomPath}/state/m.room.create`)
  const version = textIn(create, 'room_version')
  return {
    member_count: Object.keys(joined).length,
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(powerLevels === undefined ? {} : { power_levels: Object(powerLevels) as PowerLevelsContent }),
    ...(version === undefined ? {} : { version }),
  }
}

async function readEvents(
  reader: AccountReader,
  roomPath: string,
  roomId: string,
  eventId: string | undefined,
): Promise<RoomEvent[]> {
  if (eventId !== undefined) {
    return eventIn(await reader.read(`${roomPath}/event/${encodeURIComponent(eventId)}`), roomId)
  }
  const { chunk } = Object(await reader.read(`${roomPath}/messages?dir=b&limit=${EVENTS}`)) as { chunk?: unknown }
  return listOf(chunk)
    .flatMap((event) => eventIn(event, roomId))
    .reverse()
}

function eventIn(event: unknown, roomId: string): RoomEvent[] {
  const { event_id, type, sender } = Object(event) as Record<string, unknown>
  if (typeof event_id !== 'string' || typeof type !== 'string' || typeof sender !== 'string') return []
  return [{ content: {}, ...Object(event), event_id, type, sender, room_id: roomId } as RoomEvent]
}

async function readNotified(reader: AccountReader, prefix: string): Promise<ReadonlySet<string> | undefined> {
  const body = await reader.readIfThere(`${prefix}/notifications?limit=${NOTIFICATIONS}`)
  if (body === undefined) return undefined
  const { notifications } = Object(body) as { notifications?: unknown }
  return new Set(listOf(notifications).flatMap((each) => textIn(Object(each).event, 'event_id') ?? []))
}

/** Syncs one room without its events, and without telling anybody that the user is online. */
async function readCounts(reader: AccountReader, prefix: string, roomId: string): Promise<AccountState['counts']> {
  const nothing = { types: [] }
  const room = { rooms: [roomId], timeline: { limit: 1 }, state: nothing, ephemeral: nothing, account_data: nothing }
  const filter = encodeURIComponent(JSON.stringify({ room, presence: nothing, account_data: nothing }))
  const body = await reader.readIfThere(`${prefix}/sync?timeout=0&set_presence=offline&filter=${filter}`)
  const { rooms } = Object(body) as { rooms?: { join?: Record<string, { unread_notifications?: unknown }> } }
  const counts = Object(rooms?.join?.[roomId]?.unread_notifications) as Record<string, unknown>
  const { notification_count: notifications, highlight_count: highlights } = counts
  if (typeof notifications !== 'number') return undefined
  return { notifications, highlights: typeof highlights === 'number' ? highlights : 0 }
}

function readPushers(body: unknown): AccountState['pushers'] {
  const { pushers } = Object(body) as { pushers?: unknown }
  return listOf(pushers).map((pusher) => {
    const url = textIn(Object(pusher).data, 'url')
    const what = { kind: textIn(pusher, 'kind') ?? 'unknown', appId: textIn(pusher, 'app_id') ?? 'unknown' }
    return url === undefined ? what : { ...what, url }
  })
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function textIn(value: unknown, key: string): string | undefined {
  const text = (Object(value) as Record<string, unknown>)[key]
  return typeof text === 'string' ? text : undefined
}
