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
} from '../../spec/index.ts'
import type { Answer, Client } from './client.ts'
import { eventually } from './deadline.ts'
import { NotApplicable } from './errors.ts'
import { expect } from './expect.ts'
import type { Inbox } from './inbox.ts'
import { quote } from './quote.ts'
import type { Account } from './registration.ts'
import { type Counts, type CountsByThread, countsByThreadOf, countsOf, NOTHING_UNREAD } from './unread-counts.ts'

/** The body of a rule as a client puts it. */
export interface RuleBody {
  actions: Action[]
  conditions?: { kind: string; [key: string]: unknown }[]
  pattern?: string
}

/** Where a rule is put among the others of its kind. */
export interface Placement {
  before?: string
  after?: string
}

/** Which receipt is sent: a public one without a thread, unless this says something else. */
export interface ReceiptOptions {
  type?: 'm.read' | 'm.read.private' | 'm.fully_read'
  /** Root of a thread, or `main` */
  threadId?: string
}

/** Which notifications are listed. */
export interface NotificationQuery {
  limit?: number
  /** The `next_token` of the page before */
  from?: string
  only?: string
}

/** A page of the list of notifications. */
export interface NotificationPage {
  notifications: NotificationItem[]
  /** Absent on the last page */
  next_token?: string
}

/** What cases may vary in a room; a room is private, and everyone in it was invited. */
export interface RoomOptions {
  name?: string
  isDirect?: boolean
  invite?: User[]
  /** Room alias localpart */
  alias?: string
  powerLevels?: Record<string, unknown>
}

/** How a user makes an inbox at Plexor's gateway for a pushkey. */
export type OpenInbox = (pushkey: string, appId: string) => Inbox

/** The longest that one long-poll of `/sync` is asked to wait, in milliseconds. */
const LONG_POLL_MS = 2000

/** One user of a case, signed in: what people do with a client, as methods. All of them throw when the target refuses. */
export class User {
  /** The name in the case, such as `alice` */
  readonly name: string
  readonly userId: string
  readonly client: Client
  readonly account: Account
  /** An inbox at Plexor's gateway, for a pusher that is set by other means than `setPusher` */
  readonly openInbox: OpenInbox
  readonly #gatewayUrl: string
  #serial = 0

  constructor(name: string, account: Account, client: Client, gatewayUrl: string, openInbox: OpenInbox) {
    this.name = name
    this.userId = account.userId
    this.account = account
    this.client = client
    this.#gatewayUrl = gatewayUrl
    this.openInbox = openInbox
  }

  /** The part of the user ID between the `@` and the colon. */
  get localpart(): string {
    return this.userId.slice(1, this.userId.indexOf(':'))
  }

  /**
   * The same user on another device, signed in there by password.
   *
   * @throws {NotApplicable} when the target does not let users log in with a password
   */
  async signIn(client: Client): Promise<User> {
    const identifier = { type: 'm.id.user', user: this.userId }
    const body = { type: 'm.login.password', identifier, password: this.account.password }
    const answer = await client.call('login', { body })
    if (answer.status !== 200) {
      throw new NotApplicable(`The target does not let users log in with a password: status ${answer.status}`)
    }
    const { access_token, device_id } = answer.body as { access_token: string; device_id: string }
    client.useToken(access_token)
    const account = { ...this.account, accessToken: access_token, deviceId: device_id }
    return new User(this.name, account, client, this.#gatewayUrl, this.openInbox)
  }

  // Rooms

  async createRoom({ name, isDirect, invite = [], alias, powerLevels }: RoomOptions = {}): Promise<string> {
    const body = {
      preset: 'private_chat',
      invite: invite.map(({ userId }) => userId),
      ...(name === undefined ? {} : { name }),
      ...(isDirect === undefined ? {} : { is_direct: isDirect }),
      ...(alias === undefined ? {} : { room_alias_name: alias }),
      ...(powerLevels === undefined ? {} : { power_level_content_override: powerLevels }),
    }
    return (await this.#setup<{ room_id: string }>('createRoom', { body })).room_id
  }

  async invite(roomId: string, user: User): Promise<void> {
    await this.client.ok('inviteUser', { path: { roomId }, body: { user_id: user.userId } })
  }

  async join(roomId: string): Promise<void> {
    await this.client.ok('joinRoom', { path: { roomId }, body: {} })
  }

  async leave(roomId: string): Promise<void> {
    await this.client.ok('leaveRoom', { path: { roomId }, body: {} })
  }

  /** Sends a text message, or a message with this content, and gives its event ID. */
  async send(roomId: string, message: string | Record<string, unknown>): Promise<string> {
    const content = typeof message === 'string' ? { msgtype: 'm.text', body: message } : message
    return await this.sendEvent(roomId, 'm.room.message', content)
  }

  async sendEvent(roomId: string, eventType: string, content: Record<string, unknown>): Promise<string> {
    this.#serial += 1
    const txnId = `${this.name}-${this.#serial}`
    return (await this.#setup<{ event_id: string }>('sendEvent', { path: { roomId, eventType, txnId }, body: content }))
      .event_id
  }

  async setState(roomId: string, eventType: string, content: Record<string, unknown>, stateKey = ''): Promise<string> {
    const path = { roomId, eventType, stateKey }
    return (await this.#setup<{ event_id: string }>('setStateWithKey', { path, body: content })).event_id
  }

  async state(roomId: string, eventType: string, stateKey = ''): Promise<Record<string, unknown>> {
    return await this.#setup('getStateWithKey', { path: { roomId, eventType, stateKey } })
  }

  async setDisplayName(displayname: string): Promise<void> {
    await this.client.ok('setDisplayName', { path: { userId: this.userId }, body: { displayname } })
  }

  /** Sets the display name that the user has in this room, and gives the event ID of the membership event. */
  async setNameIn(roomId: string, displayname: string): Promise<string> {
    return await this.setState(roomId, 'm.room.member', { membership: 'join', displayname }, this.userId)
  }

  // Pushers

  /** The request that sets an http pusher at Plexor's gateway, with a fresh pushkey, before anything is sent. */
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

  /** Sets an http pusher and gives the inbox where its pushes arrive. */
  async setPusher(overrides: Partial<SetPusher> = {}): Promise<Inbox> {
    const request = this.pusherRequest(overrides)
    const inbox = this.openInbox(request.pushkey, request.app_id)
    await this.client.ok('setPusher', { body: request })
    return inbox
  }

  /** Sends a request to set a pusher that may be refused, and gives the answer. */
  async trySetPusher(body: unknown): Promise<Answer> {
    return await this.client.call('setPusher', { body, deliberate: true })
  }

  async deletePusher({ pushkey, appId }: Inbox): Promise<void> {
    await this.client.ok('setPusher', { body: { kind: null, pushkey, app_id: appId }, deliberate: true })
  }

  async pushers(): Promise<Pusher[]> {
    return ((await this.client.ok('getPushers')) as { pushers?: Pusher[] }).pushers ?? []
  }

  // Push rules

  async pushRules(): Promise<Ruleset> {
    return ((await this.client.ok('getPushRules')) as { global: Ruleset }).global
  }

  /** The rules by the path that ends in `global/`. */
  async globalPushRules(): Promise<Ruleset> {
    return (await this.client.ok('getGlobalPushRules')) as Ruleset
  }

  /** The rules of one kind in the order in which the target lists them. */
  async rulesOf(kind: RuleKind): Promise<PushRule[]> {
    return (await this.pushRules())[kind] ?? []
  }

  async rule(kind: RuleKind, ruleId: string): Promise<PushRule> {
    return (await this.client.ok('getPushRule', { path: { kind, ruleId } })) as PushRule
  }

  async putRule(kind: RuleKind, ruleId: string, body: RuleBody, placement: Placement = {}): Promise<void> {
    await this.client.ok('putPushRule', { path: { kind, ruleId }, query: { ...placement }, body })
  }

  /** Puts a rule that may be refused, and gives the answer. */
  async tryPutRule(kind: RuleKind, ruleId: string, body: unknown, placement: Placement = {}): Promise<Answer> {
    return await this.client.call('putPushRule', {
      path: { kind, ruleId },
      query: { ...placement },
      body,
      deliberate: true,
    })
  }

  async deleteRule(kind: RuleKind, ruleId: string): Promise<void> {
    await this.client.ok('deletePushRule', { path: { kind, ruleId } })
  }

  async enableRule(kind: RuleKind, ruleId: string, enabled: boolean): Promise<void> {
    await this.client.ok('putPushRuleEnabled', { path: { kind, ruleId }, body: { enabled } })
  }

  /** Whether the rule is enabled, by the endpoint that tells that alone. */
  async isEnabled(kind: RuleKind, ruleId: string): Promise<boolean> {
    return ((await this.client.ok('getPushRuleEnabled', { path: { kind, ruleId } })) as { enabled: boolean }).enabled
  }

  /** The actions of the rule, by the endpoint that tells them alone. */
  async actionsOf(kind: RuleKind, ruleId: string): Promise<Action[]> {
    return ((await this.client.ok('getPushRuleActions', { path: { kind, ruleId } })) as { actions: Action[] }).actions
  }

  async setActions(kind: RuleKind, ruleId: string, actions: Action[]): Promise<void> {
    await this.client.ok('putPushRuleActions', { path: { kind, ruleId }, body: { actions } })
  }

  // Account data

  /** A piece of the user's account data, by the endpoint that reads it alone. */
  async accountData(type: string): Promise<Record<string, unknown>> {
    return await this.#setup('getAccountData', { path: { userId: this.userId, type } })
  }

  // Reading

  async read(roomId: string, eventId: string, { type = 'm.read', threadId }: ReceiptOptions = {}): Promise<void> {
    const body = threadId === undefined ? {} : { thread_id: threadId }
    await this.client.ok('postReceipt', { path: { roomId, receiptType: type, eventId }, body })
  }

  /** Sends a receipt that may be refused, and gives the answer. */
  async tryRead(roomId: string, eventId: string, receiptType: string, body: unknown = {}): Promise<Answer> {
    return await this.client.call('postReceipt', { path: { roomId, receiptType, eventId }, body, deliberate: true })
  }

  async setReadMarkers(roomId: string, markers: Record<string, string>): Promise<void> {
    await this.client.ok('postReadMarkers', { path: { roomId }, body: markers })
  }

  /**
   * One page of the list of notifications: the first one, unless the query has a token. It can have any shape in which
   * there is a list of events: `schema/get-notifications` judges the rest.
   */
  async notificationPage(query: NotificationQuery = {}): Promise<NotificationPage> {
    const { status, body, request } = await this.client.call('getNotifications', { query: { ...query } })
    expect(status === 200, `Expected ${request} to succeed, found status ${status}`)
    expect(isNotificationPage(body), `Expected ${request} to give a list of notifications, found ${quote(body)}`)
    return body
  }

  async notifications(query: NotificationQuery = {}): Promise<NotificationItem[]> {
    return (await this.notificationPage(query)).notifications
  }

  /**
   * One answer of `/sync`. An initial one varies its filter each time, because some servers answer the same initial
   * request from a cache for minutes.
   *
   * @param byThread whether unread counts are asked for by thread
   */
  async sync(since?: string, timeoutMs = 0, byThread = false): Promise<SyncResponse> {
    this.#serial += 1
    const limit = 10 + (this.#serial % 1000)
    const filter = JSON.stringify({
      room: { timeline: { limit, ...(byThread ? { unread_thread_notifications: true } : {}) } },
    })
    const query = since === undefined ? { filter } : { since, timeout: timeoutMs, filter }
    return (await this.client.ok('sync', { query, extraPatienceMs: timeoutMs })) as SyncResponse
  }

  /** The unread counts of the room in an initial `/sync`; absent counts are 0. */
  async unreadCounts(roomId: string): Promise<Counts> {
    return countsOf(await this.sync(), roomId) ?? NOTHING_UNREAD
  }

  /** The unread counts of the room by thread in an initial `/sync`; absent counts are 0. */
  async unreadCountsByThread(roomId: string): Promise<CountsByThread> {
    return countsByThreadOf(await this.sync(undefined, 0, true), roomId)
  }

  /**
   * Waits until an initial `/sync` shows unread counts of the room that satisfy `wanted`, and gives them; absent counts
   * are 0. It is an initial one because counts that are absent from a later answer may also be those that did not change.
   */
  async expectCounts(roomId: string, what: string, wanted: (counts: Counts) => boolean): Promise<Counts> {
    let counts = NOTHING_UNREAD
    const found = await eventually(async () => {
      counts = await this.unreadCounts(roomId)
      return wanted(counts) ? counts : undefined
    }, this.client.access.patienceMs)
    expect(found !== undefined, `Expected the unread counts of the room to show ${what}, found ${quote(counts)}`)
    return found
  }

  /**
   * Follows `/sync` until an answer has what `find` looks for, and gives what it found; `what` names it.
   *
   * @param since where to begin; an initial `/sync` when absent
   */
  async expectInSync<T>(what: string, find: (answer: SyncResponse) => T | undefined, since?: string): Promise<T> {
    const end = performance.now() + this.client.access.patienceMs
    let position = since
    for (;;) {
      const left = end - performance.now()
      expect(left > 0, `Expected ${what} in /sync, found no answer that has it`)
      const timeoutMs = position === undefined ? 0 : Math.ceil(Math.min(left, LONG_POLL_MS))
      const answer = await this.sync(position, timeoutMs)
      const found = find(answer)
      if (found !== undefined) return found
      position = answer.next_batch
    }
  }

  async #setup<T>(...call: Parameters<Client['ok']>): Promise<T> {
    return (await this.client.ok(...call)) as T
  }
}

function isNotificationPage(body: unknown): body is NotificationPage {
  const listed = isObject(body) ? body.notifications : undefined
  return Array.isArray(listed) && listed.every((item: unknown) => isObject(item) && isObject(item.event))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
