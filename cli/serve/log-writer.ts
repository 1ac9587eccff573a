import { visible } from '../../common/text.ts'
import type { Log, LogEntry } from '../../reference/index.ts'

/** Formats of the log: lines for people, or one JSON object per line for programs. */
export const LOG_FORMATS = ['text', 'json'] as const

export type LogFormat = (typeof LOG_FORMATS)[number]

/** Width of the longest name of a part, `homeserver`. */
const PART_WIDTH = 10

const MARKS: Record<LogEntry['level'], string> = { info: ' ', warning: '!', error: '✗' }

/** Creates a log that writes each entry with its time. */
export function logWriter(format: LogFormat, write: (text: string) => void): Log {
  const line = format === 'json' ? jsonLine : textLine
  return (entry) => write(`${line(entry, new Date())}\n`)
}

/** Writes `12:03:44.123   gateway     Sent a push to 1 device`. Text from peers may be in it, so it is made visible. */
function textLine({ part, level, text }: LogEntry, now: Date): string {
  const time = now.toISOString().slice(11, 23)
  return `${time} ${MARKS[level]} ${part.padEnd(PART_WIDTH)}  ${visible(text)}`
}

function jsonLine(entry: LogEntry, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), ...entry })
}
