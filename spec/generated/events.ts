// Generated from the YAML files of spec/; change those and run `npm run generate`.

/**
 * An event of a type that Plexor has a schema for.
 */
export type KnownEvent =
  | CallInviteEvent
  | FullyReadEvent
  | PushRulesEvent
  | ReactionEvent
  | ReceiptEvent
  | RoomCanonicalAliasEvent
  | RoomEncryptedEvent
  | RoomMemberEvent
  | RoomMessageEvent
  | RoomNameEvent
  | RoomPowerLevelsEvent
  | RoomServerAclEvent
  | RoomTombstoneEvent
/**
 * A caller asks the others in the room to take part in a call.
 */
export type CallInviteEvent = ClientEvent & MCallInvite
/**
 * Room account data with the place up to which the user has read everything.
 */
export type FullyReadEvent = Event & MFullyRead
/**
 * Account data with all push rules of the user, sent down sync whenever one changes.
 */
export type PushRulesEvent = Event & MPushRules
/**
 * What to do with an event that a push rule matches. A string where it has no parameters (`notify`), an object otherwise; the only one defined is the tweak.
 */
export type Action =
  | string
  | {
      /**
       * Name of the tweak to set, such as `sound` or `highlight`
       */
      set_tweak?: string
      /**
       * What to set it to; a highlight without a value is true
       */
      value?: {
        [k: string]: unknown
      }
      [k: string]: unknown
    }
/**
 * A reaction to another event, mostly an emoji.
 */
export type ReactionEvent = ClientEvent & MReaction
/**
 * How far users have read in a room, by event, receipt type and user.
 */
export type ReceiptEvent = Event & MReceipt
/**
 * The addresses by which a room likes to be known.
 */
export type RoomCanonicalAliasEvent = StateEvent & MRoomCanonicalAlias
/**
 * An event that sets a piece of a room's state.
 */
export type StateEvent = ClientEvent & StateEvent1
/**
 * An event whose content only the members' devices can read.
 */
export type RoomEncryptedEvent = ClientEvent & MRoomEncrypted
/**
 * How a user stands to a room; the state key is the user's ID.
 */
export type RoomMemberEvent = StateEvent & MRoomMember
/**
 * A message in a room.
 */
export type RoomMessageEvent = ClientEvent & MRoomMessage
/**
 * The name of a room.
 */
export type RoomNameEvent = StateEvent & MRoomName
/**
 * Who may do what in a room.
 */
export type RoomPowerLevelsEvent = StateEvent & MRoomPowerLevels
/**
 * Which servers may take part in a room.
 */
export type RoomServerAclEvent = StateEvent & MRoomServerAcl
/**
 * Says that the room has moved to another one.
 */
export type RoomTombstoneEvent = StateEvent & MRoomTombstone

/**
 * An event of a room as clients see it. The room ID is left out where the place in the answer already tells it, as in sync.
 */
export interface ClientEvent {
  /**
   * What kind of event this is, by a name in dotted notation
   */
  type: string
  /**
   * The body of the event; what it holds depends on the type
   */
  content: {
    [k: string]: unknown
  }
  /**
   * User ID of who sent it
   */
  sender: string
  /**
   * The ID of this event
   */
  event_id: string
  /**
   * When the sender's server made it, in Unix milliseconds
   */
  origin_server_ts: number
  /**
   * The room that it belongs to
   */
  room_id?: string
  /**
   * Only on state events; with the type it names the piece of state
   */
  state_key?: string
  /**
   * Only on redactions, in rooms up to version 10; the event that is redacted
   */
  redacts?: string
  /**
   * What the server adds without signing it
   */
  unsigned?: {
    /**
     * Milliseconds since the event was sent
     */
    age?: number
    /**
     * The client's own transaction ID, if this client sent the event
     */
    transaction_id?: string
    /**
     * The redaction that emptied this event
     */
    redacted_because?: {
      [k: string]: unknown
    }
    [k: string]: unknown
  }
  [k: string]: unknown
}
export interface MCallInvite {
  type?: 'm.call.invite'
  content?: {
    call_id: string
    /**
     * 0 as a number in the first version of calls, a string in later ones
     */
    version: string | number
    /**
     * Milliseconds for which the invitation stands
     */
    lifetime: number
    offer: {
      type: 'offer'
      sdp: string
      [k: string]: unknown
    }
    [k: string]: unknown
  }
  [k: string]: unknown
}
/**
 * The least that every event has; account data and ephemeral events have nothing more.
 */
export interface Event {
  /**
   * What kind of event this is, by a name in dotted notation
   */
  type: string
  /**
   * The body of the event; what it holds depends on the type
   */
  content: {
    [k: string]: unknown
  }
  [k: string]: unknown
}
export interface MFullyRead {
  type?: 'm.fully_read'
  content?: {
    event_id: string
    [k: string]: unknown
  }
  [k: string]: unknown
}
export interface MPushRules {
  type?: 'm.push_rules'
  content?: {
    global?: Ruleset
    [k: string]: unknown
  }
  [k: string]: unknown
}
/**
 * A user's rules by kind, each list in the order that it is tried.
 */
export interface Ruleset {
  override?: PushRule[]
  content?: PushRule[]
  room?: PushRule[]
  sender?: PushRule[]
  underride?: PushRule[]
  [k: string]: unknown
}
/**
 * One rule, and what to do with the events that it matches.
 */
export interface PushRule {
  /**
   * Unique within its kind; the room ID for room rules, the user ID for sender rules
   */
  rule_id: string
  /**
   * Whether the server brought this rule rather than the user
   */
  default: boolean
  /**
   * Whether it counts at all
   */
  enabled: boolean
  actions: Action[]
  /**
   * Only for override and underride rules; all must hold, and none always holds
   */
  conditions?: PushCondition[]
  /**
   * Only for content rules; a glob on the body of a message
   */
  pattern?: string
  [k: string]: unknown
}
/**
 * Something that must hold for an event, or an override or underride rule passes it over.
 */
export interface PushCondition {
  /**
   * Which condition; one that the server does not know matches nothing
   */
  kind: string
  /**
   * The property of the event to look at, or for `sender_notification_permission` the kind of notification that needs a power level
   */
  key?: string
  /**
   * Glob for `event_match`
   */
  pattern?: string
  /**
   * A number with an optional comparison before it, for `room_member_count`
   */
  is?: string
  /**
   * The exact value for `event_property_is` and `event_property_contains`
   */
  value?: string | number | boolean | null
  [k: string]: unknown
}
export interface MReaction {
  type?: 'm.reaction'
  content?: {
    'm.relates_to'?: {
      rel_type?: 'm.annotation'
      /**
       * The event reacted to
       */
      event_id?: string
      /**
       * The reaction
       */
      key?: string
      [k: string]: unknown
    }
    [k: string]: unknown
  }
  [k: string]: unknown
}
export interface MReceipt {
  type?: 'm.receipt'
  content?: {
    [k: string]: ReceiptsByType
  }
  [k: string]: unknown
}
/**
 * Keyed by receipt type, `m.read` or since v1.4 `m.read.private`
 */
export interface ReceiptsByType {
  [k: string]: ReceiptsByUser
}
export interface ReceiptsByUser {
  [k: string]: Receipt
}
export interface Receipt {
  /**
   * When it was set, in Unix milliseconds
   */
  ts?: number
  /**
   * Root event of the thread that was read, or `main`; absent for the whole room
   */
  thread_id?: string
  [k: string]: unknown
}
export interface StateEvent1 {
  state_key: string
  [k: string]: unknown
}
export interface MRoomCanonicalAlias {
  type?: 'm.room.canonical_alias'
  content?: {
    /**
     * The one to show; null, empty or absent means that there is none
     */
    alias?: string | null
    alt_aliases?: string[]
    [k: string]: unknown
  }
  [k: string]: unknown
}
export interface MRoomEncrypted {
  type?: 'm.room.encrypted'
  content?: {
    algorithm: string
    /**
     * Text for Megolm, an object by device key for Olm
     */
    ciphertext:
      | string
      | {
          [k: string]: unknown
        }
    'm.relates_to'?: RelatesTo
    [k: string]: unknown
  }
  [k: string]: unknown
}
/**
 * How an event hangs on another one.
 */
export interface RelatesTo {
  rel_type?: string
  event_id?: string
  [k: string]: unknown
}
export interface MRoomMember {
  type?: 'm.room.member'
  content?: {
    membership: 'invite' | 'join' | 'knock' | 'leave' | 'ban'
    /**
     * The name that the user goes by in this room
     */
    displayname?: string | null
    avatar_url?: string | null
    /**
     * On invites, whether the room is meant as a direct chat
     */
    is_direct?: boolean
    reason?: string
    [k: string]: unknown
  }
  [k: string]: unknown
}
export interface MRoomMessage {
  type?: 'm.room.message'
  content?: {
    /**
     * Kind of message, such as `m.text` or `m.notice`
     */
    msgtype: string
    /**
     * The message as plain text
     */
    body: string
    'm.mentions'?: Mentions
    'm.relates_to'?: RelatesTo
    [k: string]: unknown
  }
  [k: string]: unknown
}
/**
 * Whom a message means to catch the attention of.
 */
export interface Mentions {
  user_ids?: string[]
  /**
   * Whether everyone in the room is meant
   */
  room?: boolean
  [k: string]: unknown
}
export interface MRoomName {
  type?: 'm.room.name'
  content?: {
    /**
     * An empty string means that the room has no name
     */
    name: string
    [k: string]: unknown
  }
  [k: string]: unknown
}
export interface MRoomPowerLevels {
  type?: 'm.room.power_levels'
  content?: PowerLevelsContent
  [k: string]: unknown
}
/**
 * Levels that a user needs for each deed, and the levels that users have.
 */
export interface PowerLevelsContent {
  /**
   * Level by user ID
   */
  users?: {
    [k: string]: number
  }
  /**
   * Level of the users not listed; 0 when absent
   */
  users_default?: number
  /**
   * Level needed to send an event, by its type
   */
  events?: {
    [k: string]: number
  }
  /**
   * Level needed to send other events; 0 when absent
   */
  events_default?: number
  /**
   * Level needed to set other state; 50 when absent
   */
  state_default?: number
  /**
   * Level needed to ban; 50 when absent
   */
  ban?: number
  /**
   * Level needed to kick; 50 when absent
   */
  kick?: number
  /**
   * Level needed to redact others' events; 50 when absent
   */
  redact?: number
  /**
   * Level needed to invite; 0 when absent since v1.3, 50 before
   */
  invite?: number
  /**
   * Level that a sender needs to set off a kind of notification
   */
  notifications?: {
    /**
     * For notifying the whole room; 50 when absent
     */
    room?: number
    [k: string]: number | undefined
  }
  [k: string]: unknown
}
export interface MRoomServerAcl {
  type?: 'm.room.server_acl'
  content?: {
    /**
     * Globs of server names
     */
    allow?: string[]
    /**
     * Globs of server names, stronger than those allowed
     */
    deny?: string[]
    allow_ip_literals?: boolean
    [k: string]: unknown
  }
  [k: string]: unknown
}
export interface MRoomTombstone {
  type?: 'm.room.tombstone'
  content?: {
    body: string
    /**
     * ID of the room that takes over
     */
    replacement_room: string
    [k: string]: unknown
  }
  [k: string]: unknown
}
