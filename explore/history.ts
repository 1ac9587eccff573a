import type { RuleKind } from '../spec/index.ts'
import type { ProbeName } from './model/probes.ts'

/** Names of the users of a history. */
export const USERS = ['alice', 'bob', 'carol'] as const

/** Name of a user of a history. */
export type UserName = (typeof USERS)[number]

/** Names of the rooms of a history. */
export const ROOMS = ['room 1', 'room 2', 'room 3'] as const

/** Name of a room of a history. */
export type RoomName = (typeof ROOMS)[number]

/** Names of the devices that a user can have, each with a pusher. */
export const DEVICES = ['phone', 'tablet'] as const

/** Name of a device. */
export type DeviceName = (typeof DEVICES)[number]

/** Words that rules look for. None is part of another one, of a name or of an ID. */
export const WORDS = ['teapot', 'biscuit'] as const

/** Word that rules look for. */
export type Word = (typeof WORDS)[number]

/** Names of the rules of a user, besides room and sender rules, which are named after what they are for. */
export const RULE_NAMES = ['first', 'second', 'third', 'fourth'] as const

/** Names of rules with characters that mean something else in the path of a URL. */
export const UNUSUAL_RULE_NAMES = ['fifth+one', '100%25 sure', 'sixth?'] as const

/** Kinds of messages. Some refer to an earlier message by its name. */
export const MESSAGE_KINDS = [
  'plain',
  'notice',
  'emote',
  'word',
  'display-name',
  'localpart',
  'at-room',
  'user-mention',
  'room-mention',
  'encrypted',
  'call',
  'edit',
  'reaction',
  'reply',
  'thread',
  'name-elsewhere',
  'notice-mention',
  'edit-mention',
  'probe',
] as const

/** Content of a message. */
export interface Message {
  kind: (typeof MESSAGE_KINDS)[number]
  /** Word in the body, of the kind `word` */
  word?: Word
  /** User whom the message names or mentions */
  whom?: UserName
  /** Name of the message that it relates to */
  about?: string
  /** Name of the probe that a message of the kind `probe` is of, and number of its content, from 0 */
  probe?: ProbeName
  number?: number
}

/** Actions of a rule, by what they do. */
export const ACTION_NAMES = [
  'notify',
  'silence',
  'sound',
  'highlight',
  'sound and highlight',
  'custom tweak',
  'tweak alone',
  'no highlight',
  'dont_notify',
  'dont_notify and notify',
  'coalesce',
  'coalesce and notify',
] as const

/** Name of actions. */
export type ActionName = (typeof ACTION_NAMES)[number]

/** Conditions of an override or underride rule, by what they are about. */
export const MATCHERS = [
  'word',
  'word in the room',
  'word of the sender',
  'word among many',
  'word of two',
  'word of few',
  'word with power',
  'word and an unknown kind',
  'notice',
  'name',
  'reaction',
  'room name',
  'departure',
  'anything',
  'probe',
] as const

/** Events that a rule is for. Fields that the kind of the rule does not need are absent. */
export interface Matcher {
  kind?: (typeof MATCHERS)[number]
  word?: Word
  room?: RoomName
  sender?: UserName
  probe?: ProbeName
}

/** Types of receipts. */
export const RECEIPT_TYPES = ['m.read', 'm.read.private'] as const

/** Ways to move a read marker. */
export const MARKINGS = ['alone', 'as a receipt', 'm.read', 'm.read.private'] as const

/** Way to move a read marker: alone, or together with a receipt of this type. */
export type Marking = (typeof MARKINGS)[number]

/** State events that default rules tell apart, besides names of rooms. */
export const STATE_EVENTS = ['tombstone', 'tombstone with a key', 'server ACL', 'topic'] as const

/** Name of a state event. */
export type StateEvent = (typeof STATE_EVENTS)[number]

/** Changes of a pusher besides its name and its language. */
export const PUSHER_CHANGES = ['nothing', 'URL'] as const

/** Change of a pusher: none at all, or another URL of the gateway. */
export type PusherChange = (typeof PUSHER_CHANGES)[number]

/** Ways in which another user can use the pushkey of a device, so that the pusher of its owner stays. */
export const PUSHKEY_USES = ['append', 'another app'] as const

/** Way to use the pushkey of somebody else: in addition to the pusher of the owner, or for another app. */
export type PushkeyUse = (typeof PUSHKEY_USES)[number]

/** Ways in which a gateway fails: with an error status, without a response, or with one that is late. */
export const GATEWAY_FAILURES = [
  'status 400',
  'status 404',
  'status 429',
  'status 502',
  'status 503',
  'no response',
  'a late response',
] as const

/** Way in which a gateway fails. */
export type GatewayFailure = (typeof GATEWAY_FAILURES)[number]

/** Changes of the power levels of a room that decide who may notify it: that of everybody, or the one that it takes. */
export const LEVEL_CHANGES = ['everybody 0', 'everybody 50', 'room 0', 'room 50', 'room 75', 'room default'] as const

/** Change of the power levels of a room. */
export type LevelChange = (typeof LEVEL_CHANGES)[number]

/** Numbers of the display names that each user can have. */
export const NAME_NUMBERS = [0, 1, 2] as const

/** Number of a display name. */
export type NameNumber = (typeof NAME_NUMBERS)[number]

/** Step of a history. It names users, rooms and messages, so that it means the same without the steps before it. */
export type Step =
  | { do: 'create-room'; room: RoomName; by: UserName; members: UserName[] }
  | { do: 'invite'; room: RoomName; by: UserName; user: UserName }
  | { do: 'join'; room: RoomName; user: UserName }
  | { do: 'leave'; room: RoomName; user: UserName }
  | { do: 'kick'; room: RoomName; by: UserName; user: UserName }
  | { do: 'ban'; room: RoomName; by: UserName; user: UserName }
  | { do: 'unban'; room: RoomName; by: UserName; user: UserName }
  | { do: 'set-state'; room: RoomName; by: UserName; event: StateEvent }
  | { do: 'name-room'; room: RoomName; by: UserName }
  | { do: 'set-power'; room: RoomName; by: UserName; user: UserName; level: 0 | 50 }
  | { do: 'set-levels'; room: RoomName; by: UserName; levels: LevelChange }
  | { do: 'rename'; room: RoomName; user: UserName; name: NameNumber }
  | { do: 'wait-for-news'; user: UserName }
  | { do: 'restart-client'; user: UserName }
  | { do: 'sign-in'; user: UserName }
  | { do: 'ignore'; user: UserName; whom: UserName }
  | { do: 'stop-ignoring'; user: UserName; whom: UserName }
  | { do: 'send'; id: string; room: RoomName; by: UserName; message: Message }
  | { do: 'set-pusher'; user: UserName; device: DeviceName; format?: 'event_id_only' }
  | { do: 'change-pusher'; user: UserName; device: DeviceName; change?: PusherChange }
  | { do: 'delete-pusher'; user: UserName; device: DeviceName }
  | { do: 'add-app'; user: UserName; device: DeviceName }
  | { do: 'remove-app'; user: UserName; device: DeviceName }
  | { do: 'lend-pushkey'; user: UserName; device: DeviceName; by: UserName; how: PushkeyUse }
  | { do: 'take-over-pusher'; user: UserName; device: DeviceName; by: UserName }
  | { do: 'reject-pusher'; user: UserName; device: DeviceName; room: RoomName; by: UserName; pushkey?: 'another one' }
  | {
      do: 'fail-gateway'
      user: UserName
      room: RoomName
      by: UserName
      failure: GatewayFailure
      meanwhile: RoomName[]
    }
  | PutRule
  | { do: 'enable-rule'; user: UserName; kind: RuleKind; rule: string; enabled: boolean }
  | { do: 'change-actions'; user: UserName; kind: RuleKind; rule: string; actions: ActionName }
  | { do: 'delete-rule'; user: UserName; kind: RuleKind; rule: string }
  | { do: 'mark'; user: UserName; room: RoomName; message: string; how: Marking }
  | { do: 'read'; user: UserName; room: RoomName; message: string; type: ReceiptType; thread?: string }

/** Step that creates or changes a push rule. */
export interface PutRule {
  do: 'put-rule'
  user: UserName
  kind: RuleKind
  rule: string
  matcher: Matcher
  actions: ActionName
  before?: string
  after?: string
}

/** Type of a receipt. */
export type ReceiptType = (typeof RECEIPT_TYPES)[number]

/** Name of a kind of steps. */
export type StepName = Step['do']

/** Names of all kinds of steps. */
export const STEP_NAMES = [
  'send',
  'read',
  'put-rule',
  'enable-rule',
  'change-actions',
  'delete-rule',
  'set-pusher',
  'change-pusher',
  'delete-pusher',
  'add-app',
  'remove-app',
  'lend-pushkey',
  'take-over-pusher',
  'reject-pusher',
  'fail-gateway',
  'create-room',
  'invite',
  'join',
  'leave',
  'kick',
  'ban',
  'unban',
  'name-room',
  'set-state',
  'set-power',
  'set-levels',
  'rename',
  'mark',
  'wait-for-news',
  'restart-client',
  'sign-in',
  'ignore',
  'stop-ignoring',
] as const satisfies StepName[]

/** Sequence of steps, with everything that it takes to run it again. */
export type History = readonly Step[]
