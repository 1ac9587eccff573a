import { topicOf } from '../../spec/index.ts'
import type { ExploredRecord } from './records.ts'

/** Number of faults of a topic, and of those that were found. */
export interface Share {
  topic: string
  faults: number
  found: number
  /** Median time until a fault was found, in milliseconds; undefined if none was */
  medianMs: number | undefined
}

/** Returns the share of the faults that were found, by topic, and of all. */
export function sharesOf(records: readonly ExploredRecord[]): Share[] {
  const faults = records.filter(({ kind }) => kind === 'fault')
  const byTopic = [...Map.groupBy(faults, ({ name }) => topicOf(name) ?? name)]
  return [...byTopic.map(([topic, some]) => shareOf(topic, some)), shareOf('all', faults)]
}

function shareOf(topic: string, faults: readonly ExploredRecord[]): Share {
  const times = faults
    .flatMap(({ found: [first] }) => (first === undefined ? [] : [first.afterMs]))
    .toSorted((a, b) => a - b)
  return { topic, faults: faults.length, found: times.length, medianMs: times[Math.floor((times.length - 1) / 2)] }
}

/** Formats the shares for a terminal; no lines without faults. */
export function shareLines(records: readonly ExploredRecord[]): string[] {
  return sharesOf(records)
    .filter(({ faults }) => faults > 0)
    .map(({ topic, faults, found }) => `${topic}: ${found} of ${faults} faults found`)
}
