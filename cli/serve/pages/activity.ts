import { beginningOf } from '../../../common/text.ts'
import type { HandledNotification, LogEntry } from '../../../reference/index.ts'
import { Redactor } from '../../../suites/harness/evidence/redactor.ts'
import { type RecordedNotification, recordNotification } from './recorded-notification.ts'

/** Maximum number of log entries that are remembered. */
export const MAX_ENTRIES = 1_000

/** Maximum number of notifications that are remembered. */
export const MAX_NOTIFICATIONS = 200

/** Maximum number of arrivals that are remembered: a notification can have several devices. */
const MAX_ARRIVALS = 2_000

/** Maximum length of a text in a log entry, in UTF-16 code units. */
const MAX_TEXT = 1_000

/** Log entry, as the pages show it. */
export interface RecordedEntry extends Pick<LogEntry, 'part' | 'level' | 'event' | 'text'> {
  /** Number of the entry, from 1 */
  n: number

  /** Time in Unix milliseconds */
  at: number

  /** Event that it is about, if it says so */
  eventId?: string

  /** Host and port of the push gateway whose response it is about */
  respondedBy?: string
}

/** Arrival of a push at a device. */
export interface Arrival {
  device: string

  /** Number of the push in the inbox of the device */
  push: number

  /** Absent if the push is about counts alone */
  eventId?: string

  /** Time in Unix milliseconds */
  at: number
}

/** Options of {@link Activity}. */
interface ActivityOptions {
  /** Returns the time, in Unix milliseconds */
  now?: () => number
}

/** Recent events of a running stack, for its pages: bounded in number and size, and without secrets. */
export class Activity {
  readonly #now: () => number
  readonly #redactor = new Redactor()
  readonly #entries: RecordedEntry[] = []
  readonly #notifications: RecordedNotification[] = []
  readonly #arrivals: Arrival[] = []
  readonly #waiting = new Set<() => void>()
  readonly #startedAt: number
  #logged = 0
  #notified = 0

  constructor({ now = Date.now }: ActivityOptions = {}) {
    this.#now = now
    this.#startedAt = now()
  }

  /** Log entries, oldest first. */
  get entries(): readonly RecordedEntry[] {
    return this.#entries
  }

  /** Notifications that the push gateway received, oldest first. */
  get notifications(): readonly RecordedNotification[] {
    return this.#notifications
  }

  /** Number of all notifications, with those that are no longer remembered. */
  get notified(): number {
    return this.#notified
  }

  /** Text that is another one after each change, and after a restart. */
  get revision(): string {
    return `${this.#startedAt}-${this.#logged}-${this.#notified}`
  }

  /** Adds a log entry. */
  readonly log = (entry: LogEntry): void => {
    const at = this.#now()
    this.#logged += 1
    const { part, level, event, details = {} } = entry
    const text = this.#redactor.text(beginningOf(entry.text, MAX_TEXT))
    const { event_id: id, host, status } = details
    const about = typeof id === 'string' ? { eventId: beginningOf(id, MAX_TEXT) } : {}
    const by = typeof host === 'string' && status !== undefined ? { respondedBy: beginningOf(host, MAX_TEXT) } : {}
    keep(this.#entries, { n: this.#logged, at, part, level, event, text, ...about, ...by }, MAX_ENTRIES)
    const arrival = arrivalIn(entry, at)
    if (arrival !== undefined) keep(this.#arrivals, arrival, MAX_ARRIVALS)
    this.#wake()
  }

  /** Adds a notification that the push gateway has responded to. */
  readonly notification = (handled: HandledNotification): void => {
    this.#notified += 1
    const recorded = recordNotification(handled, { n: this.#notified, at: this.#now() })
    keep(this.#notifications, recorded, MAX_NOTIFICATIONS)
    this.#wake()
  }

  /**
   * Returns the arrival of a notification at a device; one about counts alone is the push that arrived while the gateway
   * handled it.
   */
  arrivalOf({ eventId, at, ms }: RecordedNotification, device: string): Arrival | undefined {
    return this.#arrivals.findLast((arrival) => {
      if (arrival.device !== device || arrival.eventId !== eventId) return false
      // Both times are those of one clock, in whole milliseconds
      return eventId !== undefined || (arrival.at >= at - ms - 1 && arrival.at <= at)
    })
  }

  /** Returns the newest notification about an event for a device, by the fingerprint of its pushkey. */
  notificationFor(eventId: string, fingerprint: string): RecordedNotification | undefined {
    return this.#notifications.findLast(
      (notification) =>
        notification.eventId === eventId && notification.devices.some((device) => device.fingerprint === fingerprint),
    )
  }

  /** Waits until the revision is another one, at most for a time in milliseconds. */
  async changed(revision: string, ms: number, signal: AbortSignal): Promise<void> {
    if (this.revision !== revision || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = () => resolve()
    const timer = setTimeout(wake, ms)
    signal.addEventListener('abort', wake)
    this.#waiting.add(wake)
    await promise
    clearTimeout(timer)
    signal.removeEventListener('abort', wake)
    this.#waiting.delete(wake)
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}

/** Adds an item to a list, and removes the oldest ones beyond a number. */
function keep<T>(list: T[], item: T, max: number): void {
  list.push(item)
  if (list.length > max) list.shift()
}

function arrivalIn({ event, details = {} }: LogEntry, at: number): Arrival | undefined {
  const { device_id: device, n: push, event_id: eventId } = details
  if (event !== 'push-received' || typeof device !== 'string' || typeof push !== 'number') return undefined
  return { device, push, at, ...(typeof eventId === 'string' ? { eventId } : {}) }
}
