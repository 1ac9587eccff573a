import { UsageError } from '../../common/usage-error.ts'
import type { Format } from '../../reports/formats.ts'
import type { Sink, Writer, WriterOptions } from '../../reports/sink.ts'
import { createWriter } from '../../reports/writer.ts'
import type { RunEvent, RunResult } from '../../run/events.ts'
import { areaOf } from '../../run/select.ts'
import { messageOf } from '../../suites/harness/case/errors.ts'
import type { ReportRequest } from '../options/value-types.ts'
import { identityOf, identityOfStandardOutput, openReportFile, type ReportFile } from './report-file.ts'
import { standardOutput } from './standard-output.ts'

/** Reports of a run, as one writer of events. */
export interface OpenReports {
  write: Writer
  /** Like `write`, for the files alone */
  writeToFiles: Writer
  /**
   * Puts the files in their places if the run has ended. Otherwise those of an earlier run stay as they are.
   *
   * @throws {UsageError} for a report that could not be written whole
   */
  close(): void
}

/**
 * Opens every report before the run, so that one that cannot be written is known at once. If none is for standard
 * output, `pretty` is.
 *
 * @throws {UsageError} for a file that cannot be written, or two reports in one place
 */
export function openReports(requests: readonly ReportRequest<Format>[], options: WriterOptions): OpenReports {
  const { outputs, commit, discard } = openReportFiles(requests, 'pretty')
  const writers = outputs.map(({ format, sink, isFile }) => ({ isFile, write: createWriter(format, sink, options) }))
  let isWhole = false
  const all = (some: typeof writers): Writer => {
    return (event) => {
      for (const { write } of some) write(event)
      if (event.type === 'run-end') isWhole = true
    }
  }
  return {
    write: all(writers),
    writeToFiles: all(writers.filter(({ isFile }) => isFile)),
    close: () => (isWhole ? commit() : discard()),
  }
}

/** Counts cases by area, for reports on a run in progress. */
export function countByArea(ids: readonly string[]): Map<string, number> {
  return new Map([...Map.groupBy(ids, areaOf)].map(([area, inArea]) => [area, inArea.length]))
}

/** Destinations of the reports that a user asked for, standard output first. */
interface ReportOutputs<F> {
  outputs: { format: F; sink: Sink; isFile: boolean }[]
  /**
   * Puts all files in their places.
   *
   * @throws {UsageError} for a report that could not be written whole; the others are in their places
   */
  commit(): void
  /** Leaves all files as they were. */
  discard(): void
}

/**
 * Opens the files of reports in formats of any kind.
 *
 * @param usual format for standard output if no report is for it; nothing is written there without it
 * @throws {UsageError} for a file that cannot be written, or two reports in one place
 */
export function openReportFiles<F extends string>(requests: readonly ReportRequest<F>[], usual?: F): ReportOutputs<F> {
  assertOneOnStandardOutput(requests)
  assertOneInEachFile(requests)
  const onStandardOutput = requests.filter(({ file }) => file === undefined)
  if (onStandardOutput.length === 0 && usual !== undefined) onStandardOutput.push({ format: usual })
  const toFiles = openAll(requests)
  const files = toFiles.map(({ sink }) => sink)
  const stopWatching = discardAtExit(files)
  return {
    outputs: [...onStandardOutput.map(({ format }) => ({ format, sink: standardOutput(), isFile: false })), ...toFiles],
    commit: () => {
      stopWatching()
      commitAll(files)
    },
    discard: () => {
      stopWatching()
      for (const report of files) report.discard()
    },
  }
}

interface OpenedReport<F> {
  format: F
  sink: ReportFile
  isFile: true
}

/** Opens the files of all reports that go to one. If one cannot be opened, none stays open. */
function openAll<F extends string>(requests: readonly ReportRequest<F>[]): OpenedReport<F>[] {
  const opened: OpenedReport<F>[] = []
  try {
    for (const { format, file } of requests) {
      if (file !== undefined) opened.push({ format, sink: openReportFile(file), isFile: true })
    }
    return opened
  } catch (error) {
    for (const { sink } of opened) sink.discard()
    throw error
  }
}

/** Removes temporary files if the process ends before the reports are whole, and returns a function that stops that. */
function discardAtExit(files: readonly ReportFile[]): () => void {
  const discard = () => {
    for (const report of files) report.discard()
  }
  process.on('exit', discard)
  return () => void process.off('exit', discard)
}

function commitAll(files: readonly ReportFile[]): void {
  const failures: string[] = []
  for (const report of files) {
    try {
      report.commit()
    } catch (error) {
      failures.push(messageOf(error))
    }
  }
  if (failures.length > 0) throw new UsageError(failures.join('; '))
}

/** @throws {UsageError} when two reports are for standard output */
export function assertOneOnStandardOutput(requests: readonly ReportRequest[]): void {
  const formats = requests.flatMap(({ format, file }) => (file === undefined ? [format] : []))
  if (formats.length < 2) return
  throw new UsageError(
    `--report: expected one report on standard output, found ${formats.join(' and ')}; add a file to the others, as in json=FILE`,
  )
}

/** @throws {UsageError} when two reports are for the same file, whatever its names */
function assertOneInEachFile(requests: readonly ReportRequest[]): void {
  const taken = new Map<string, string>()
  const standard = identityOfStandardOutput()
  if (standard !== undefined) taken.set(standard, 'standard output')
  for (const { format, file } of requests) {
    const identity = file === undefined ? undefined : identityOf(file)
    if (file === undefined || identity === undefined) continue
    const other = taken.get(identity)
    if (other !== undefined) {
      throw new UsageError(
        `--report: expected a file for each report, found ${other} and ${format}=${file}, which are the same file; name another one`,
      )
    }
    taken.set(identity, `${format}=${file}`)
  }
}

/**
 * Writes reports on a run that has ended already.
 *
 * @throws {UsageError} as `openReports` does
 */
export function writeReports(run: RunResult, requests: readonly ReportRequest<Format>[], verbose: boolean): void {
  const reports = openReports(requests, { verbose })
  try {
    for (const event of eventsOf(run)) reports.write(event)
  } finally {
    reports.close()
  }
}

/** Returns the events that a run with this result sends, without their times. */
function eventsOf(result: RunResult): RunEvent[] {
  const { schema, plexor, startedAt, specVersion, target, cases, repeat, shard } = result
  const parts = { ...(repeat === undefined ? {} : { repeat }), ...(shard === undefined ? {} : { shard }) }
  return [
    { type: 'run-start', schema, plexor, startedAt, specVersion, target, cases: cases.length, ...parts },
    ...cases.flatMap((each): RunEvent[] => [
      { type: 'case-start', id: each.id },
      { type: 'case-end', result: each },
    ]),
    { type: 'run-end', result },
  ]
}
