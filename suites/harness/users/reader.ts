import { describeFound, duration, plural, quote } from '../../../common/text.ts'
import type { NotificationItem, SyncResponse } from '../../../spec/index.ts'
import { Mismatch, type MismatchDetails } from '../case/errors.ts'
import { expect } from '../case/expect.ts'
import type { CheckedResponse, Client } from '../target/client.ts'
import { eventually } from '../target/deadline.ts'
import type { Account } from '../target/registration.ts'
import {
  type AllNotifications,
  isNotificationPage,
  type NotificationPage,
  type NotificationQuery,
  type ReceiptOptions,
} from './requests.ts'
import { type Counts, type CountsByThread, countsByThreadOf, countsOf, NOTHING_UNREAD } from './unread-counts.ts'

/** Maximum time that one long-poll of `/sync` waits, in milliseconds. */
const LONG_POLL_MS = 2000

// What a target violates that fails requests, whatever the case is about
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

/** Options of a request to `/sync`. */
interface SyncOptions {
  /** Maximum time that the server waits for news, in milliseconds; default: 0 */
  timeoutMs?: number
  /** True to request unread counts by thread; default: false */
  byThread?: boolean
  /**
   * True to ask only for what unread counts come with: the latest event of each room, and no receipts, account data or
   * further state. Default: false
   */
  isBrief?: boolean
}

/** Maximum number of pages of notifications, more than any case has. */
const MAX_PAGES = 25

/** Maximum number of events of a room in a response of `/sync`, more than any case sends. */
const TIMELINE_LIMIT = 50

/** Filter that leaves out all events. */
const NOTHING = { types: [] }

/** Part of a {@link User} that reads: receipts, notifications, unread counts and `/sync`. */
export class Reader {
  /** Name in the case, such as `alice` */
  readonly name: string
  readonly userId: string
  readonly client: Client
  readonly #requests: Account['requests']

  constructor(name: string, { userId, requests }: Pick<Account, 'userId' | 'requests'>, client: Client) {
    this.name = name
    this.userId = userId
    this.#requests = requests
    this.client = client
  }

  /** Returns the account data of one type. */
  async accountData(type: string): Promise<Record<string, unknown>> {
    return await this.bodyOf('getAccountData', { path: { userId: this.userId, type } })
  }

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
   * @param options how long to wait, and what to ask for
   */
  async sync(
    since?: string,
    { timeoutMs = 0, byThread = false, isBrief = false }: SyncOptions = {},
  ): Promise<SyncResponse> {
    const timeline = {
      limit: isBrief ? 1 : TIMELINE_LIMIT,
      ...(byThread ? { unread_thread_notifications: true } : {}),
    }
    // Undefined parts are not in the JSON, and filter nothing
    const others = isBrief ? NOTHING : undefined
    const filter = JSON.stringify({
      presence: { limit: 1 + this.nextNumber() },
      account_data: others,
      room: { timeline, state: others, ephemeral: others, account_data: others },
    })
    const query = since === undefined ? { filter } : { since, timeout: timeoutMs, filter }
    return (await this.client.ok('sync', { query, extraTimeoutMs: timeoutMs })) as SyncResponse
  }

  /**
   * Sends an initial request to `/sync` for unread counts. The rooms have their latest event, and little else: that is much
   * less work for a server.
   *
   * @param byThread whether to request unread counts by thread
   */
  async latest(byThread = false): Promise<SyncResponse> {
    return await this.sync(undefined, { isBrief: true, byThread })
  }

  /** Returns the unread counts of a room in an initial `/sync`. Absent counts are 0. */
  async unreadCounts(roomId: string): Promise<Counts> {
    return countsOf(await this.latest(), roomId) ?? NOTHING_UNREAD
  }

  /** Returns the unread counts of a room by thread in an initial `/sync`. Absent counts are 0. */
  async unreadCountsByThread(roomId: string): Promise<CountsByThread> {
    return countsByThreadOf(await this.latest(true), roomId)
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
      const response = await this.sync(position, { timeoutMs })
      const found = find(response)
      if (found !== undefined) return found
      const other = foundIn(response)
      if (other !== undefined) others.add(other)
      position = response.next_batch
    }
  }

  /** Returns a number that this user has not used before. */
  protected nextNumber(): number {
    this.#requests.number += 1
    return this.#requests.number
  }

  /** Calls an operation that has to succeed. The caller knows from the schema that the body is a `T`. */
  protected async bodyOf<T>(...call: Parameters<Client['ok']>): Promise<T> {
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
