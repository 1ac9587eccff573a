import { RULE_KINDS, type RuleKind, type SpecVersion, within } from '../../spec/index.ts'
import {
  type ActionName,
  type DeviceName,
  type Matcher,
  type NameNumber,
  type ReceiptType,
  type RoomName,
  USERS,
  type UserName,
} from '../history.ts'

/** Membership of a user in a room. */
export type Membership = 'join' | 'invite' | 'leave' | 'ban'

/** Event of a history, as far as later steps can refer to it. */
export interface SentMessage {
  id: string
  room: RoomName
  by: UserName
  /** Position among all events of the history, ascending */
  position: number
  /** Name of the root of its thread; absent in the main timeline */
  thread?: string
  /** True if it can be the root of a thread, or be edited, and so on: a text message that relates to none */
  isPlain: boolean
}

/** Receipt that a user sent. */
export interface SentReceipt {
  user: UserName
  type: ReceiptType
  thread: string | undefined
  position: number
}

/** Room of a history. */
export interface RoomSituation {
  creator: UserName
  members: Map<UserName, Membership>
  powers: Map<UserName, number>
  messages: SentMessage[]
  receipts: SentReceipt[]
  /** Message at which the read marker of each user is */
  markers: Map<UserName, { id: string; position: number }>
  /** Names of messages that are the root of a thread */
  roots: Set<string>
  /** Position from which a user has been in the room */
  since: Map<UserName, number>
  named: number
  /** Number of the display name of each user who changed it since joining */
  names: Map<UserName, NameNumber>
}

/** Push rule of a user's own, or changes to a server-default rule. */
export interface RuleSituation {
  matcher: Matcher
  actions: ActionName
  enabled: boolean
}

/** Rules of one kind of a user. */
export interface RulesOfKind {
  rules: Map<string, RuleSituation>
  /** Every order that the rules can have, by descending priority */
  orders: string[][]
}

/** Changes to a server-default rule. */
export interface DefaultChange {
  kind: RuleKind
  enabled?: boolean
  actions?: ActionName
}

/** Pusher of a device. */
export interface PusherSituation {
  /** Number of changes of its name and its language */
  changes: number
  /** Number of changes of its URL */
  moves: number
  /** Position of the latest event before its URL changed last; 0 if it never did */
  movedAt: number
  /** True if its pushes are to have no more than the identifiers of their events */
  isBrief: boolean
  /** True if another app has a pusher with the same pushkey */
  hasOtherApp: boolean
}

/** User of a history. */
export interface UserSituation {
  /** Pusher of each device that has one */
  devices: Map<DeviceName, PusherSituation>
  rules: Record<RuleKind, RulesOfKind>
  defaults: Map<string, DefaultChange>
  /** Users who are or were ignored, with true for those who are */
  ignored: Map<UserName, boolean>
  /** True if the user is signed in on a second device */
  isElsewhere: boolean
  /** Subjects of the rules that changed last, or were deleted, the latest first */
  changed: RuleSubject[]
}

/** Subject of a rule: its matcher, or the name of a server-default rule. */
export interface RuleSubject {
  matcher?: Matcher
  defaultRule?: string
}

/** State of a history, as far as it decides which steps are possible. It knows nothing of a target. */
export class Situation {
  readonly specVersion: SpecVersion
  readonly users: ReadonlyMap<UserName, UserSituation>
  readonly rooms = new Map<RoomName, RoomSituation>()
  #position = 0

  constructor(specVersion: SpecVersion) {
    this.specVersion = specVersion
    this.users = new Map(USERS.map((name) => [name, newUser()]))
  }

  /** Position of the latest event. */
  get position(): number {
    return this.#position
  }

  /** Returns the position of the next event. */
  nextPosition(): number {
    this.#position += 1
    return this.#position
  }

  /** Returns a user. */
  user(name: UserName): UserSituation {
    const user = this.users.get(name)
    if (user === undefined) throw new RangeError(`Expected a user of the history, found "${name}"`)
    return user
  }

  /** Returns the pusher of a device that has one. */
  pusher(user: UserName, device: DeviceName): PusherSituation {
    const pusher = this.user(user).devices.get(device)
    if (pusher === undefined) throw new RangeError(`Expected a device with a pusher, found "${user}'s ${device}"`)
    return pusher
  }

  /** Returns a room that exists. */
  room(name: RoomName): RoomSituation {
    const room = this.rooms.get(name)
    if (room === undefined) throw new RangeError(`Expected a room of the history, found "${name}"`)
    return room
  }

  /** Returns the membership of a user in a room; undefined if there is no room, or the user was never in it. */
  membership(room: RoomName, user: UserName): Membership | undefined {
    return this.rooms.get(room)?.members.get(user)
  }

  /** Returns the users with a membership of a room. */
  usersWith(room: RoomName, membership: Membership): UserName[] {
    return USERS.filter((user) => this.membership(room, user) === membership)
  }

  /** Returns the rooms in which a user has a membership. */
  roomsWith(user: UserName, membership: Membership): RoomName[] {
    return [...this.rooms.keys()].filter((room) => this.membership(room, user) === membership)
  }

  /** Reports whether a user has joined a room or is invited to it. */
  isInvolved(room: RoomName, user: UserName): boolean {
    return ['join', 'invite'].includes(this.membership(room, user) ?? '')
  }

  /** Returns the users who have joined a room, and then those who are invited to it. */
  involvedUsers(room: RoomName): UserName[] {
    return [...this.usersWith(room, 'join'), ...this.usersWith(room, 'invite')]
  }

  /** Returns a message of a room; undefined if it was not sent there. */
  message(room: RoomName, id: string): SentMessage | undefined {
    return this.rooms.get(room)?.messages.find((message) => message.id === id)
  }

  /** Reports whether a user ignores another one. */
  ignores(user: UserName, whom: UserName): boolean {
    return this.user(user).ignored.get(whom) === true
  }

  /** Reports whether the version has threads and private receipts. */
  get hasThreads(): boolean {
    return within(this.specVersion, { since: 'v1.4' })
  }

  /** Reports whether the version has mentions as data. */
  get hasMentions(): boolean {
    return within(this.specVersion, { since: 'v1.7' })
  }
}

/** Returns the pusher of a device that was set just now. */
export function newPusher(isBrief = false): PusherSituation {
  return { changes: 0, moves: 0, movedAt: 0, isBrief, hasOtherApp: false }
}

function newUser(): UserSituation {
  const kinds = RULE_KINDS.map((kind): [RuleKind, RulesOfKind] => [kind, { rules: new Map(), orders: [[]] }])
  return {
    devices: new Map(),
    rules: Object.fromEntries(kinds) as Record<RuleKind, RulesOfKind>,
    defaults: new Map(),
    ignored: new Map(),
    isElsewhere: false,
    changed: [],
  }
}
