/** Log entry of a part of the push stack. It contains no secrets: no tokens, passwords, keys or messages. */
export interface LogEntry {
  /** Part that wrote it */
  part: 'homeserver' | 'delivery' | 'gateway' | 'provider'

  level: 'info' | 'warning' | 'error'

  /** Name of the event, for programs, such as `request` or `push-delivered` */
  event: string

  /** Description of the event, as a sentence for people, without a final period */
  text: string

  /** Values that belong to the event, such as a status, a room ID, or a duration in milliseconds */
  details?: Readonly<Record<string, string | number | boolean>>
}

/** Receives log entries at the time of the event. It must not throw. */
export type Log = (entry: LogEntry) => void
