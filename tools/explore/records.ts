import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { ExploredOutcome } from './explore-reference.ts'
import { keyOf, type Task } from './tasks.ts'

/** Result of exploring something, as a file keeps it. */
export interface ExploredRecord extends Task, ExploredOutcome {
  /** Time of the end (ISO 8601), and the commit; those of the latest of several explorations */
  at: string
  commit: string
  /** Time after which no further history began, in milliseconds; the sum of all explorations in a row */
  timeMs: number
  /** Reason why it could not be explored; absent if it could */
  problem?: string
}

/** File of records, one a line, so that an exploration in parts can go on. */
export interface RecordFile {
  /** Every task that was explored, with everything that is known of it */
  all(): ExploredRecord[]
  of(task: Task): ExploredRecord | undefined
  add(record: ExploredRecord): void
}

/**
 * Opens a file of records, which need not exist.
 *
 * @param path default: the records are kept in memory alone
 * @throws {Error} when the file cannot be read, or has something else
 */
export function openRecords(path?: string): RecordFile {
  const records = new Map<string, ExploredRecord>()
  const take = (record: ExploredRecord) => {
    const before = records.get(keyOf(record))
    records.set(keyOf(record), before === undefined ? record : merged(before, record))
  }
  if (path !== undefined && existsSync(path)) {
    for (const line of readFileSync(path, 'utf8').split('\n')) if (line !== '') take(JSON.parse(line))
  }
  return {
    all: () => [...records.values()],
    of: (task) => records.get(keyOf(task)),
    add(record) {
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(record)}\n`)
      take(record)
    },
  }
}

/** Adds an exploration to those before it. */
function merged(before: ExploredRecord, { problem, ...later }: ExploredRecord): ExploredRecord {
  if (problem !== undefined) return before
  const { problem: _, ...earlier } = before
  return {
    ...earlier,
    at: later.at,
    commit: later.commit,
    timeMs: before.timeMs + later.timeMs,
    durationMs: before.durationMs + later.durationMs,
    histories: before.histories + later.histories,
    steps: before.steps + later.steps,
    found: [...before.found, ...later.found.map((one) => ({ ...one, afterMs: one.afterMs + before.timeMs }))],
    unclear: [...before.unclear, ...later.unclear],
  }
}
