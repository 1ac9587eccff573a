import { closeSync, openSync, writeFileSync } from 'node:fs'
import { createWriter, FORMATS, type Format, type Sink, type Writer } from '../reports/writer.ts'
import { didYouMean } from './nearest.ts'
import { reasonOf } from './options.ts'
import { UsageError } from './usage-error.ts'

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
  const parsed = requests.map(parse)
  const onStandardOutput = parsed.filter(({ file }) => file === undefined)
  if (onStandardOutput.length > 1) {
    const names = onStandardOutput.map(({ format }) => format).join(' and ')
    throw new UsageError(
      `The reports ${names} would share standard output: give all but one of them a file, as in json=FILE`,
    )
  }
  if (onStandardOutput.length === 0) parsed.unshift({ format: 'pretty' })
  const files: ReportFile[] = []
  const toFiles: Writer[] = []
  const toOutput: Writer[] = []
  for (const { format, file } of parsed) {
    if (file === undefined) toOutput.push(createWriter(format, standardOutput(), { verbose }))
    else {
      const report = openReport(file)
      files.push(report)
      toFiles.push(createWriter(format, report, { verbose }))
    }
  }
  const all = (writers: Writer[]): Writer => {
    return (event) => {
      for (const writer of writers) writer(event)
    }
  }
  return {
    write: all([...toOutput, ...toFiles]),
    writeToFiles: all(toFiles),
    close: () => {
      for (const report of files) report.close()
    },
  }
}

function parse(request: string): { format: Format; file?: string } {
  const split = request.indexOf('=')
  const name = split < 0 ? request : request.slice(0, split)
  const format = FORMATS.find((known) => known === name)
  if (format === undefined) {
    throw new UsageError(
      `There is no report format "${name}": Plexor writes ${FORMATS.join(', ')}${didYouMean(name, FORMATS)}`,
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
