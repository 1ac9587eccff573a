import { quote } from '../../common/text.ts'
import type { SyncResponse } from '../../spec/index.ts'
import { Disagreement } from '../disagreement.ts'
import type { RoomName, UserName } from '../history.ts'
import type { SentReceipt } from '../model/situation.ts'
import { person } from '../steps/step-kind.ts'
import type { Trial } from '../trial/trial.ts'
import { isMilliseconds } from './milliseconds.ts'

/** Receipts of one event by type and user. */
type ReceiptsOfEvent = Record<string, Record<string, { ts?: unknown; thread_id?: unknown }>>

/**
 * Compares the receipts in a response of `/sync` with those that were sent: the latest public ones of all members are
 * there, and private ones of others are not.
 */
export function differenceInReceipts(trial: Trial, user: UserName, response: SyncResponse): Disagreement | undefined {
  for (const room of trial.situation.rooms.keys()) {
    if (trial.situation.membership(room, user) !== 'join') continue
    const shown = receiptsIn(response, trial.target.roomId(room))
    const difference = exposed(trial, user, room, shown) ?? missing(trial, user, room, shown)
    if (difference !== undefined) return difference
  }
  return undefined
}

function receiptsIn(response: SyncResponse, roomId: string): Map<string, ReceiptsOfEvent[]> {
  const events: { type?: unknown; content?: unknown }[] = response.rooms?.join?.[roomId]?.ephemeral?.events ?? []
  const contents = events.filter(({ type }) => type === 'm.receipt').map(({ content }) => content)
  const entries = contents.flatMap((content) => Object.entries((content ?? {}) as Record<string, ReceiptsOfEvent>))
  return new Map(
    [...Map.groupBy(entries, ([eventId]) => eventId)].map(([id, some]) => [id, some.map(([, one]) => one)]),
  )
}

function exposed(
  { target }: Trial,
  user: UserName,
  room: RoomName,
  shown: Map<string, ReceiptsOfEvent[]>,
): Disagreement | undefined {
  const others = target.users.filter((other) => other !== user)
  for (const ofEvent of [...shown.values()].flat()) {
    const marked = others.find((other) => ofEvent['m.fully_read']?.[target.userId(other)] !== undefined)
    if (marked !== undefined) {
      const message = `Expected the read marker of ${person(marked)} in ${room} to be hidden from ${person(user)}, found it in /sync`
      return new Disagreement('receipts', 'read-markers.set-by-receipt', message)
    }
    const found = others.find((other) => ofEvent['m.read.private']?.[target.userId(other)] !== undefined)
    if (found === undefined) continue
    const message = `Expected a private receipt of ${person(found)} in ${room} to be hidden from ${person(user)}, found it in /sync`
    return new Disagreement('receipts', 'receipts.private-hidden', message)
  }
  return undefined
}

function missing(
  { situation, target }: Trial,
  user: UserName,
  room: RoomName,
  shown: Map<string, ReceiptsOfEvent[]>,
): Disagreement | undefined {
  const { since, messages } = situation.room(room)
  for (const reader of situation.usersWith(room, 'join')) {
    const latest = latestOf(situation.room(room).receipts, reader)
    const { thread } = latest ?? {}
    const message = messages.find(({ position }) => position === latest?.position)
    const begin = Math.max(since.get(reader) ?? 0, since.get(user) ?? 0)
    const isReplaced = messages.some(({ by, position }) => by === reader && position > (latest?.position ?? 0))
    // What a later message of the reader does to the receipt, and what somebody sees who joined later, is not certain
    if (latest === undefined || message === undefined || isReplaced || latest.position <= begin) continue
    // Neither is it whether the receipts of somebody who is or was ignored are shown
    if (situation.user(user).ignored.has(reader)) continue
    const ofEvent = shown.get(target.eventId(message.id)) ?? []
    const found = ofEvent.map((types) => types['m.read']?.[target.userId(reader)]).find((one) => one !== undefined)
    const what = `the receipt of ${person(reader)} for ${message.id} in ${room}`
    if (found === undefined) {
      return new Disagreement(
        'receipts',
        'receipts.shown',
        `Expected ${what} in /sync of ${person(user)}, found it missing`,
      ).claiming({ kind: 'receipt', user, reader, room, message: message.id })
    }
    const threadId = thread === undefined || thread === 'main' ? thread : target.eventId(thread)
    if (found.thread_id !== threadId) {
      const expected = threadId === undefined ? 'no thread_id' : `the thread_id ${quote(threadId)}`
      const sentence = `Expected ${what} to have ${expected} in /sync, found ${quote(found.thread_id)}`
      return new Disagreement('receipts', 'receipts.one-per-type-and-thread', sentence)
    }
    if (!isMilliseconds(found.ts)) {
      const sentence = `Expected ${what} to have a time in milliseconds in /sync, found ${quote(found.ts)}`
      return new Disagreement('receipts', 'receipts.time', sentence)
    }
  }
  return undefined
}

/** Returns the latest public receipt of a user, if no other one of the user is for the same event. */
function latestOf(receipts: readonly SentReceipt[], reader: UserName): SentReceipt | undefined {
  const own = receipts.filter(({ user }) => user === reader)
  const latest = own.findLast(({ type }) => type === 'm.read')
  const others = own.filter(({ position }) => position === latest?.position)
  return others.every(({ type, thread }) => type === latest?.type && thread === latest.thread) ? latest : undefined
}
