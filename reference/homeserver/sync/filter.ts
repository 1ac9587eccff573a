import { BOOLEAN, INTEGER, isObject, type JsonObject, STRING, STRINGS } from '../body.ts'

/** Filter for events of one kind. */
export interface EventFilter {
  /** Maximum number of events; the newest ones are returned */
  limit: number
  accepts(event: { type: string; sender?: string; content?: object }): boolean
}

/** Filter for `/sync`. */
export interface SyncFilter {
  accountData: EventFilter
  includeLeave: boolean
  acceptsRoom(roomId: string): boolean
  room: {
    timeline: EventFilter
    state: EventFilter
    ephemeral: EventFilter
    accountData: EventFilter
  }
  /** True for separate unread counts per thread */
  perThread: boolean
}

const DEFAULT_LIMIT = 10

/** Maximum number of events of a room at a time, whatever the filter requests. */
const MAX_LIMIT = 1000

/**
 * Parses a filter. Missing and malformed parts filter nothing.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#filtering
 */
export function readFilter(filter: JsonObject): SyncFilter {
  const room = part(filter, 'room')
  const rooms = list(room, 'rooms')
  const notRooms = list(room, 'not_rooms') ?? []
  return {
    accountData: eventFilter(part(filter, 'account_data')),
    includeLeave: room.include_leave === true,
    acceptsRoom: (roomId) => (rooms === undefined || rooms.includes(roomId)) && !notRooms.includes(roomId),
    room: {
      timeline: eventFilter(part(room, 'timeline')),
      state: eventFilter(part(room, 'state')),
      ephemeral: eventFilter(part(room, 'ephemeral')),
      accountData: eventFilter(part(room, 'account_data')),
    },
    perThread: part(room, 'timeline').unread_thread_notifications === true,
  }
}

/** Parses the part of a filter for events of one kind. */
export function eventFilter(filter: JsonObject): EventFilter {
  const types = list(filter, 'types')?.map(typePattern)
  const notTypes = (list(filter, 'not_types') ?? []).map(typePattern)
  const senders = list(filter, 'senders')
  const notSenders = list(filter, 'not_senders') ?? []
  const { contains_url: containsUrl, limit } = filter
  return {
    limit: INTEGER.test(limit) && limit >= 0 ? Math.min(limit, MAX_LIMIT) : DEFAULT_LIMIT,
    accepts: ({ type, sender = '', content = {} }) =>
      (types === undefined || types.some((matches) => matches(type))) &&
      !notTypes.some((matches) => matches(type)) &&
      (senders === undefined || senders.includes(sender)) &&
      !notSenders.includes(sender) &&
      (!BOOLEAN.test(containsUrl) || containsUrl === ('url' in content && STRING.test(content.url))),
  }
}

/** Returns a matcher for a type. An asterisk at the end stands for any characters. */
function typePattern(pattern: string): (type: string) => boolean {
  if (!pattern.endsWith('*')) return (type) => type === pattern
  const prefix = pattern.slice(0, -1)
  return (type) => type.startsWith(prefix)
}

function part(filter: JsonObject, name: string): JsonObject {
  const value = filter[name]
  return isObject(value) ? value : {}
}

function list(filter: JsonObject, name: string): string[] | undefined {
  const value = filter[name]
  return STRINGS.test(value) ? value : undefined
}
