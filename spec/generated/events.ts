// Generated from the YAML files of spec/; change those and run `npm run generate`.

/**
 * Event of a type that Plexor has a schema for.
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
 * Invitation of the other members of the room to a call.
 */
export type CallInviteEvent = ClientEvent & MCallInvite
/**
 * Room account data with the read marker of the user.
 */
export type FullyReadEvent = Event & MFullyRead
/**
 * Account data with all push rules of the user, sent in /sync after each change.
 */
export type PushRulesEvent = Event & MPushRules
/**
 * Action for an event that a push rule matches: a string if it has no parameters (`notify`), or else an object. The only object that is defined is the tweak.
 */
export type Action =
  | string
  | {
      /**
       * Name of the tweak, such as `sound` or `highlight`
       */
      set_tweak?: string
      /**
       * Value of the tweak; true by default for `highlight`
       */
      value?: {
        [k: string]: unknown
      }
      [k: string]: unknown
    }
/**
 * Reaction to another event, usually an emoji.
 */
export type ReactionEvent = ClientEvent & MReaction
/**
 * Read receipts of a room by event, receipt type and user.
 */
export type ReceiptEvent = Event & MReceipt
/**
 * Preferred aliases of a room.
 */
export type RoomCanonicalAliasEvent = StateEvent & MRoomCanonicalAlias
/**
 * Event that sets a part of the state of a room.
 */
export type StateEvent = ClientEvent & StateEvent1
/**
 * Encrypted event that only the devices of the members can decrypt.
 */
export type RoomEncryptedEvent = ClientEvent & MRoomEncrypted
/**
 * Membership of a user in a room; the state key is the user ID.
 */
export type RoomMemberEvent = StateEvent & MRoomMember
/**
 * Message in a room.
 */
export type RoomMessageEvent = ClientEvent & MRoomMessage
/**
 * Name of a room.
 */
export type RoomNameEvent = StateEvent & MRoomName
/**
 * Power levels of a room.
 */
export type RoomPowerLevelsEvent = StateEvent & MRoomPowerLevels
/**
 * Servers that may participate in a room.
 */
export type RoomServerAclEvent = StateEvent & MRoomServerAcl
/**
 * Replacement of the room by another one.
 */
export type RoomTombstoneEvent = StateEvent & MRoomTombstone

/**
 * Event of a room as clients receive it. The room ID is omitted if the position in the response implies it, as in sync.
 */
export interface ClientEvent {
  /**
   * Type of the event, such as `m.room.message`
   */
  type: string
  /**
   * Content of the event, which depends on the type
   */
  content: {
    [k: string]: unknown
  }
  /**
   * User ID of the sender
   */
  sender: string
  /**
   * ID of the event
   */
  event_id: string
  /**
   * Time at which the sender's server created the event, in Unix milliseconds
   */
  origin_server_ts: number
  /**
   * ID of the room
   */
  room_id?: string
  /**
   * Key of a state event among those of its type; absent from other events
   */
  state_key?: string
  /**
   * ID of the redacted event; only on redactions in rooms up to version 10
   */
  redacts?: string
  /**
   * Data that the server adds without signing it
   */
  unsigned?: {
    /**
     * Time since the event was sent, in milliseconds
     */
    age?: number
    /**
     * Transaction ID of the client, if this client sent the event
     */
    transaction_id?: string
    /**
     * Redaction of this event
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
     * The number 0 in the first version of calls, a string in later ones
     */
    version: string | number
    /**
     * Validity of the invitation, in milliseconds
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
 * Properties of every event; account data and ephemeral events have no others.
 */
export interface Event {
  /**
   * Type of the event, such as `m.room.message`
   */
  type: string
  /**
   * Content of the event, which depends on the type
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
 * Push rules of a user by kind, each list by descending priority.
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
 * Push rule with its actions.
 */
export interface PushRule {
  /**
   * Unique within its kind; the room ID for room rules, the user ID for sender rules
   */
  rule_id: string
  /**
   * True for a server-default rule
   */
  default: boolean
  /**
   * True if the rule is enabled
   */
  enabled: boolean
  actions: Action[]
  /**
   * Only for override and underride rules; all must hold, so an empty list matches every event
   */
  conditions?: PushCondition[]
  /**
   * Only for content rules; a glob for the body of a message
   */
  pattern?: string
  [k: string]: unknown
}
/**
 * Condition of an override or underride rule.
 */
export interface PushCondition {
  /**
   * Kind of the condition; an unknown one never matches
   */
  kind: string
  /**
   * Path of a property of the event, or for `sender_notification_permission` the kind of notification that requires a power level
   */
  key?: string
  /**
   * Glob for `event_match`
   */
  pattern?: string
  /**
   * Number with an optional operator before it, for `room_member_count`
   */
  is?: string
  /**
   * Exact value for `event_property_is` and `event_property_contains`
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
       * ID of the event
       */
      event_id?: string
      /**
       * Reaction, such as an emoji
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
 * Receipts by type, `m.read` or since v1.4 `m.read.private`
 */
export interface ReceiptsByType {
  [k: string]: ReceiptsByUser
}
export interface ReceiptsByUser {
  [k: string]: Receipt
}
export interface Receipt {
  /**
   * Time at which the receipt was sent, in Unix milliseconds
   */
  ts?: number
  /**
   * Root event of the thread that was read, or `main`; absent for an unthreaded receipt
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
     * Main alias; null, empty or absent if there is none
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
     * String for Megolm, object by device key for Olm
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
 * Relation of an event to another one.
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
     * Display name of the user in this room
     */
    displayname?: string | null
    avatar_url?: string | null
    /**
     * True on invitations to a direct chat
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
     * Message as plain text
     */
    body: string
    'm.mentions'?: Mentions
    'm.relates_to'?: RelatesTo
    [k: string]: unknown
  }
  [k: string]: unknown
}
/**
 * Users that a message mentions.
 */
export interface Mentions {
  user_ids?: string[]
  /**
   * True if the message mentions the whole room
   */
  room?: boolean
  [k: string]: unknown
}
export interface MRoomName {
  type?: 'm.room.name'
  content?: {
    /**
     * Name, or an empty string for none
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
 * Levels that actions require, and the levels of users.
 */
export interface PowerLevelsContent {
  /**
   * Level by user ID
   */
  users?: {
    [k: string]: number
  }
  /**
   * Level of other users; 0 by default
   */
  users_default?: number
  /**
   * Level required to send an event, by its type
   */
  events?: {
    [k: string]: number
  }
  /**
   * Level required to send other events; 0 by default
   */
  events_default?: number
  /**
   * Level required to send other state events; 50 by default
   */
  state_default?: number
  /**
   * Level required to ban; 50 by default
   */
  ban?: number
  /**
   * Level required to kick; 50 by default
   */
  kick?: number
  /**
   * Level required to redact events of others; 50 by default
   */
  redact?: number
  /**
   * Level required to invite; the default is 0 since v1.3, and was 50 before
   */
  invite?: number
  /**
   * Levels required to trigger each kind of notification
   */
  notifications?: {
    /**
     * Level required to notify the whole room; 50 by default
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
     * Globs of allowed server names
     */
    allow?: string[]
    /**
     * Globs of denied server names, which take precedence
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
     * ID of the replacement room
     */
    replacement_room: string
    [k: string]: unknown
  }
  [k: string]: unknown
}
