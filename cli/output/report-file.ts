import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import type { Sink } from '../../reports/sink.ts'

/** File that a report is written to. The report of an earlier run stays there until this one is whole. */
export interface ReportFile extends Sink {
  /**
   * Puts the report in its place.
   *
   * @throws {UsageError} when it could not be written whole; the earlier report stays then
   */
  commit(): void
  /** Leaves the earlier report as it is. Does nothing after `commit`. */
  discard(): void
}

/** Place that a report goes to before it is whole. */
interface Destination {
  write(text: string): void
  commit(): void
  discard(): void
}

/**
 * Opens a file for a report. A full disk does not end the run, which has other reports: the error is thrown when the
 * report is put in its place.
 *
 * The report is written to a temporary file beside it. Pipes and devices are written directly.
 *
 * @throws {UsageError} when the file cannot be written
 */
export function openReportFile(file: string): ReportFile {
  const destination = attempt(file, () => openDestination(file))
  let failure: unknown
  let isOpen = true
  return {
    write(text) {
      if (failure !== undefined) return
      try {
        destination.write(text)
      } catch (error) {
        failure = error
        // What it takes of a full disk is left to the other reports
        destination.discard()
      }
    },
    commit() {
      if (!isOpen) return
      isOpen = false
      if (failure === undefined) return attempt(file, () => destination.commit())
      // A reader that closes a pipe early has read what it needs
      if (codeOf(failure) !== 'EPIPE') throw writeError(file, failure)
    },
    discard() {
      if (isOpen && failure === undefined) destination.discard()
      isOpen = false
    },
  }
}

/**
 * Returns what tells the files of reports apart, whatever their names.
 *
 * @returns undefined for a device such as /dev/null, which several reports can share
 */
export function identityOf(file: string): string | undefined {
  try {
    const stats = statSync(file)
    return stats.isFile() || stats.isFIFO() ? `${stats.dev}:${stats.ino}` : undefined
  } catch {
    const link = linkOf(file)
    return link === undefined ? join(realFolder(dirname(file)), basename(file)) : identityOf(link)
  }
}

/** Returns where a link leads, whether or not there is a file; undefined for anything else. */
function linkOf(file: string): string | undefined {
  try {
    return resolve(dirname(file), readlinkSync(file))
  } catch {
    return undefined
  }
}

/** Returns what tells standard output apart from the files of reports, if it is a file. */
export function identityOfStandardOutput(): string | undefined {
  try {
    const stats = fstatSync(1)
    return stats.isFile() ? `${stats.dev}:${stats.ino}` : undefined
  } catch {
    return undefined
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

function openDestination(file: string): Destination {
  const kind = kindOf(file)
  if (kind === 'other') return direct(file)
  if (kind === 'hidden') return held(file)
  try {
    // Reports are replaced, not changed, so that a file that may not be written is refused here
    if (kind === 'file') closeSync(openSync(file, 'a'))
    return beside(kind === 'file' ? realpathSync(file) : file)
  } catch (error) {
    // The folder may be closed to Plexor, but not the file
    if (!NOT_PERMITTED.has(codeOf(error) ?? '')) throw error
    return held(file)
  }
}

/** Errors for a temporary file that may not be made, or whose name is too long. */
const NOT_PERMITTED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENAMETOOLONG', 'NotCapable'])

function codeOf(error: unknown): string | undefined {
  const { code, name } = error as { code?: string; name?: string }
  return code ?? name
}

/**
 * Reports whether a path is that of a file, of nothing, or of something else such as a pipe or a link to nothing. It is
 * hidden if Deno may write there, but not look.
 */
function kindOf(file: string): 'file' | 'none' | 'hidden' | 'other' {
  try {
    return statSync(file).isFile() ? 'file' : 'other'
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return 'hidden'
    return linkOf(file) === undefined ? 'none' : 'other'
  }
}

/** Writes each part of the report at once, for a pipe or a device. */
function direct(file: string): Destination {
  const descriptor = openSync(file, 'w')
  return {
    write: (text) => writeFileSync(descriptor, text),
    commit: () => closeSync(descriptor),
    discard: () => closeSync(descriptor),
  }
}

/** Writes to a temporary file in the same folder, whose name says so: `report.json.unfinished-1f0c2a`. */
function beside(file: string): Destination {
  const temporary = `${file}.unfinished-${randomBytes(3).toString('hex')}`
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  const descriptor = openSync(temporary, 'wx', mode)
  return {
    write: (text) => writeFileSync(descriptor, text),
    commit() {
      closeSync(descriptor)
      renameSync(temporary, file)
    },
    discard() {
      closeSync(descriptor)
      rmSync(temporary, { force: true })
    },
  }
}

/** Stores the report until it is whole, for a file in a folder that Plexor may not write to. */
function held(file: string): Destination {
  let whole = ''
  const isNew = makeFile(file)
  return {
    write: (text) => {
      whole += text
    },
    commit: () => writeFileSync(file, whole),
    discard: () => {
      if (isNew) unlinkSync(file)
    },
  }
}

/** Makes an empty file, or makes sure that the one that is there can be written. Reports whether it is new. */
function makeFile(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx'))
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    closeSync(openSync(file, 'a'))
    return false
  }
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw writeError(file, error)
  }
}

function writeError(file: string, error: unknown): UsageError {
  return new UsageError(`Cannot write the report "${file}": ${reasonOf(error)}`)
}
