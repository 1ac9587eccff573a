import { describeFound, duration, plural, quote } from '../../../common/text.ts'
import type {
  Action,
  NotificationItem,
  Pusher,
  PusherData,
  PushRule,
  RuleKind,
  Ruleset,
  SetPusher,
  SyncResponse,
} from '../../../spec/index.ts'
import { Inconclusive, Mismatch, type MismatchDetails, NotApplicable } from '../case/errors.ts'
import { expect } from '../case/expect.ts'
import type { Inbox } from '../push-receiver/inbox.ts'
import type { CheckedResponse, Client } from '../target/client.ts'
import { eventually } from '../target/deadline.ts'
import type { Account } from '../target/registration.ts'
import {
  type AllNotifications,
  isNotificationPage,
  type NotificationPage,
  type NotificationQuery,
  type Placement,
  type ReceiptOptions,
  type RoomOptions,
  type RuleBody,
} from './requests.ts'
import { type Counts, type CountsByThread, countsByThreadOf, countsOf, NOTHING_UNREAD } from './unread-counts.ts'

/** Opens an inbox at Plexor's push receiver for a pushkey. */
export type OpenInbox = (pushkey: string, appId: string) => Inbox

/** Maximum time that one long-poll of `/sync` waits, in milliseconds. */
const LONG_POLL_MS = 2000

// What a target violates that fails requests, whatever the case is about
const SETTING_PUSHER: MismatchDetails = { buildsOn: ['pushers.set-creates'] }
const DELETING_PUSHER: MismatchDetails = { buildsOn: ['pushers.null-kind-deletes'] }
const LISTING_PUSHERS: MismatchDetails = { buildsOn: ['pushers.set-creates'] }
const READING: MismatchDetails = { buildsOn: ['rules-api.list-complete'] }
const READING_BY_ID: MismatchDetails = { buildsOn: ['rules-api.read-by-id'] }
const PUTTING: MismatchDetails = { buildsOn: ['rules-api.put-creates'] }
const DELETING: MismatchDetails = { buildsOn: ['rules-api.delete'] }
const LISTING_NOTIFICATIONS: MismatchDetails = { buildsOn: ['notifications.listed'] }
const SETTING_MARKERS: MismatchDetails = { buildsOn: ['read-markers.in-account-data'] }
const COUNTING: MismatchDetails = { buildsOn: ['unread-counts.in-sync'] }

/** State of a room after a receipt. */
interface ReadState {
  /** Number of notifications that are unread */
  left?: number
  by?: 'm.read' | 'm.read.private'
}

/** Mismatch of a case if nothing that it looks for is in `/sync`. */
interface SyncMismatch {
  details?: MismatchDetails
  found?(response: SyncResponse): string | undefined
}

/** Maximum number of pages of notifications, more than any case has. */
const MAX_PAGES = 25

/**
 * User of a case, signed in on a device.
 *
 * Methods throw a `Mismatch` if a request of the push module fails, and `Inconclusive` if any other one does. Methods
 * that begin with `try` return the response instead, whatever its status.
 */
export class User {
  /** Name in the case, such as `alice` */
  readonly name: string
  readonly userId: string
  readonly client: Client
  readonly account: Account
  /** Opens an inbox at Plexor's push receiver, for a pusher that is set without `setPusher`. */
  readonly openInbox: OpenInbox
  readonly #gatewayUrl: string
  #number = 0

  constructor(name: string, account: Account, client: Client, gatewayUrl: string, openInbox: OpenInbox) {
    this.name = name
    this.userId = account.userId
    this.account = account
    this.client = client
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

  /** Returns the account data of one type. */
  async accountData(type: string): Promise<Record<string, unknown>> {
    return await this.#bodyOf('getAccountData', { path: { userId: this.userId, type } })
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
    return (await this.#bodyOf<{ room_id: string }>('createRoom', { body })).room_id
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

  /** Sends a text message, or a message with this content, and returns its event ID. */
  async send(roomId: string, message: string | Record<string, unknown>): Promise<string> {
    const content = typeof message === 'string' ? { msgtype: 'm.text', body: message } : message
    return await this.sendEvent(roomId, 'm.room.message', content)
  }

  /** Sends an event, and returns its ID. */
  async sendEvent(roomId: string, eventType: string, content: Record<string, unknown>): Promise<string> {
    const path = { roomId, eventType, txnId: `${this.name}-${this.#nextNumber()}` }
    return (await this.#bodyOf<{ event_id: string }>('sendEvent', { path, body: content })).event_id
  }

  /** Sets a state event, and returns its ID. */
  async setState(roomId: string, eventType: string, content: Record<string, unknown>, stateKey = ''): Promise<string> {
    const path = { roomId, eventType, stateKey }
    return (await this.#bodyOf<{ event_id: string }>('setStateWithKey', { path, body: content })).event_id
  }

  /** Returns the content of a state event. */
  async state(roomId: string, eventType: string, stateKey = ''): Promise<Record<string, unknown>> {
    return await this.#bodyOf('getStateWithKey', { path: { roomId, eventType, stateKey } })
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

  // Receipts, notifications and unread counts

  /** Sends a receipt: a public one without a thread, unless the options say otherwise. */
  async read(roomId: string, eventId: string, { type = 'm.read', threadId }: ReceiptOptions = {}): Promise<void> {
    const body = threadId === undefined ? {} : { thread_id: threadId }
    const details = { buildsOn: [acceptedBy(type, threadId)] }
    await this.client.ok('postReceipt', { path: { roomId, receiptType: type, eventId }, body }, details)
  }

  /** Tries to send a receipt. */
  async tryRead(roomId: string, eventId: string, receiptType: string, body: unknown = {}): Promise<CheckedResponse> {
    return await this.client.call('postReceipt', { path: { roomId, receiptType, eventId }, body, deliberate: true })
  }

  /** Sets read markers of a room. */
  async setReadMarkers(roomId: string, markers: Record<string, string>): Promise<void> {
    await this.client.ok('postReadMarkers', { path: { roomId }, body: markers }, SETTING_MARKERS)
  }

  /**
   * Returns a page of the list of notifications: the first one, unless the query has a token. It may have any shape that
   * contains a list of events, since `schema/get-notifications` checks the rest.
   */
  async notificationPage(query: NotificationQuery = {}): Promise<NotificationPage> {
    const response = await this.client.call('getNotifications', { query: { ...query } })
    this.client.expectSuccess(response, LISTING_NOTIFICATIONS)
    const { body, request } = response
    const expected = `Expected ${request} to return a list of notifications`
    expect(isNotificationPage(body), `${expected}, found ${quote(body)}`, LISTING_NOTIFICATIONS)
    return body
  }

  /** Returns the notifications of all pages, as {@link allNotifications} reads them. */
  async notifications(query: NotificationQuery = {}): Promise<NotificationItem[]> {
    return (await this.allNotifications(query)).notifications
  }

  /**
   * Reads the pages of the list of notifications, at most 25. The server decides about the size of a page. It stops at a
   * `next_token` that does not lead on: one that is not a string, is empty, or was there before.
   */
  async allNotifications(query: NotificationQuery = {}): Promise<AllNotifications> {
    const found: NotificationItem[] = []
    const tokens = query.from === undefined ? [] : [query.from]
    for (let pages = 1; ; pages += 1) {
      const from = tokens.at(-1)
      const page = await this.notificationPage(from === undefined ? query : { ...query, from })
      found.push(...page.notifications)
      const next: unknown = page.next_token
      const badEnd = badToken(next, tokens) ?? (pages === MAX_PAGES ? `one on every one of ${pages} pages` : undefined)
      if (badEnd !== undefined) return { notifications: found, pages, badEnd }
      if (typeof next !== 'string') return { notifications: found, pages }
      tokens.push(next)
    }
  }

  /**
   * Sends one request to `/sync`. Initial ones have different filters, because some servers cache the response to an
   * initial request for minutes.
   *
   * @param since the position to start from; undefined for an initial sync
   * @param timeoutMs maximum time that the server waits for news, in milliseconds
   * @param byThread whether to request unread counts by thread
   */
  async sync(since?: string, timeoutMs = 0, byThread = false): Promise<SyncResponse> {
    const limit = 10 + (this.#nextNumber() % 1000)
    const filter = JSON.stringify({
      room: { timeline: { limit, ...(byThread ? { unread_thread_notifications: true } : {}) } },
    })
    const query = since === undefined ? { filter } : { since, timeout: timeoutMs, filter }
    return (await this.client.ok('sync', { query, extraTimeoutMs: timeoutMs })) as SyncResponse
  }

  /** Returns the unread counts of a room in an initial `/sync`. Absent counts are 0. */
  async unreadCounts(roomId: string): Promise<Counts> {
    return countsOf(await this.sync(), roomId) ?? NOTHING_UNREAD
  }

  /** Returns the unread counts of a room by thread in an initial `/sync`. Absent counts are 0. */
  async unreadCountsByThread(roomId: string): Promise<CountsByThread> {
    return countsByThreadOf(await this.sync(undefined, 0, true), roomId)
  }

  /**
   * Waits for unread counts of a room that satisfy a condition. Absent counts are 0. It uses initial syncs, because counts
   * that are absent from a later one may just not have changed.
   *
   * @param roomId the room
   * @param what the name of the counts, for the message
   * @param expected the condition
   * @param details what the mismatch shows, by the counts that were found; default: the case builds on counts in `/sync`
   * @throws {Mismatch} when the counts do not satisfy it within the timeout
   */
  async expectCounts(
    roomId: string,
    what: string,
    expected: (counts: Counts) => boolean,
    details: (found: Counts) => MismatchDetails = () => COUNTING,
  ): Promise<Counts> {
    let counts = NOTHING_UNREAD
    const poll = async () => {
      counts = await this.unreadCounts(roomId)
      return expected(counts) ? counts : undefined
    }
    const found = await this.client.waiting('unread counts', () => eventually(poll, this.client.access.timeoutMs))
    const message = `Expected the unread counts of the room to show ${what}, found ${quote(counts)}`
    expect(found !== undefined, message, details(counts))
    return found
  }

  /** Waits until this number of notifications in a room is unread, because events have arrived. */
  async untilUnread(roomId: string, count: number): Promise<void> {
    await this.expectCounts(roomId, `${count} unread`, ({ notification_count }) => notification_count === count)
  }

  /**
   * Waits until a receipt of the user's has taken effect in a room.
   *
   * @param left number of notifications that it leaves unread; default: 0
   * @param by type of the receipt; default: `m.read`
   * @throws {Mismatch} when the count is another one after the timeout: the receipt reads too little or too much
   */
  async untilRead(roomId: string, { left = 0, by = 'm.read' }: ReadState = {}): Promise<void> {
    await this.expectCounts(
      roomId,
      `${left === 0 ? 'nothing' : left} unread after a receipt`,
      ({ notification_count }) => notification_count === left,
      ({ notification_count }) => ({
        buildsOn: [notification_count < left ? 'receipts.later-stay-unread' : acceptedBy(by)],
      }),
    )
  }

  /**
   * Follows `/sync` until a response contains what `find` looks for.
   *
   * @param what its name, for the message
   * @param find returns it, or undefined
   * @param since the position to start from; undefined for an initial sync
   * @param details what the mismatch shows besides its message, such as the requirement that the case builds on
   * @param found what there is in a response instead, for the message; undefined if there is nothing of the kind
   * @throws {Mismatch} when no response contains it within the timeout
   */
  async expectInSync<T>(
    what: string,
    find: (response: SyncResponse) => T | undefined,
    since?: string,
    { details, found: foundIn = () => undefined }: SyncMismatch = {},
  ): Promise<T> {
    const { timeoutMs: limitMs } = this.client.access
    const end = performance.now() + limitMs
    const others = new Set<string>()
    let position = since
    for (let responses = 0; ; responses += 1) {
      const left = end - performance.now()
      if (left <= 0) {
        const instead = others.size === 0 ? '' : `, but ${[...others].join(', then ')}`
        const found = `it in none of ${plural(responses, 'response')} within ${duration(limitMs)}${instead}`
        throw new Mismatch(`Expected ${what} in /sync, found ${found}`, details)
      }
      const timeoutMs = position === undefined ? 0 : Math.ceil(Math.min(left, LONG_POLL_MS))
      const response = await this.sync(position, timeoutMs)
      const found = find(response)
      if (found !== undefined) return found
      const other = foundIn(response)
      if (other !== undefined) others.add(other)
      position = response.next_batch
    }
  }

  /** Returns a number that this user has not used before. */
  #nextNumber(): number {
    this.#number += 1
    return this.#number
  }

  /** Calls an operation that has to succeed. The caller knows from the schema that the body is a `T`. */
  async #bodyOf<T>(...call: Parameters<Client['ok']>): Promise<T> {
    return (await this.client.ok(...call)) as T
  }
}

/** Says why a `next_token` does not lead on; undefined if it does, or is absent. */
function badToken(token: unknown, before: readonly string[]): string | undefined {
  // Null instead of nothing is a matter of the schema, and means the same
  if (token === undefined || token === null) return undefined
  if (typeof token !== 'string') return `${describeFound(token)}, which is not a string`
  if (token === '') return 'an empty one'
  return before.includes(token) ? `${quote(token)} a second time` : undefined
}

/** Returns what a target violates that refuses a receipt, or does not let it take effect. */
function acceptedBy(type: NonNullable<ReceiptOptions['type']>, threadId?: string): string {
  if (type === 'm.fully_read') return 'read-markers.set-by-receipt'
  if (threadId !== undefined) return threadId === 'main' ? 'receipts.main-timeline' : 'receipts.thread'
  return type === 'm.read' ? 'receipts.marks-read' : 'receipts.private-marks-read'
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
