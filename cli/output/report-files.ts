import { closeSync, openSync, writeFileSync } from 'node:fs'
import { didYouMean } from '../../common/did-you-mean.ts'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { createWriter, FORMATS, type Sink, type Writer } from '../../reports/writer.ts'
import type { RunEvent, RunResult } from '../../run/events.ts'

/** The reports that a run was asked for, as one writer of events. */
export interface OpenReports {
  write: Writer
  /** Like `write`, for the files alone */
  writeToFiles: Writer
  /** @throws {UsageError} for a report that could not be written whole */
  close(): void
}

/**
 * Opens every report before the run, so that one that cannot be written is known at once. Unless a report goes to
 * standard output, pretty does.
 *
 * @param requests `FORMAT` or `FORMAT=FILE` each
 * @throws {UsageError} for an unknown format, or a file that cannot be written
 */
export function openReports(requests: readonly string[], verbose: boolean): OpenReports {
  const { outputs, close } = openReportFiles(requests, FORMATS, 'pretty')
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

/** Where the reports that a user asked for go, standard output first. */
interface ReportOutputs<F> {
  outputs: { format: F; sink: Sink; isFile: boolean }[]
  /** @throws {UsageError} for a report that could not be written whole */
  close(): void
}

/**
 * Opens the files of reports in formats of any kind. Unless one goes to standard output, `usual` does.
 *
 * @throws {UsageError} for an unknown format, or a file that cannot be written
 */
export function openReportFiles<F extends string>(
  requests: readonly string[],
  formats: readonly F[],
  usual: F,
): ReportOutputs<F> {
  const parsed = requests.map((request) => parse(request, formats))
  const onStandardOutput = parsed.filter(({ file }) => file === undefined)
  if (onStandardOutput.length > 1) {
    const names = onStandardOutput.map(({ format }) => format).join(' and ')
    throw new UsageError(
      `The reports ${names} would share standard output: give all but one of them a file, as in json=FILE`,
    )
  }
  if (onStandardOutput.length === 0) onStandardOutput.push({ format: usual })
  const files: ReportFile[] = []
  const toFiles = parsed.flatMap(({ format, file }) => {
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

/**
 * Writes reports on a run that has ended already.
 *
 * @throws {UsageError} as `openReports` does
 */
export function writeReports(run: RunResult, requests: readonly string[], verbose: boolean): void {
  const reports = openReports(requests, verbose)
  try {
    for (const event of eventsOf(run)) reports.write(event)
  } finally {
    reports.close()
  }
}

/** The events that a run with this result sends, but for when they came. */
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

function parse<F extends string>(request: string, formats: readonly F[]): { format: F; file?: string } {
  const split = request.indexOf('=')
  const name = split < 0 ? request : request.slice(0, split)
  const format = formats.find((known) => known === name)
  if (format === undefined) {
    throw new UsageError(
      `There is no report format "${name}": Plexor writes ${formats.join(', ')}${didYouMean(name, formats)}`,
    )
  }
  if (split < 0) return { format }
  const file = request.slice(split + 1)
  if (file === '')
    throw new UsageError(`The report "${request}" names no file: give one, as in ${format}=report.${format}`)
  return { format, file }
}

interface ReportFile extends Sink {
  close(): void
}

/** A disk that is full does not end the run, which has other reports: it is told when the file is closed. */
function openReport(file: string): ReportFile {
  const descriptor = open(file)
  let failure: UsageError | undefined
  return {
    write(text) {
      try {
        if (failure === undefined) writeFileSync(descriptor, text)
      } catch (error) {
        failure = cannotWrite(file, error)
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
    throw cannotWrite(file, error)
  }
}

function cannotWrite(file: string, error: unknown): UsageError {
  return new UsageError(`Cannot write the report "${file}": ${reasonOf(error)}`)
}

/** A terminal gets colours unless NO_COLOR is set; anything else gets them only when FORCE_COLOR is. */
function standardOutput(): Sink {
  const { stdout, env } = process
  const isTTY = stdout.isTTY === true
  const isSet = (name: string) => !['', '0', undefined].includes(env[name])
  return {
    write: (text) => void stdout.write(text),
    isTTY,
    get columns() {
      return stdout.columns ?? 80
    },
    color: !isSet('NO_COLOR') && (isTTY || isSet('FORCE_COLOR')),
  }
}
