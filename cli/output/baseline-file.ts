import { existsSync, writeFileSync } from 'node:fs'
import { basename, isAbsolute, normalize, sep } from 'node:path'
import { readNamedFile, reasonOf, tryToOpen } from '../../common/named-file.ts'
import { plural, visible } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { type Baseline, loadBaseline } from '../../run/baseline.ts'
import type { RunResult } from '../../run/events.ts'
import { countChanged, formatBaseline, type KnownFailures, knownFailures } from '../../run/known-failures.ts'

/** File that a run writes its known failures to. */
export interface BaselineFile {
  /**
   * Writes the failures of the run, and prints a summary on standard error.
   *
   * @throws {UsageError} when the file cannot be written
   */
  write(run: Pick<RunResult, 'cases'>): void
}

/**
 * Reads the baseline that the user named.
 *
 * @returns an empty one if the user named none
 * @throws {UsageError} when the file cannot be read, or is not a baseline
 */
export function readBaselineFile(file: string | undefined): Baseline {
  if (file === undefined) return new Map()
  const shown = withoutLocalFolders(file)
  const entries = [...loadBaseline(readNamedFile('baseline', file), file)]
  return new Map(
    entries.map(([id, entry]) => [
      id,
      { ...entry, place: entry.place.startsWith(file) ? shown + entry.place.slice(file.length) : entry.place },
    ]),
  )
}

/** Returns the name of a file for reports, which people share: relative to the current folder, or else its last part. */
function withoutLocalFolders(file: string): string {
  if (!isAbsolute(file)) return normalize(file).startsWith('..') ? basename(file) : file
  const folder = currentFolder()
  return folder !== undefined && file.startsWith(folder + sep) ? file.slice(folder.length + 1) : basename(file)
}

/** Returns the path of the current folder; undefined if Deno may not say it. */
function currentFolder(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}

/**
 * Prepares to write a baseline after a run, so that a file that cannot be used is known before it.
 *
 * @param file the name of the file
 * @param existing all cases that exist: entries for others go
 * @throws {UsageError} when the file cannot be written, or exists and is not a baseline
 */
export function openBaselineFile(file: string, existing: readonly { id: string }[]): BaselineFile {
  assertWritable(file)
  const before = readBaselineFile(existsSync(file) ? file : undefined)
  return {
    write(run) {
      const entries = knownFailures(
        run.cases,
        before,
        existing.map(({ id }) => id),
      )
      try {
        writeFileSync(file, formatBaseline(entries))
      } catch (error) {
        throw writeError(file, error)
      }
      process.stderr.write(`plexor: ${summaryOf(entries, before, visible(file))}\n`)
    },
  }
}

function summaryOf(entries: KnownFailures, before: Baseline, file: string): string {
  const added = [...entries.keys()].filter((id) => !before.has(id)).length
  const todo = added > 0 ? `, ${added} of them new: complete the reasons that begin with TODO` : ''
  const changed = countChanged(entries, before)
  const updated =
    changed > 0
      ? `; ${changed} of those that were there now ${changed === 1 ? 'expects' : 'expect'} what failed in this run`
      : ''
  return `Wrote ${plural(entries.size, 'known failure')} to ${file}${todo}${updated}`
}

/** Leaves the file as it is until the run has ended, so that a run that cannot start does not change it. */
function assertWritable(file: string): void {
  try {
    tryToOpen(file)
  } catch (error) {
    throw writeError(file, error)
  }
}

function writeError(file: string, error: unknown): UsageError {
  return new UsageError(`Cannot write the baseline "${file}": ${reasonOf(error)}`)
}
