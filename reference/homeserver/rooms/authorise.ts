import { isObject, type JsonObject, quote } from '../body.ts'
import { badJson, forbidden } from '../errors.ts'
import type { Store } from '../storage/store.ts'
import { authoriseMembership } from './authorise-membership.ts'
import type { EventDraft } from './draft.ts'
import { type RoomPower, roomPower } from './power-levels.ts'

/**
 * Checks that the sender may send an event to its room.
 *
 * @throws {RequestError} with M_FORBIDDEN when the sender may not
 *
 * @see https://spec.matrix.org/v1.19/rooms/v11/#authorization-rules
 */
export function authorise(store: Store, draft: EventDraft): void {
  if (store.rooms.version(draft.room_id) === undefined) throw forbidden(`Unknown room ${draft.room_id}`)
  const power = roomPower(store, draft.room_id)
  if (draft.type === 'm.room.create') authoriseCreation(store, draft)
  else if (draft.type === 'm.room.member') authoriseMembership(store, draft, power)
  else authoriseOther(store, draft, power)
}

/**
 * Checks that the user is joined to the room.
 *
 * @throws {RequestError} with M_FORBIDDEN when the user is not joined
 */
export function assertJoined(store: Store, roomId: string, userId: string): void {
  if (store.memberships.find(roomId, userId)?.membership === 'join') return
  throw forbidden(`${userId} is not joined to room ${roomId}`)
}

function authoriseCreation(store: Store, draft: EventDraft): void {
  if (store.events.state(draft.room_id, 'm.room.create') !== undefined) {
    throw forbidden(`The room ${draft.room_id} already exists`)
  }
}

function authoriseOther(store: Store, draft: EventDraft, power: RoomPower): void {
  assertJoined(store, draft.room_id, draft.sender)
  assertLevel(power, draft, power.levelToSend(draft.type, draft.state_key !== undefined), `send ${draft.type}`)
  if (draft.state_key?.startsWith('@') && draft.state_key !== draft.sender) {
    throw forbidden(`The state key ${quote(draft.state_key)} is the ID of another user`)
  }
  if (draft.redacts !== undefined) authoriseRedaction(store, draft, power)
  if (draft.type === 'm.room.power_levels') authorisePowerLevels(draft, power)
}

function authoriseRedaction(store: Store, draft: EventDraft, power: RoomPower): void {
  const target = store.events.find(draft.room_id, draft.redacts ?? '')
  if (target?.sender !== draft.sender)
    assertLevel(power, draft, power.levelTo('redact'), 'redact events of other users')
}

function assertLevel(power: RoomPower, draft: EventDraft, needed: number, action: string): void {
  const level = power.levelOf(draft.sender)
  if (level < needed)
    throw forbidden(`Power level of ${draft.sender}: expected at least ${needed} to ${action}, found ${level}`)
}

/** Checks that the sender changes no level above their own. The first power levels of a room are not restricted. */
function authorisePowerLevels(draft: EventDraft, power: RoomPower): void {
  const own = power.levelOf(draft.sender)
  const before = flatten({ ...power.powerLevels })
  const after = flatten(draft.content)
  for (const [name, value] of after) {
    if (!Number.isSafeInteger(value)) throw badJson(`Power level "${name}": expected an integer, found ${quote(value)}`)
  }
  const listed = power.creators.find((userId) => after.has(`users.${userId}`))
  if (listed !== undefined && power.levelOf(listed) === Number.POSITIVE_INFINITY) {
    throw forbidden(`${listed} is a creator of the room, with infinite power; remove them from "users"`)
  }
  if (power.powerLevels === undefined) return
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [old, changed] = [before.get(name), after.get(name)]
    if (old === changed) continue
    const isOthers = name.startsWith('users.') && name !== `users.${draft.sender}`
    const isAbove = (value: unknown) => typeof value === 'number' && value > own
    if (isAbove(old) || isAbove(changed) || (isOthers && old === own)) {
      throw forbidden(`${draft.sender} has power level ${own}, which is too low to change "${name}"`)
    }
  }
}

function flatten(content: JsonObject): Map<string, unknown> {
  const levels = new Map<string, unknown>()
  for (const [name, value] of Object.entries(content)) {
    if (!isObject(value)) levels.set(name, value)
    else for (const [key, nested] of Object.entries(value)) levels.set(`${name}.${key}`, nested)
  }
  return levels
}
