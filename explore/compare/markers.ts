import { quote } from '../../common/text.ts'
import type { SyncResponse } from '../../spec/index.ts'
import { Disagreement } from '../disagreement.ts'
import type { RoomName, UserName } from '../history.ts'
import { person } from '../steps/step-kind.ts'
import type { Trial } from '../trial/trial.ts'

/** Compares the read markers in an initial `/sync` with those that the user set. */
export function differenceInMarkers(trial: Trial, user: UserName, response: SyncResponse): Disagreement | undefined {
  for (const room of trial.situation.rooms.keys()) {
    const events = response.rooms?.join?.[trial.target.roomId(room)]?.account_data?.events ?? []
    const marker = events.findLast(({ type }) => type === 'm.fully_read')
    const difference = differenceInMarker(trial, user, room, marker?.content?.event_id)
    if (difference !== undefined) return difference('/sync', 'read-markers.in-account-data')
  }
  return undefined
}

/** Compares a read marker with that which the user set last. Returns a function for the disagreement. */
export function differenceInMarker(
  { situation, target }: Trial,
  user: UserName,
  room: RoomName,
  found: unknown,
): ((where: string, requirement: string) => Disagreement) | undefined {
  const { markers, since } = situation.room(room)
  const marker = markers.get(user)
  // What is left of it after coming back to the room is not certain
  if (situation.membership(room, user) !== 'join' || marker === undefined) return undefined
  if (marker.position <= (since.get(user) ?? 0) || found === target.eventId(marker.id)) return undefined
  const expected = `Expected the read marker of ${person(user)} in ${room} to be at ${marker.id}`
  return (where, requirement) =>
    new Disagreement('receipts', requirement, `${expected} in ${where}, found ${quote(found)}`)
}
