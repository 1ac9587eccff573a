import type { Level, PowerLevelsContent, RuleKind, Ruleset, Span, SpecVersion } from '../../spec/index.ts'

/** One check of how push rules are evaluated: a ruleset, an event and a room, and the rule that has to win. */
export interface Vector extends Span {
  /** `theme/name`; public and lasting */
  id: string
  /** What the vector shows, one sentence without its period */
  title: string
  /** Id of the requirement that says so */
  requirement: string
  /** How firmly the specification asks for it; with `may` and `unspecified` any answer is right */
  level: Level
  /** The versions that the vector is about: from `since` on, up to but not including `until` */
  since: SpecVersion
  until?: SpecVersion
  /** The owner of the rules */
  user_id: string
  /** All rules of the owner, each kind in the order that it is tried; absent where it depends on the version */
  ruleset?: Ruleset
  /** Names in `rulesets` of the file: the last one whose `since` is not newer than the version is the one to take */
  ruleset_by_version?: { since: SpecVersion; name: string }[]
  event: VectorEvent
  room: VectorRoom
  expected: Expected
}

/** The event as the owner of the rules receives it; encrypted content stays closed. */
export interface VectorEvent {
  type: string
  sender: string
  room_id: string
  content: object
  state_key?: string
  event_id?: string
  origin_server_ts?: number
}

/** What conditions ask about the room, at the time of the event. */
export interface VectorRoom {
  /** Number of joined members */
  member_count: number
  /** The display name of the owner of the rules in the room */
  display_name?: string
  /** Content of `m.room.power_levels`; absent when the room has no such event */
  power_levels?: PowerLevelsContent
  /** The users who created the room */
  creators?: string[]
  /** The version of the room */
  version?: string
}

/** A rule by its name. */
export interface RuleName {
  kind: RuleKind
  rule_id: string
}

/** What a rule comes to: whether it notifies, and with which tweaks. */
export interface Effect {
  notify: boolean
  /** By name; a `highlight` that is false says the same as none */
  tweaks: Record<string, unknown>
}

/** The answer that is right. Tweaks matter where the event notifies. */
export interface Expected extends Effect {
  /** The rule that wins; null when no rule matches */
  rule: RuleName | null
}

/** Everything in one document, for programs in any language. */
export interface VectorDocument {
  /** Raised when a field changes its meaning or goes away */
  plexor_vectors: 1
  /** The requirements that vectors name, in words */
  requirements: Record<string, { text: string; section: string }>
  /** Rulesets that depend on the version, by name */
  rulesets: Record<string, Ruleset>
  vectors: Vector[]
}
