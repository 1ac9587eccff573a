import { isDeepStrictEqual } from 'node:util'
import { plural } from '../../common/text.ts'
import type { Action, RuleKind } from '../../spec/index.ts'
import type { DeviceName, ReceiptType, RoomName, UserName } from '../history.ts'

/** One outcome that the rules of a user can have for an event. */
export interface Outcome {
  notify: boolean
  highlight: boolean
  /** Tweaks without a highlight that is false, which is the same as none */
  tweaks: Record<string, unknown>
  actions: Action[]
  /** Rule that matches; absent if none does */
  rule?: MatchingRule
}

/** Rule that matches an event. */
export interface MatchingRule {
  kind: RuleKind
  id: string
  isDefault: boolean
  /** Its name in the history, and those of the user's own rules of its kind that match too; absent for default rules */
  amongOwn?: { name: string; names: string[] }
}

/** Degree of certainty. */
export type Certainty = 'yes' | 'maybe' | 'no'

/** Event as it was sent. */
export interface SentEvent {
  type: string
  content: Record<string, unknown>
  stateKey?: string
  /** Name of its room at that time; absent if that is not certain */
  roomName?: string
  /** Display name of its sender in the room at that time; absent if that is not certain */
  displayName?: string
}

/** Meaning of an event for a user who did not send it. */
export interface Notice {
  /** Name of the event in the history */
  event: string
  /** Identifier of the event at the target; undefined if the target does not say it */
  eventId: string | undefined
  room: RoomName
  position: number
  by: UserName
  user: UserName
  /** Root of the thread of the event; absent in the main timeline */
  thread?: string
  /** True for a message or an encrypted event, which clients may count as an unread message */
  isMessage: boolean
  /** The event itself, as pushes and lists describe it */
  sent: SentEvent
  /** Every outcome that the specification allows */
  outcomes: Outcome[]
  /** True if it is not certain that the user is among the recipients at all */
  isDoubtful: boolean
  /** True for an invitation of the user, of which a push is certain, although not what else it does */
  isInvitation?: boolean
  /** Certainty that a receipt covers it */
  read: Certainty
  /** Devices of the user at that time */
  devices: DeviceName[]
}

/** Reports whether an event notifies a user. */
export function notifies({ outcomes, isDoubtful }: Pick<Notice, 'outcomes' | 'isDoubtful'>): Certainty {
  const notifying = outcomes.filter(({ notify }) => notify).length
  if (notifying === 0) return 'no'
  return notifying === outcomes.length && !isDoubtful ? 'yes' : 'maybe'
}

/** Reports whether an event has a highlight for a user. */
export function highlights({ outcomes, isDoubtful }: Pick<Notice, 'outcomes' | 'isDoubtful'>): Certainty {
  const highlighted = outcomes.filter(({ notify, highlight }) => notify && highlight).length
  if (highlighted === 0) return 'no'
  return highlighted === outcomes.length && !isDoubtful ? 'yes' : 'maybe'
}

/** Adds an outcome to others, unless it is among them. */
export function withOutcome(outcomes: readonly Outcome[], outcome: Outcome): Outcome[] {
  return outcomes.some((other) => isDeepStrictEqual(other, outcome)) ? [...outcomes] : [...outcomes, outcome]
}

/** Receipt, as far as it decides what is read. */
export interface Reading {
  user: UserName
  room: RoomName
  type: ReceiptType
  upTo: number
  /** Thread that it is limited to; undefined for none */
  thread: string | undefined
}

/** Everything that events have meant for users so far. */
export class Notices {
  readonly all: Notice[] = []

  /** Returns the notices of a user, of one room if it is given. */
  of(user: UserName, room?: RoomName): Notice[] {
    return this.all.filter((notice) => notice.user === user && (room === undefined || notice.room === room))
  }

  /** Reports whether it is certain that an event notifies a user. */
  certainlyNotifies(user: UserName, eventId: string): boolean {
    return this.of(user).some((notice) => notice.eventId === eventId && notifies(notice) === 'yes')
  }

  /** Marks as read what a receipt covers. */
  receive({ user, room, upTo, thread }: Reading): void {
    for (const notice of this.of(user, room)) {
      if (notice.position > upTo) continue
      if (thread === undefined || (notice.thread ?? 'main') === thread) notice.read = 'yes'
    }
  }

  /** Makes it uncertain what is read up to an event. */
  doubtUpTo(user: UserName, room: RoomName, upTo: number): void {
    for (const notice of this.of(user, room)) if (notice.position <= upTo && notice.read === 'no') notice.read = 'maybe'
  }

  /**
   * Marks as read what was before an event that a user sends. Whether that is so in other threads, and for events that
   * are not messages, is not certain.
   */
  send(user: UserName, room: RoomName, { isMessage, thread }: { isMessage: boolean; thread?: string }): void {
    for (const notice of this.of(user, room)) {
      if (notice.read === 'yes') continue
      notice.read = isMessage && notice.thread === thread ? 'yes' : 'maybe'
    }
  }

  /** Makes it uncertain what is unread, because the target counts something else. */
  doubt(user: UserName): void {
    for (const notice of this.of(user)) notice.read = 'maybe'
  }

  /** Makes it uncertain what is unread, because a user leaves the room. */
  leave(user: UserName, room: RoomName): void {
    for (const notice of this.of(user, room)) if (notice.read === 'no') notice.read = 'maybe'
  }
}

/** Bounds of a count. */
export interface Range {
  min: number
  max: number
}

/** Reports whether a count is within its bounds. */
export function isWithin(count: number, { min, max }: Range): boolean {
  return min <= count && count <= max
}

/** Formats bounds for messages: `3`, or `1 to 3`. */
export function formatRange({ min, max }: Range): string {
  return min === max ? String(min) : `${min} to ${max}`
}

/** Formats bounds with what they are the number of: `1 unread notification`. */
export function rangeOf(range: Range, what: string): string {
  return range.min === range.max ? plural(range.max, what) : `${formatRange(range)} ${what}s`
}

/**
 * Returns the bounds of the number of unread notifications.
 *
 * @param notices the notices to count
 * @param certaintyOf says whether a notice counts if it is unread
 */
export function unreadRange(notices: readonly Notice[], certaintyOf: (notice: Notice) => Certainty): Range {
  const unread = notices.filter(({ read }) => read !== 'yes')
  return {
    min: unread.filter((notice) => notice.read === 'no' && certaintyOf(notice) === 'yes').length,
    max: unread.filter((notice) => certaintyOf(notice) !== 'no').length,
  }
}
