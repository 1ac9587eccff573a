import type { Action, NotificationItem } from '../../../spec/index.ts'

/** Options of a room. Rooms are private, and every member is invited. */
export interface RoomOptions {
  name?: string
  isDirect?: boolean
  invite?: readonly { readonly userId: string }[]
  /** Localpart of the room alias */
  alias?: string
  powerLevels?: Record<string, unknown>
}

/** Body of a request that puts a push rule. */
export interface RuleBody {
  actions: Action[]
  conditions?: { kind: string; [key: string]: unknown }[]
  pattern?: string
}

/** Position of a push rule among the others of its kind. */
export interface Placement {
  before?: string
  after?: string
}

/** Options of a receipt. */
export interface ReceiptOptions {
  /** Type of the receipt; default: `m.read` */
  type?: 'm.read' | 'm.read.private' | 'm.fully_read'
  /** Root of a thread, or `main`; default: no thread */
  threadId?: string
}

/** Query for notifications. */
export interface NotificationQuery {
  /** Maximum number of notifications of a page */
  limit?: number
  /** `next_token` of the page before */
  from?: string
  only?: string
}

/** Page of the list of notifications. */
export interface NotificationPage {
  notifications: NotificationItem[]
  /** Token of the next page; absent on the last one */
  next_token?: string
}

/** All pages of the list of notifications that could be read. */
export interface AllNotifications {
  notifications: NotificationItem[]
  /** Number of pages that were read */
  pages: number
  /** The next_token of the last page if it does not lead on, as the end of "found …"; absent if there is none */
  badEnd?: string
}

/** Reports whether a body contains a list of events, whatever else its shape is. */
export function isNotificationPage(body: unknown): body is NotificationPage {
  const listed = isObject(body) ? body.notifications : undefined
  return Array.isArray(listed) && listed.every((item: unknown) => isObject(item) && isObject(item.event))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
