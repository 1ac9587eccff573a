import { isDeepStrictEqual } from 'node:util'
import { quote } from '../../common/text.ts'
import { mediaTypeOf, type Push } from '../../suites/harness/push-receiver/inbox.ts'
import { Disagreement } from '../disagreement.ts'
import type { Notice } from '../model/notices.ts'
import type { RealDevice } from '../trial/history-target.ts'
import { movesIn, queryOf } from '../trial/pusher-fields.ts'
import type { Trial } from '../trial/trial.ts'

/** Property of a push that is not what it has to be. */
interface Difference {
  requirement: string
  /** Name of the property, as a message has it */
  property: string
  expected: string
  found: unknown
}

/**
 * Compares what a push says of its event and its device, as far as it says it.
 *
 * @throws {Disagreement} for the first property that is not what it has to be
 */
export function comparePayload(trial: Trial, notice: Notice, push: Push, device: RealDevice): void {
  const differences = [
    ...differencesInRequest(push),
    ...differencesInEvent(trial, notice, push),
    ...differencesInDevice(push, device),
    ...differencesInUrl(trial, notice, push, device),
  ]
  const [first] = differences
  if (first === undefined) return
  const { requirement, property, expected, found } = first
  const message = `Expected the push of ${notice.event} to have the ${property} ${expected}, found ${quote(found)}`
  throw new Disagreement('payload', requirement, message)
}

/** Compares the request itself. Nothing requires a Content-Type. */
function differencesInRequest(push: Push): Difference[] {
  const { method, contentType } = push
  const requirement = 'delivery.endpoint'
  const mediaType = mediaTypeOf(push) ?? JSON_TYPE
  return [
    ...(method === 'POST' ? [] : [{ requirement, property: 'method', expected: 'POST', found: method }]),
    ...(mediaType === JSON_TYPE
      ? []
      : [{ requirement, property: 'Content-Type', expected: JSON_TYPE, found: contentType }]),
  ]
}

const JSON_TYPE = 'application/json'

function differencesInEvent({ target }: Trial, { user, room, by, sent }: Notice, { notification }: Push): Difference[] {
  const { sender, room_id, type, content, sender_display_name, room_name, prio, user_is_target } = notification
  const isMember = sent.type === 'm.room.member'
  const isAboutUser = isMember && sent.stateKey === target.userId(user)
  const wrong = <T>(requirement: string, property: string, expected: T | undefined, found: unknown): Difference[] =>
    expected === undefined || found === undefined || isDeepStrictEqual(expected, found)
      ? []
      : [{ requirement, property, expected: quote(expected), found }]
  return [
    ...(room_id === target.roomId(room)
      ? []
      : wrong('payload.event-and-room-id', 'room_id', target.roomId(room), room_id ?? null)),
    ...wrong('payload.type-and-sender', 'type', sent.type, type),
    ...wrong('payload.type-and-sender', 'sender', target.userId(by), sender),
    // A target can add the names of members to their events
    ...wrong('payload.content', 'content', isMember ? undefined : sent.content, content),
    ...wrong('payload.sender-display-name', 'sender_display_name', sent.displayName, sender_display_name),
    ...wrong('payload.room-name', 'room_name', sent.roomName, room_name),
    ...(prio === undefined || prio === 'high' || prio === 'low'
      ? []
      : [{ requirement: 'payload.prio', property: 'prio', expected: '"high" or "low"', found: prio }]),
    ...(user_is_target === true && !isAboutUser
      ? [{ requirement: 'payload.user-is-target-value', property: 'user_is_target', expected: 'not true', found: true }]
      : []),
    ...(user_is_target === false && isAboutUser
      ? [{ requirement: 'payload.user-is-target-value', property: 'user_is_target', expected: 'true', found: false }]
      : []),
  ]
}

/** Least time that is certain not to be in seconds: it would be in 2286. */
const NOT_IN_SECONDS = 10_000_000_000

function differencesInDevice({ device }: Push, { data: expected }: RealDevice): Difference[] {
  const { url, ...data } = (device.data ?? {}) as Record<string, unknown>
  const ts: unknown = device.pushkey_ts
  const isTime = typeof ts === 'number' && 0 < ts && ts < NOT_IN_SECONDS
  const lost = Object.entries(expected).find(([key, value]) => data[key] !== value)
  return [
    ...(url === undefined
      ? []
      : [
          {
            requirement: 'payload.data-without-url',
            property: 'data of its device',
            expected: 'without the URL of the gateway',
            found: device.data,
          },
        ]),
    ...(lost === undefined
      ? []
      : [
          {
            requirement: 'payload.data-forwarded',
            property: 'data of its device',
            expected: quote(expected),
            found: device.data,
          },
        ]),
    ...(ts === undefined || isTime
      ? []
      : [{ requirement: 'payload.pushkey-ts', property: 'pushkey_ts', expected: 'a time in seconds', found: ts }]),
  ]
}

/**
 * Compares the URL at which a push arrived, if that of its pusher has changed: a proxy may change only the path. A pusher
 * of another app for the same device keeps its own.
 */
function differencesInUrl(
  { situation }: Trial,
  { position }: Notice,
  { path, device: { app_id } }: Push,
  { user, device, inbox }: RealDevice,
): Difference[] {
  const pusher = situation.user(user).devices.get(device)
  if (pusher === undefined || app_id !== inbox.appId || pusher.moves === 0 || position <= pusher.movedAt) return []
  const moves = movesIn(path)
  if (moves === pusher.moves && path.endsWith(queryOf(moves))) return []
  const requirement = moves === undefined ? 'delivery.endpoint' : 'pushers.set-updates'
  return [{ requirement, property: 'URL', expected: `with ${quote(queryOf(pusher.moves))}`, found: path }]
}
