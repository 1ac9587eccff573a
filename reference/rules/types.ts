import type { Action, PowerLevelsContent, PushRule, RuleKind } from '../../spec/index.ts'
import type { SpecVersion } from '../../spec/versions.ts'
import type { EventView } from './event-view.ts'

/** An event as its receivers see it; encrypted content stays closed unless the caller opened it. */
export interface PushEvent {
  type: string
  sender: string
  room_id: string
  content: object
  state_key?: string | undefined
  event_id?: string | undefined
  origin_server_ts?: number | undefined
  redacts?: string | undefined
  unsigned?: object | undefined
}

/** What the conditions ask about the room and the owner of the rules, at the time of the event. */
export interface RoomContext {
  /** The display name that the owner of the rules has in the room */
  displayName?: string | undefined
  /** The number of members that are joined to the room */
  memberCount: number
  /** The content of `m.room.power_levels`; absent when the room has no such event */
  powerLevels?: PowerLevelsContent | undefined
  /** The creators of the room: the sender of `m.room.create`, and since room version 12 those that it adds */
  creators?: readonly string[] | undefined
  /** The version of the room; `1` when absent, as in `m.room.create` */
  roomVersion?: string | undefined
}

/** The rule that an event matched, and what it asks for. */
export interface Outcome {
  kind: RuleKind
  rule: PushRule
  /** The actions as the rule lists them, those without a meaning included */
  actions: Action[]
  /** Whether the event notifies the owner of the rules */
  notify: boolean
  /** The tweaks to send to the push gateway, by name; values are those of the rule, `true` where it gives none */
  tweaks: Record<string, unknown>
  /** Whether the notification is highlighted; never without a notification */
  highlight: boolean
}

export interface CompileOptions {
  /** The version of the specification whose meaning the rules have */
  specVersion: SpecVersion
}

/** A ruleset made ready to be evaluated against many events. */
export interface CompiledRuleset {
  /**
   * Finds the rule that decides about an event: the first enabled one that matches.
   *
   * A user's own events never notify that user. That is for the caller to see to, by not evaluating them.
   *
   * @param view what was already made of this very event, for {@link evaluateFor}
   * @returns the same frozen object each time that the rule decides; `undefined` when no rule matches, and so the
   *   owner is not notified
   */
  evaluate(event: PushEvent, room: RoomContext, view?: EventView): Outcome | undefined
}
