import type { PowerLevelsContent, Ruleset, SpecVersion } from '../../spec/index.ts'
import type { CaseContext } from '../../suites/harness/case/case.ts'
import { NotApplicable } from '../../suites/harness/case/errors.ts'
import type { Inbox } from '../../suites/harness/push-receiver/inbox.ts'
import type { User } from '../../suites/harness/users/user.ts'
import type { DeviceName, NameNumber, PutRule, RoomName, UserName } from '../history.ts'
import {
  actionsOf,
  canBeRefused,
  FENCE_RULE,
  type Identifiers,
  isHistorical,
  matchingPartOf,
  ruleIdOf,
} from '../model/concrete-rules.ts'
import { fenceRule } from '../model/outcomes.ts'
import { type Membership, newPusher, type PusherSituation } from '../model/situation.ts'
import type { StepOf } from '../steps/step-kind.ts'
import { nameOf } from './names.ts'
import { fieldsOfPusher, forwardedData, type PusherFields } from './pusher-fields.ts'
import { SyncClient } from './sync-client.ts'

/** Room at the target. */
interface RealRoom {
  roomId: string
  powerLevels: PowerLevelsContent
  creators: string[]
  roomVersion: string
}

/** Properties that identify a pusher of a user. */
export type PusherId = Pick<Inbox, 'pushkey' | 'appId'>

/** App_id of another app than that of all other pushers. */
export const OTHER_APP = 'org.plexor.other'

const SETTING = { buildsOn: ['pushers.set-creates'] }

/** Device with a pusher at the target, or one that had it. */
export interface RealDevice {
  user: UserName
  device: DeviceName
  inbox: Inbox
  /** True if its pushes are to have no more than the identifiers of their events */
  isBrief: boolean
  /** Data of the pusher that the gateway gets */
  data: Record<string, unknown>
  /** User who has set a pusher with its pushkey since then */
  takenOverBy?: UserName
}

/** The target as a history sees it: what its names stand for, and requests about them. */
export class HistoryTarget implements Identifiers {
  readonly specVersion: SpecVersion
  readonly context: CaseContext
  /** Every device that has or had a pusher, the latest of each name last */
  readonly devices: RealDevice[] = []
  readonly #users = new Map<UserName, User>()
  readonly #defaults = new Map<UserName, Ruleset>()
  readonly #rooms = new Map<RoomName, RealRoom>()
  readonly #eventIds = new Map<string, string>()
  readonly #clients = new Map<UserName, SyncClient>()
  readonly #sessions = new Map<UserName, readonly User[]>()
  readonly #displayNames = new Map<string, string | undefined>()

  constructor(context: CaseContext) {
    this.context = context
    this.specVersion = context.specVersion
  }

  /** Registers a user, with a display name and a rule for the messages that are always pushed. */
  async register(name: UserName): Promise<void> {
    const user = await this.context.user(name)
    const displayname = nameOf(name, 0)
    // A target may refuse changes of profiles: the name in the room is what counts
    await user.client.call('setDisplayName', { path: { userId: user.userId }, body: { displayname } })
    this.#users.set(name, user)
    this.#sessions.set(name, [user])
    const listed = await user.pushRules()
    this.#defaults.set(name, listed)
    const { conditions = [], actions } = fenceRule()
    await user.putRule('override', FENCE_RULE, { conditions, actions })
    this.#clients.set(name, new SyncClient(user))
  }

  /** Returns the names of the users that are registered. */
  get users(): UserName[] {
    return [...this.#users.keys()]
  }

  /** Returns a user that is registered. */
  user(name: UserName): User {
    return known(this.#users.get(name), name)
  }

  /** Returns a user on one of the devices on which the user is signed in, each in turn. */
  anySession(name: UserName): User {
    const [session, ...others] = known(this.#sessions.get(name), name)
    if (session === undefined || others.length === 0) return this.user(name)
    this.#sessions.set(name, [...others, session])
    return session
  }

  /**
   * Signs a user in on a second device.
   *
   * @returns false if the target does not let users log in with a password
   */
  async signIn(name: UserName): Promise<boolean> {
    const user = this.user(name)
    try {
      this.#sessions.set(name, [await user.signIn(this.context.anonymousClient()), user])
      return true
    } catch (error) {
      if (error instanceof NotApplicable) return false
      throw error
    }
  }

  /**
   * Sets the users whom a user ignores.
   *
   * @returns false if the target refuses it
   */
  async setIgnored(name: UserName, others: readonly UserName[]): Promise<boolean> {
    const user = this.user(name)
    const ignored = Object.fromEntries(others.map((other) => [this.userId(other), {}]))
    const path = { userId: user.userId, type: 'm.ignored_user_list' }
    const { status } = await user.client.call('putAccountData', { path, body: { ignored_users: ignored } })
    return status === 200
  }

  /** Returns the client of a user that follows what happens. */
  syncClient(name: UserName): SyncClient {
    return known(this.#clients.get(name), name)
  }

  /** Returns the identifier of a user. */
  readonly userId = (name: UserName): string => this.user(name).userId

  /** Returns the identifier of a room. */
  readonly roomId = (name: RoomName): string => this.room(name).roomId

  /** Returns a room. */
  room(name: RoomName): RealRoom {
    return known(this.#rooms.get(name), name)
  }

  /** Returns the name of a room by its identifier; undefined if it is not one of the history. */
  roomNamed(roomId: string): RoomName | undefined {
    return [...this.#rooms].find(([, room]) => room.roomId === roomId)?.[0]
  }

  /** Returns the server-default rules of a user, as the target listed them at first. */
  readonly defaultsOf = (name: UserName): Ruleset => known(this.#defaults.get(name), name)

  /** Returns the display name of a user in a room, as the target has it. */
  displayName(room: RoomName, user: UserName): string | undefined {
    return this.#displayNames.get(`${room}/${user}`)
  }

  /** Records the identifier of an event. */
  setEventId(name: string, eventId: string): void {
    this.#eventIds.set(name, eventId)
  }

  /** Returns the identifier of an event. */
  eventId(name: string): string {
    return known(this.#eventIds.get(name), name)
  }

  /** Returns a device that has a pusher, or had it last. */
  device(user: UserName, device: DeviceName): RealDevice {
    const found = this.devices.findLast((one) => one.user === user && one.device === device)
    return known(found, `${user}'s ${device}`)
  }

  /** Returns the inbox of a device that has a pusher. */
  inbox(user: UserName, device: DeviceName): Inbox {
    return this.device(user, device).inbox
  }

  // Rooms

  /** Creates a room with its members. */
  async createRoom(name: RoomName, by: UserName, members: readonly UserName[]): Promise<void> {
    const creator = this.user(by)
    const roomId = await creator.createRoom({ invite: members.map((member) => this.user(member)) })
    for (const member of members) await this.user(member).join(roomId)
    const { room_version, additional_creators } = await creator.state(roomId, 'm.room.create')
    const others = Array.isArray(additional_creators) ? additional_creators.map(String) : []
    this.#rooms.set(name, {
      roomId,
      powerLevels: (await creator.state(roomId, 'm.room.power_levels')) as PowerLevelsContent,
      creators: [creator.userId, ...others],
      roomVersion: typeof room_version === 'string' ? room_version : '1',
    })
    for (const user of [by, ...members]) await this.#readDisplayName(name, user)
  }

  /** Invites, removes or bans a user with a membership event, whose identifier it returns. */
  async setMembership(room: RoomName, by: UserName, user: UserName, membership: Membership): Promise<string> {
    return await this.user(by).setState(this.roomId(room), 'm.room.member', { membership }, this.userId(user))
  }

  /** Joins a room. */
  async join(room: RoomName, user: UserName): Promise<void> {
    await this.user(user).join(this.roomId(room))
    await this.#readDisplayName(room, user)
  }

  /**
   * Changes the display name of a user in one room, which a target may refuse or ignore.
   *
   * @returns the identifier of the membership event; undefined if the target refuses it
   */
  async rename(room: RoomName, name: UserName, number: NameNumber): Promise<string | undefined> {
    const user = this.user(name)
    const path = { roomId: this.roomId(room), eventType: 'm.room.member', stateKey: user.userId }
    const body = { membership: 'join', displayname: nameOf(name, number) }
    const response = await user.client.call('setStateWithKey', { path, body })
    await this.#readDisplayName(room, name)
    return response.status === 200 ? (response.body as { event_id: string }).event_id : undefined
  }

  /** Leaves a room. */
  async leave(room: RoomName, user: UserName): Promise<void> {
    await this.user(user).leave(this.roomId(room))
  }

  /** Returns the power levels of a room with another one for a user. */
  powerLevelsWith(room: RoomName, user: UserName, level: number): PowerLevelsContent {
    const { powerLevels } = this.room(room)
    return { ...powerLevels, users: { ...powerLevels.users, [this.userId(user)]: level } }
  }

  /** Records the power levels of a room. */
  setPowerLevels(room: RoomName, content: PowerLevelsContent): void {
    this.room(room).powerLevels = content
  }

  async #readDisplayName(room: RoomName, name: UserName): Promise<void> {
    const user = this.user(name)
    const { displayname } = await user.state(this.roomId(room), 'm.room.member', user.userId)
    this.#displayNames.set(`${room}/${name}`, typeof displayname === 'string' ? displayname : undefined)
  }

  // Receipts

  /** Sends a receipt. */
  async read({ user, room, message, type, thread }: StepOf<'read'>): Promise<void> {
    const threadId = thread === undefined || thread === 'main' ? thread : this.eventId(thread)
    const options = threadId === undefined ? { type } : { type, threadId }
    await this.anySession(user).read(this.roomId(room), this.eventId(message), options)
  }

  /** Moves a read marker. */
  async mark({ user, room, message, how }: StepOf<'mark'>): Promise<void> {
    const [reader, roomId, eventId] = [this.anySession(user), this.roomId(room), this.eventId(message)]
    if (how === 'as a receipt') await reader.read(roomId, eventId, { type: 'm.fully_read' })
    else
      await reader.setReadMarkers(roomId, { 'm.fully_read': eventId, ...(how === 'alone' ? {} : { [how]: eventId }) })
  }

  // Pushers

  /** Returns what the pusher of a device has besides its identity. */
  fieldsOfPusher(user: UserName, device: DeviceName, pusher: PusherSituation): PusherFields {
    const gatewayUrl = this.user(user).pusherRequest().data.url ?? ''
    return fieldsOfPusher(device, pusher, { specVersion: this.specVersion, gatewayUrl })
  }

  /** Sets the pusher of a device, with a new pushkey. */
  async setPusher(user: UserName, device: DeviceName, pusher: PusherSituation): Promise<void> {
    const inbox = await this.user(user).setPusher(this.fieldsOfPusher(user, device, pusher))
    this.#addDevice({ user, device, inbox }, pusher)
  }

  #addDevice(device: Pick<RealDevice, 'user' | 'device' | 'inbox'>, pusher: PusherSituation): void {
    const data = forwardedData(device.device, pusher, this.specVersion)
    this.devices.push({ ...device, data, isBrief: pusher.isBrief })
  }

  /**
   * Sets the pusher of a device again.
   *
   * @returns false if the target refuses what it may refuse
   */
  async changePusher(
    name: UserName,
    device: DeviceName,
    pusher: PusherSituation,
    { canBeRefused }: { canBeRefused: boolean },
  ): Promise<boolean> {
    const user = this.user(name)
    const { pushkey, appId } = this.inbox(name, device)
    const body = user.pusherRequest({ pushkey, app_id: appId, ...this.fieldsOfPusher(name, device, pusher) })
    const details = { buildsOn: ['pushers.set-updates'] }
    if (!canBeRefused) await user.client.ok('setPusher', { body }, details)
    else if ((await user.trySetPusher(body)).status !== 200) return false
    return true
  }

  /** Deletes the pusher of a device. */
  async deletePusher(user: UserName, device: DeviceName): Promise<void> {
    await this.user(user).deletePusher(this.inbox(user, device))
  }

  /** Sets a pusher of another app, with the pushkey of a device. */
  async setOtherApp(name: UserName, device: DeviceName, pusher: PusherSituation): Promise<void> {
    const user = this.user(name)
    const { pushkey } = this.inbox(name, device)
    const body = user.pusherRequest({ pushkey, app_id: OTHER_APP, ...this.fieldsOfPusher(name, device, pusher) })
    await user.client.ok('setPusher', { body }, SETTING)
  }

  /** Deletes the pusher of another app. */
  async deleteOtherApp(user: UserName, device: DeviceName): Promise<void> {
    await this.giveBack(user, { pushkey: this.inbox(user, device).pushkey, appId: OTHER_APP })
  }

  /** Sets a pusher of another user with the pushkey of a device, for which it has to stay. Returns its identity. */
  async borrowPushkey({ user, device, by, how }: StepOf<'lend-pushkey'>, pusher: PusherSituation): Promise<PusherId> {
    const { pushkey, appId: own } = this.inbox(user, device)
    const appId = how === 'append' ? own : OTHER_APP
    const borrower = this.user(by)
    const body = borrower.pusherRequest({
      pushkey,
      app_id: appId,
      ...(how === 'append' ? { append: true } : {}),
      ...this.fieldsOfPusher(by, device, pusher),
    })
    await borrower.client.ok('setPusher', { body }, SETTING)
    return { pushkey, appId }
  }

  /** Deletes a pusher whose pushkey others have too. */
  async giveBack(name: UserName, { pushkey, appId }: PusherId): Promise<void> {
    const user = this.user(name)
    const body = { ...user.pusherRequest({ pushkey, app_id: appId, append: true }), kind: null, data: {} }
    await user.client.ok('setPusher', { body }, { buildsOn: ['pushers.null-kind-deletes'] })
  }

  /** Sets a pusher with the pushkey of somebody else's device, whose pusher has to end. */
  async takeOverPusher(user: UserName, device: DeviceName, by: UserName): Promise<void> {
    const before = this.device(user, device)
    const { pushkey, appId } = before.inbox
    const pusher = newPusher()
    const other = this.user(by)
    const body = other.pusherRequest({ pushkey, app_id: appId, ...this.fieldsOfPusher(by, device, pusher) })
    await other.client.ok('setPusher', { body }, SETTING)
    before.takenOverBy = by
    this.#addDevice({ user: by, device, inbox: before.inbox }, pusher)
  }

  /** Deletes a pusher of a device, if it is still there: what a target responds if it is not is unspecified. */
  async dropPusher(user: UserName, device: DeviceName): Promise<void> {
    await this.dropPusherOf(user, this.inbox(user, device))
  }

  /** Deletes the pusher of an inbox, if it is still there. */
  async dropPusherOf(name: UserName, { pushkey, appId }: PusherId): Promise<void> {
    const user = this.user(name)
    const request = user.pusherRequest({ pushkey, app_id: appId, append: true })
    await user.trySetPusher({ ...request, kind: null, data: {} })
  }

  // Push rules

  /**
   * Puts a push rule.
   *
   * @returns false if the target refuses what it may refuse
   */
  async putRule({ user, kind, rule, matcher, actions, before, after }: PutRule): Promise<boolean> {
    const placement = {
      ...(before === undefined ? {} : { before: this.#ruleId(kind, before) }),
      ...(after === undefined ? {} : { after: this.#ruleId(kind, after) }),
    }
    const { conditions, pattern } = matchingPartOf(kind, matcher, this)
    const body = {
      actions: actionsOf(actions, this.specVersion),
      ...(conditions === undefined ? {} : { conditions }),
      ...(pattern === undefined ? {} : { pattern }),
    }
    const ruleId = ruleIdOf(kind, rule, matcher, this)
    if (canBeRefused(matcher) || isHistorical(actions)) {
      const { status } = await this.anySession(user).tryPutRule(kind, ruleId, body, placement)
      return status === 200
    }
    await this.anySession(user).putRule(kind, ruleId, body, placement)
    return true
  }

  /** Enables or disables a push rule. */
  async enableRule({ user, kind, rule, enabled }: StepOf<'enable-rule'>): Promise<void> {
    await this.anySession(user).enableRule(kind, this.#ruleId(kind, rule), enabled)
  }

  /**
   * Sets the actions of a push rule.
   *
   * @returns false if the target refuses what it may refuse
   */
  async changeActions({ user: name, kind, rule, actions }: StepOf<'change-actions'>): Promise<boolean> {
    const user = this.anySession(name)
    const [ruleId, list] = [this.#ruleId(kind, rule), actionsOf(actions, this.specVersion)]
    if (isHistorical(actions)) {
      const request = { path: { kind, ruleId }, body: { actions: list }, deliberate: true }
      return (await user.client.call('putPushRuleActions', request)).status === 200
    }
    await user.setActions(kind, ruleId, list)
    return true
  }

  /** Deletes a push rule. */
  async deleteRule({ user, kind, rule }: StepOf<'delete-rule'>): Promise<void> {
    await this.anySession(user).deleteRule(kind, this.#ruleId(kind, rule))
  }

  /** Returns the rule_id of a rule by its name, which for room and sender rules is that of the room or user. */
  #ruleId(kind: PutRule['kind'], rule: string): string {
    if (kind === 'room') return this.roomId(rule as RoomName)
    return kind === 'sender' ? this.userId(rule as UserName) : rule
  }
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new RangeError(`Expected a name of the history, found "${name}"`)
  return value
}
