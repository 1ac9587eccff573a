import type { Level, PowerLevelsContent, RuleKind, Ruleset, Span, SpecVersion } from '../../spec/index.ts'

/** Single test of evaluating push rules: a ruleset, an event and a room, and the rule that has to win. */
export interface Vector extends Span {
  /** `theme/name`; public and stable */
  id: string
  /** Statement that the vector tests, one sentence without its period */
  title: string
  /** ID of the requirement that says so */
  requirement: string
  /** Level at which the specification requires it; with `may` and `unspecified` any answer is right */
  level: Level
  /** Versions to which the vector applies: from `since` up to, but not including, `until` */
  since: SpecVersion
  until?: SpecVersion
  /** Owner of the rules */
  user_id: string
  /** All rules of the owner, each kind in the order in which it is tried; absent if it depends on the version */
  ruleset?: Ruleset
  /** Names in `rulesets` of the file: the last one whose `since` is not newer than the version applies */
  ruleset_by_version?: { since: SpecVersion; name: string }[]
  event: VectorEvent
  room: VectorRoom
  expected: Expected
}

/** Event as the owner of the rules receives it; encrypted content is not decrypted. */
export interface VectorEvent {
  type: string
  sender: string
  room_id: string
  content: object
  state_key?: string
  event_id?: string
  origin_server_ts?: number
}

/** Properties of the room that conditions use, at the time of the event. */
export interface VectorRoom {
  /** Number of joined members */
  member_count: number
  /** Display name of the owner of the rules in the room */
  display_name?: string
  /** Content of `m.room.power_levels`; absent if the room has no such event */
  power_levels?: PowerLevelsContent
  /** Users who created the room */
  creators?: string[]
  /** Version of the room */
  version?: string
}

/** Name of a rule. */
export interface RuleName {
  kind: RuleKind
  rule_id: string
}

/** Effect of a rule: whether it notifies, and with which tweaks. */
export interface Effect {
  notify: boolean
  /** Tweaks by name; a `highlight` of false means the same as none */
  tweaks: Record<string, unknown>
}

/** Right answer. Tweaks matter only if the event notifies. */
export interface Expected extends Effect {
  /** Rule that wins; null if no rule matches */
  rule: RuleName | null
}

/** All vectors in one document, for programs in any language. */
export interface VectorDocument {
  /** Raised when a field changes its meaning or is removed */
  plexor_vectors: 1
  /** Requirements that vectors name */
  requirements: Record<string, { text: string; section: string }>
  /** Rulesets that depend on the version, by name */
  rulesets: Record<string, Ruleset>
  vectors: Vector[]
}
