import type { NotificationItem, SyncResponse } from '../../../spec/index.ts'
import { expect } from '../case/expect.ts'
import { quote } from '../evidence/quote.ts'
import type { Answer } from '../target/client.ts'
import { eventually } from '../target/deadline.ts'
import { WithRules } from './rules.ts'
import { type Counts, type CountsByThread, countsByThreadOf, countsOf, NOTHING_UNREAD } from './unread-counts.ts'

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

/** The longest that one long-poll of `/sync` is asked to wait, in milliseconds. */
const LONG_POLL_MS = 2000

/** More pages than the list of any case has. */
const MOST_PAGES = 25

/** What users read, and how they see what is unread. */
export class Reading extends WithRules {
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

  /**
   * The list of notifications, from its first page to its last: how many come at once is left to the server. A list that
   * does not come to an end is cut off.
   */
  async notifications(query: NotificationQuery = {}): Promise<NotificationItem[]> {
    const found: NotificationItem[] = []
    const tokens = new Set<string>()
    for (let next: NotificationQuery = query; tokens.size < MOST_PAGES; ) {
      const { notifications, next_token } = await this.notificationPage(next)
      found.push(...notifications)
      if (typeof next_token !== 'string' || tokens.has(next_token)) break
      tokens.add(next_token)
      next = { ...query, from: next_token }
    }
    return found
  }

  /**
   * One answer of `/sync`. An initial one varies its filter each time, because some servers answer the same initial
   * request from a cache for minutes.
   *
   * @param byThread whether unread counts are asked for by thread
   */
  async sync(since?: string, timeoutMs = 0, byThread = false): Promise<SyncResponse> {
    const limit = 10 + (this.nextNumber() % 1000)
    const filter = JSON.stringify({
      room: { timeline: { limit, ...(byThread ? { unread_thread_notifications: true } : {}) } },
    })
    const query = since === undefined ? { filter } : { since, timeout: timeoutMs, filter }
    return (await this.client.ok('sync', { query, extraTimeoutMs: timeoutMs })) as SyncResponse
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
  async expectCounts(roomId: string, what: string, expected: (counts: Counts) => boolean): Promise<Counts> {
    let counts = NOTHING_UNREAD
    const ask = async () => {
      counts = await this.unreadCounts(roomId)
      return expected(counts) ? counts : undefined
    }
    const found = await this.client.waiting('unread counts', () => eventually(ask, this.client.access.timeoutMs))
    expect(found !== undefined, `Expected the unread counts of the room to show ${what}, found ${quote(counts)}`)
    return found
  }

  /**
   * {@link expectCounts} with so many notifications, of whatever kind: by then what is to be read is counted, or what was
   * read is gone.
   */
  async untilUnread(roomId: string, count: number): Promise<void> {
    const what = count === 0 ? 'nothing unread' : `${count} unread`
    await this.expectCounts(roomId, what, ({ notification_count }) => notification_count === count)
  }

  /**
   * Follows `/sync` until an answer has what `find` looks for, and gives what it found; `what` names it.
   *
   * @param since where to begin; an initial `/sync` when absent
   */
  async expectInSync<T>(what: string, find: (response: SyncResponse) => T | undefined, since?: string): Promise<T> {
    const end = performance.now() + this.client.access.timeoutMs
    let position = since
    for (;;) {
      const left = end - performance.now()
      expect(left > 0, `Expected ${what} in /sync, found no answer that has it`)
      const timeoutMs = position === undefined ? 0 : Math.ceil(Math.min(left, LONG_POLL_MS))
      const response = await this.sync(position, timeoutMs)
      const found = find(response)
      if (found !== undefined) return found
      position = response.next_batch
    }
  }
}

function isNotificationPage(body: unknown): body is NotificationPage {
  const listed = isObject(body) ? body.notifications : undefined
  return Array.isArray(listed) && listed.every((item: unknown) => isObject(item) && isObject(item.event))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
