import type { Action, PowerLevelsContent, PushRule, RuleKind } from '../../spec/types.ts'
import type { SpecVersion } from '../../spec/versions.ts'
import type { PushEvent } from './event.ts'
import type { EventView } from './event-view.ts'

/** State of the room and of the owner of the rules at the time of the event, as far as conditions use it. */
export interface RoomContext {
  /** ID of the room, for events that have no `room_id`, such as those of `/sync` */
  roomId?: string | undefined

  /** Display name of the owner of the rules in the room; absent or empty if there is none */
  displayName?: string | undefined

  /** Number of members that are joined to the room, at least 0 */
  memberCount: number

  /** Content of `m.room.power_levels`; absent if the room has no such event */
  powerLevels?: PowerLevelsContent | undefined

  /**
   * User IDs of the creators of the room: the sender of `m.room.create`, and since room version 12 its
   * `additional_creators`
   */
  creators?: readonly string[] | undefined

  /** Version of the room; default: `1`, as in `m.room.create` */
  roomVersion?: string | undefined
}

/** Outcome of an evaluation: the rule that matched, and the meaning of its actions. It is frozen. */
export interface RuleOutcome {
  kind: RuleKind

  /** Rule that matched: the object from the ruleset, not a copy */
  rule: PushRule

  /** Actions as the rule lists them, including those without a meaning */
  actions: Action[]

  /** True if the event notifies the owner of the rules */
  notify: boolean

  /** Tweaks for the push gateway, by name; the value is that of the rule, or `true` if it has none */
  tweaks: Record<string, unknown>

  /** True if the notification is highlighted; false if `notify` is */
  highlight: boolean
}

/** Options of `compile` and `explain`. */
export interface CompileOptions {
  /** Version of the specification that defines the meaning of the rules */
  specVersion: SpecVersion

  /** User ID of the owner of the rules: events of this sender match no rule, because they never notify the owner */
  userId?: string | undefined

  /** Kinds of conditions that the specification does not have, by the name of the kind */
  conditionKinds?: ConditionKinds | undefined
}

/**
 * Kinds of conditions that a client or a server adds, by the name of the kind. They cannot replace those of the
 * specification.
 */
export type ConditionKinds = Readonly<Record<string, ConditionKind>>

/**
 * Reads a condition of one kind, and returns the function that reports whether it holds. It is called once for each rule,
 * and that function once for each event.
 *
 * @param condition condition as the rule states it; anyone can have written it, so check its properties
 * @returns the function; `undefined` if the condition is malformed, so that it never holds
 */
export type ConditionKind = (
  condition: Readonly<Record<string, unknown>>,
) => ((event: PushEvent, room: RoomContext) => boolean) | undefined

/** Compiled ruleset, for the evaluation of many events. */
export interface CompiledRuleset {
  /**
   * Finds the rule that decides about an event: the first enabled one that matches.
   *
   * An event of the owner never notifies: compile with the `userId` of the owner, or do not evaluate such events.
   *
   * @param event event to evaluate; it is not modified
   * @param room state of the room and of the owner of the rules
   * @param view used by `evaluateFor` to share work between recipients; omit it, or pass it on
   * @returns the outcome, the same object for each event that the rule decides; `undefined` if no rule matches, which
   *   means no notification
   * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
   */
  evaluate(event: PushEvent, room: RoomContext, view?: EventView): RuleOutcome | undefined
}
