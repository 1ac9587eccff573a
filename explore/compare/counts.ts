import type { SyncResponse } from '../../spec/index.ts'
import { type Counts, countsOf } from '../../suites/harness/users/unread-counts.ts'
import { Disagreement } from '../disagreement.ts'
import type { RoomName, UserName } from '../history.ts'
import { highlights, isWithin, type Notice, notifies, type Range, rangeOf, unreadRange } from '../model/notices.ts'
import { person } from '../steps/step-kind.ts'
import type { Reading, Trial } from '../trial/trial.ts'
import { differenceInMarkers } from './markers.ts'
import { differenceInReceipts } from './receipts.ts'

/** Counts of a room or a thread, with what they are expected to be. */
interface Comparison {
  /** Name of what they are the counts of, for messages */
  what: string
  notices: Notice[]
  found: Counts
  /** Root of the thread; absent for a room or its main timeline */
  thread?: string
  /** Latest receipt of the user in the room; undefined for none */
  reading: Reading | undefined
}

/**
 * Compares the unread counts of a user in an initial `/sync`, by thread or of whole rooms, and the receipts there.
 *
 * @returns the disagreement; undefined if there is none
 */
export async function differenceInSync(
  trial: Trial,
  user: UserName,
  byThread: boolean,
): Promise<Disagreement | undefined> {
  const response = await trial.target.anySession(user).sync(undefined, { byThread })
  noteUnknownRooms(trial, user, response)
  for (const room of trial.situation.rooms.keys()) {
    if (trial.situation.membership(room, user) !== 'join') continue
    for (const comparison of comparisonsOf(trial, user, room, response, byThread)) {
      const difference = compare(user, room, comparison)
      if (difference !== undefined) return difference
    }
  }
  return differenceInReceipts(trial, user, response) ?? differenceInMarkers(trial, user, response)
}

function comparisonsOf(
  { target, notices, situation, readings }: Trial,
  user: UserName,
  room: RoomName,
  response: SyncResponse,
  byThread: boolean,
): Comparison[] {
  const roomId = target.roomId(room)
  const found = countsOf(response, roomId) ?? NOTHING
  const ofRoom = notices.of(user, room)
  const reading = readings.get(`${user} ${room}`)
  if (!byThread) return [{ what: room, notices: ofRoom, found, reading }]
  const threads = response.rooms?.join?.[roomId]?.unread_thread_notifications ?? {}
  const main = {
    what: `the main timeline of ${room}`,
    notices: ofRoom.filter(({ thread }) => thread === undefined),
    found,
    reading,
  }
  const others = [...situation.room(room).roots].map((root) => ({
    what: `the thread of ${root} in ${room}`,
    notices: ofRoom.filter(({ thread }) => thread === root),
    found: { ...NOTHING, ...threads[target.eventId(root)] },
    thread: root,
    reading,
  }))
  return [main, ...others]
}

const NOTHING: Counts = { notification_count: 0, highlight_count: 0 }

function compare(user: UserName, room: RoomName, comparison: Comparison): Disagreement | undefined {
  const { what, notices, found, thread } = comparison
  const total = unreadRange(notices, notifies)
  const highlighted = unreadRange(notices, highlights)
  const disagree = (kind: 'notification' | 'highlight', range: Range, count: number, requirement: string) =>
    new Disagreement(
      'counts',
      requirement,
      `Expected ${person(user)} to have ${rangeOf(range, `unread ${kind}`)} in ${what}, found ${count}`,
    )
  const part = thread ?? (what === room ? undefined : 'main')
  const claim = { kind: 'count', user, room, ...(part === undefined ? {} : { thread: part }) } as const
  if (!isWithin(found.notification_count, total)) {
    const requirement = requirementOf(comparison, total, found.notification_count)
    const field = 'notification_count'
    return disagree('notification', total, found[field], requirement).claiming({ ...claim, field, range: total })
  }
  if (!isWithin(found.highlight_count, highlighted)) {
    const field = 'highlight_count'
    const difference = disagree('highlight', highlighted, found[field], 'unread-counts.highlight')
    return difference.claiming({ ...claim, field, range: highlighted })
  }
  return undefined
}

/** Returns what a target violates with a count: what a receipt does, if nothing has arrived since the latest one. */
function requirementOf({ notices, thread, reading }: Comparison, { min, max }: Range, count: number): string {
  if (thread !== undefined && count === 0) return 'unread-counts.threads'
  const all = notices.filter((notice) => notifies(notice) !== 'no')
  if (reading !== undefined && all.every(({ position }) => position <= reading.position)) {
    if (count > max && count <= all.length) return reading.requirement
    if (count < min) return 'receipts.later-stay-unread'
  }
  return count > max && all.length === 0 ? 'unread-counts.by-rules' : 'unread-counts.total'
}

/** Notes how much is unread in rooms that are not of the history, which is in the unread count of pushes too. */
function noteUnknownRooms({ target, unknownUnread }: Trial, user: UserName, response: SyncResponse): void {
  const unread = Object.keys(response.rooms?.join ?? {})
    .filter((roomId) => target.roomNamed(roomId) === undefined)
    .reduce((sum, roomId) => sum + (countsOf(response, roomId)?.notification_count ?? 0), 0)
  const waiting = Object.keys(response.rooms?.invite ?? {}).length
  const before = unknownUnread.get(user) ?? { min: unread, max: unread }
  unknownUnread.set(user, { min: Math.min(before.min, unread), max: Math.max(before.max, unread + waiting) })
}
