/** One thing that happened in a part of the push stack. It holds no secret: no token, password, key or message. */
export interface LogEntry {
  part: 'homeserver' | 'delivery' | 'gateway' | 'provider'
  level: 'info' | 'warning' | 'error'
  /** What happened, as a name that programs can look for, such as `request` or `push-delivered` */
  event: string
  /** The same as a sentence for people */
  text: string
  /** What it happened to: a status, a room ID, a number of milliseconds */
  details?: Readonly<Record<string, string | number | boolean>>
}

/** Is told what happens, as it happens; the time is that of the call. Must not throw. */
export type Log = (entry: LogEntry) => void
