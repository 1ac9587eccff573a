import type { Action, Pusher, PusherData, PushRule, RuleKind, Ruleset, SetPusher } from '../../../spec/index.ts'
import { Inconclusive, type MismatchDetails, NotApplicable } from '../case/errors.ts'
import type { Inbox } from '../push-receiver/inbox.ts'
import type { CheckedResponse, Client } from '../target/client.ts'
import type { Account } from '../target/registration.ts'
import { Reader } from './reader.ts'
import type { Placement, RoomOptions, RuleBody } from './requests.ts'

/** Opens an inbox at Plexor's push receiver for a pushkey. */
export type OpenInbox = (pushkey: string, appId: string) => Inbox

// What a target violates that fails requests, whatever the case is about
const SETTING_PUSHER: MismatchDetails = { buildsOn: ['pushers.set-creates'] }
const DELETING_PUSHER: MismatchDetails = { buildsOn: ['pushers.null-kind-deletes'] }
const LISTING_PUSHERS: MismatchDetails = { buildsOn: ['pushers.set-creates'] }
const READING: MismatchDetails = { buildsOn: ['rules-api.list-complete'] }
const READING_BY_ID: MismatchDetails = { buildsOn: ['rules-api.read-by-id'] }
const PUTTING: MismatchDetails = { buildsOn: ['rules-api.put-creates'] }
const DELETING: MismatchDetails = { buildsOn: ['rules-api.delete'] }

/**
 * User of a case, signed in on a device.
 *
 * Methods throw a `Mismatch` if a request of the push module fails, and `Inconclusive` if any other one does. Methods
 * that begin with `try` return the response instead, whatever its status.
 */
export class User extends Reader {
  readonly account: Account
  /** Opens an inbox at Plexor's push receiver, for a pusher that is set without `setPusher`. */
  readonly openInbox: OpenInbox
  readonly #gatewayUrl: string

  constructor(name: string, account: Account, client: Client, gatewayUrl: string, openInbox: OpenInbox) {
    super(name, account, client)
    this.account = account
    this.#gatewayUrl = gatewayUrl
    this.openInbox = openInbox
  }

  /** Part of the user ID between the `@` and the colon. */
  get localpart(): string {
    return this.userId.slice(1, this.userId.indexOf(':'))
  }

  // Devices

  /**
   * Signs in on another device, with the password.
   *
   * @param client the client of the other device
   * @returns the same user on that device
   * @throws {NotApplicable} when the target does not support login with a password
   */
  async signIn(client: Client): Promise<User> {
    const identifier = { type: 'm.id.user', user: this.userId }
    const body = { type: 'm.login.password', identifier, password: this.account.password }
    const response = await client.call('login', { body })
    if (response.status !== 200) {
      throw new NotApplicable(`The target does not let users log in with a password: status ${response.status}`)
    }
    const { access_token, device_id } = response.body as { access_token: string; device_id: string }
    client.useToken(access_token)
    const account = { ...this.account, accessToken: access_token, deviceId: device_id }
    return new User(this.name, account, client, this.#gatewayUrl, this.openInbox)
  }

  // Pushers

  /** Returns a request that sets an HTTP pusher at Plexor's push receiver, with a new pushkey. */
  pusherRequest({ data, ...overrides }: Partial<SetPusher> = {}): SetPusher & { data: PusherData } {
    return {
      kind: 'http',
      app_id: 'org.plexor.test',
      pushkey: `key-${crypto.randomUUID()}`,
      app_display_name: 'Plexor',
      device_display_name: `Device of ${this.name}`,
      lang: 'en',
      data: { url: this.#gatewayUrl, ...data },
      ...overrides,
    }
  }

  /** Sets an HTTP pusher, and returns the inbox for its pushes. */
  async setPusher(overrides: Partial<SetPusher> = {}): Promise<Inbox> {
    const request = this.pusherRequest(overrides)
    const inbox = this.openInbox(request.pushkey, request.app_id)
    await this.client.ok('setPusher', { body: request }, SETTING_PUSHER)
    return inbox
  }

  /** Tries to set a pusher. */
  async trySetPusher(body: unknown): Promise<CheckedResponse> {
    return await this.client.call('setPusher', { body, deliberate: true })
  }

  /**
   * Deletes a pusher. The request has all the properties that versions before v1.6 require, and leaves no doubt that the
   * pushers of other users stay: without `append`, a request to set one removes them.
   */
  async deletePusher({ pushkey, appId }: Pick<Inbox, 'pushkey' | 'appId'>): Promise<void> {
    const request = this.pusherRequest({ pushkey, app_id: appId, append: true })
    await this.client.ok('setPusher', { body: { ...request, kind: null, data: {} } }, DELETING_PUSHER)
  }

  /** Returns all pushers of the user. */
  async pushers(): Promise<Pusher[]> {
    const body = await this.client.ok('getPushers', {}, LISTING_PUSHERS)
    return (body as { pushers?: Pusher[] }).pushers ?? []
  }

  // Push rules

  /** Returns all push rules. */
  async pushRules(): Promise<Ruleset> {
    return ((await this.client.ok('getPushRules', {}, READING)) as { global: Ruleset }).global
  }

  /** Returns all push rules, from the path that ends in `global/`. */
  async globalPushRules(): Promise<Ruleset> {
    return (await this.client.ok('getGlobalPushRules')) as Ruleset
  }

  /** Returns the rules of one kind, in the order of the target. */
  async rulesOf(kind: RuleKind): Promise<PushRule[]> {
    return (await this.pushRules())[kind] ?? []
  }

  /** Returns a rule. */
  async rule(kind: RuleKind, ruleId: string): Promise<PushRule> {
    return (await this.client.ok('getPushRule', { path: { kind, ruleId } }, READING_BY_ID)) as PushRule
  }

  /** Creates or changes a rule. */
  async putRule(kind: RuleKind, ruleId: string, body: RuleBody, placement: Placement = {}): Promise<void> {
    await this.client.ok('putPushRule', { path: { kind, ruleId }, query: { ...placement }, body }, PUTTING)
  }

  /** Tries to put a rule. */
  async tryPutRule(kind: RuleKind, ruleId: string, body: unknown, placement: Placement = {}): Promise<CheckedResponse> {
    return await this.client.call('putPushRule', {
      path: { kind, ruleId },
      query: { ...placement },
      body,
      deliberate: true,
    })
  }

  /** Deletes a rule. */
  async deleteRule(kind: RuleKind, ruleId: string): Promise<void> {
    await this.client.ok('deletePushRule', { path: { kind, ruleId } }, DELETING)
  }

  /** Enables or disables a rule. */
  async enableRule(kind: RuleKind, ruleId: string, enabled: boolean): Promise<void> {
    await this.client.ok('putPushRuleEnabled', { path: { kind, ruleId }, body: { enabled } }, aboutEnabled(ruleId))
  }

  /** Reports whether a rule is enabled, from the endpoint that returns only that. */
  async isEnabled(kind: RuleKind, ruleId: string): Promise<boolean> {
    const response = await this.client.ok('getPushRuleEnabled', { path: { kind, ruleId } }, aboutEnabled(ruleId))
    return (response as { enabled: boolean }).enabled
  }

  /** Returns the actions of a rule, from the endpoint that returns only them. */
  async actionsOf(kind: RuleKind, ruleId: string): Promise<Action[]> {
    const response = await this.client.ok('getPushRuleActions', { path: { kind, ruleId } }, aboutActions(ruleId))
    return (response as { actions: Action[] }).actions
  }

  /** Sets the actions of a rule. */
  async setActions(kind: RuleKind, ruleId: string, actions: Action[]): Promise<void> {
    await this.client.ok('putPushRuleActions', { path: { kind, ruleId }, body: { actions } }, aboutActions(ruleId))
  }

  // Rooms and events

  /** Creates a room, and returns its ID. */
  async createRoom({ name, isDirect, invite = [], alias, powerLevels }: RoomOptions = {}): Promise<string> {
    const body = {
      preset: 'private_chat',
      invite: invite.map(({ userId }) => userId),
      ...(name === undefined ? {} : { name }),
      ...(isDirect === undefined ? {} : { is_direct: isDirect }),
      ...(alias === undefined ? {} : { room_alias_name: alias }),
      ...(powerLevels === undefined ? {} : { power_level_content_override: powerLevels }),
    }
    return (await this.bodyOf<{ room_id: string }>('createRoom', { body })).room_id
  }

  /** Invites a user to a room. */
  async invite(roomId: string, user: Pick<User, 'userId'>): Promise<void> {
    await this.client.ok('inviteUser', { path: { roomId }, body: { user_id: user.userId } })
  }

  /** Joins a room. */
  async join(roomId: string): Promise<void> {
    await this.client.ok('joinRoom', { path: { roomId }, body: {} })
  }

  /** Leaves a room. */
  async leave(roomId: string): Promise<void> {
    await this.client.ok('leaveRoom', { path: { roomId }, body: {} })
  }

  /**
   * Ignores a user, and nobody else.
   *
   * @throws {NotApplicable} when the target does not let users ignore others
   */
  async ignore({ userId: other }: Pick<User, 'userId'>): Promise<void> {
    const { status } = await this.client.call('putAccountData', {
      path: { userId: this.userId, type: 'm.ignored_user_list' },
      body: { ignored_users: { [other]: {} } },
    })
    if (status !== 200) throw new NotApplicable(`The target does not let users ignore others: status ${status}`)
  }

  /** Sends a text message, or a message with this content, and returns its event ID. */
  async send(roomId: string, message: string | Record<string, unknown>): Promise<string> {
    const content = typeof message === 'string' ? { msgtype: 'm.text', body: message } : message
    return await this.sendEvent(roomId, 'm.room.message', content)
  }

  /** Sends an event, and returns its ID. */
  async sendEvent(roomId: string, eventType: string, content: Record<string, unknown>): Promise<string> {
    const path = { roomId, eventType, txnId: `${this.name}-${this.nextNumber()}` }
    return (await this.bodyOf<{ event_id: string }>('sendEvent', { path, body: content })).event_id
  }

  /** Sets a state event, and returns its ID. */
  async setState(roomId: string, eventType: string, content: Record<string, unknown>, stateKey = ''): Promise<string> {
    const path = { roomId, eventType, stateKey }
    return (await this.bodyOf<{ event_id: string }>('setStateWithKey', { path, body: content })).event_id
  }

  /** Returns the content of a state event. */
  async state(roomId: string, eventType: string, stateKey = ''): Promise<Record<string, unknown>> {
    return await this.bodyOf('getStateWithKey', { path: { roomId, eventType, stateKey } })
  }

  /** Sets the display name in the user's profile. */
  async setDisplayName(displayname: string): Promise<void> {
    await this.client.ok('setDisplayName', { path: { userId: this.userId }, body: { displayname } })
  }

  /**
   * Sets a display name for one room only.
   *
   * The specification does not require servers to support that: one may refuse it, or keep the name of the profile.
   *
   * @returns the ID of the membership event
   * @throws {NotApplicable} when the target does not support it
   */
  async setNameIn(roomId: string, displayname: string): Promise<string> {
    const path = { roomId, eventType: 'm.room.member', stateKey: this.userId }
    const change = { path, body: { membership: 'join', displayname } }
    const { status, body } = await this.client.call('setStateWithKey', change)
    if (status >= 400 && status < 500) {
      throw new NotApplicable(`The target refuses a display name for one room: status ${status}`)
    }
    if (status !== 200)
      throw new Inconclusive(`Expected the target to accept a display name for one room, found status ${status}`)
    const member = await this.state(roomId, 'm.room.member', this.userId)
    if (member.displayname !== displayname) {
      throw new NotApplicable('The target does not store a display name for one room')
    }
    return (body as { event_id: string }).event_id
  }
}

/** Returns what a target violates that does not let a user enable a rule, or read whether it is enabled. */
function aboutEnabled(ruleId: string): MismatchDetails {
  return { buildsOn: [isDefault(ruleId) ? 'rules-api.enabled-default' : 'rules-api.enabled-set'] }
}

/** Returns what a target violates that does not let a user set or read the actions of a rule. */
function aboutActions(ruleId: string): MismatchDetails {
  return { buildsOn: [isDefault(ruleId) ? 'rules-api.actions-default' : 'rules-api.actions-set'] }
}

function isDefault(ruleId: string): boolean {
  return ruleId.startsWith('.')
}
