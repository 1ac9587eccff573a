import { closeSync, openSync, writeFileSync } from 'node:fs'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import type { Format } from '../../reports/formats.ts'
import type { Sink, Writer } from '../../reports/sink.ts'
import { createWriter } from '../../reports/writer.ts'
import type { RunEvent, RunResult } from '../../run/events.ts'
import type { ReportRequest } from '../options/value-types.ts'
import { standardOutput } from './standard-output.ts'

/** Reports of a run, as one writer of events. */
export interface OpenReports {
  write: Writer
  /** Like `write`, for the files alone */
  writeToFiles: Writer
  /** @throws {UsageError} for a report that could not be written whole */
  close(): void
}

/**
 * Opens every report before the run, so that one that cannot be written is known at once. If none is for standard
 * output, `pretty` is.
 *
 * @throws {UsageError} for a file that cannot be written, or two reports for standard output
 */
export function openReports(requests: readonly ReportRequest<Format>[], verbose: boolean): OpenReports {
  const { outputs, close } = openReportFiles(requests, 'pretty')
  const writers = outputs.map(({ format, sink, isFile }) => ({
    isFile,
    write: createWriter(format, sink, { verbose }),
  }))
  const all = (some: typeof writers): Writer => {
    return (event) => {
      for (const { write } of some) write(event)
    }
  }
  return { write: all(writers), writeToFiles: all(writers.filter(({ isFile }) => isFile)), close }
}

/** Destinations of the reports that a user asked for, standard output first. */
interface ReportOutputs<F> {
  outputs: { format: F; sink: Sink; isFile: boolean }[]
  /** @throws {UsageError} for a report that could not be written whole */
  close(): void
}

/**
 * Opens the files of reports in formats of any kind.
 *
 * @param usual format for standard output if no report is for it; nothing is written there without it
 * @throws {UsageError} for a file that cannot be written, or two reports for standard output
 */
export function openReportFiles<F extends string>(requests: readonly ReportRequest<F>[], usual?: F): ReportOutputs<F> {
  assertOneOnStandardOutput(requests)
  const onStandardOutput = requests.filter(({ file }) => file === undefined)
  if (onStandardOutput.length === 0 && usual !== undefined) onStandardOutput.push({ format: usual })
  const files: ReportFile[] = []
  const toFiles = requests.flatMap(({ format, file }) => {
    if (file === undefined) return []
    const sink = openReport(file)
    files.push(sink)
    return [{ format, sink, isFile: true }]
  })
  return {
    outputs: [...onStandardOutput.map(({ format }) => ({ format, sink: standardOutput(), isFile: false })), ...toFiles],
    close: () => {
      for (const report of files) report.close()
    },
  }
}

/** @throws {UsageError} when two reports are for standard output */
export function assertOneOnStandardOutput(requests: readonly ReportRequest[]): void {
  const formats = requests.flatMap(({ format, file }) => (file === undefined ? [format] : []))
  if (formats.length < 2) return
  throw new UsageError(
    `--report: expected one report on standard output, found ${formats.join(' and ')}; add a file to the others, as in json=FILE`,
  )
}

/**
 * Writes reports on a run that has ended already.
 *
 * @throws {UsageError} as `openReports` does
 */
export function writeReports(run: RunResult, requests: readonly ReportRequest<Format>[], verbose: boolean): void {
  const reports = openReports(requests, verbose)
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

interface ReportFile extends Sink {
  close(): void
}

/** Opens a file. A full disk does not end the run, which has other reports: the error is thrown when the file is closed. */
function openReport(file: string): ReportFile {
  const descriptor = open(file)
  let failure: UsageError | undefined
  return {
    write(text) {
      try {
        if (failure === undefined) writeFileSync(descriptor, text)
      } catch (error) {
        failure = writeError(file, error)
      }
    },
    close() {
      closeSync(descriptor)
      if (failure !== undefined) throw failure
    },
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'w')
  } catch (error) {
    throw writeError(file, error)
  }
}

function writeError(file: string, error: unknown): UsageError {
  return new UsageError(`Cannot write the report "${file}": ${reasonOf(error)}`)
}
