import { writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readNamedFile, reasonOf, tryToOpen } from '../../common/named-file.ts'
import { plural, visible } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import type { Finding } from '../../explore/explorer.ts'
import { writeCases } from '../../explore/story/case-source.ts'
import { readHistories, type SavedHistories } from '../../explore/story/saved-histories.ts'
import { FAULTS } from '../../reference/index.ts'
import type { SpecVersion } from '../../spec/index.ts'

/** File that an exploration writes cases of its findings to. */
export interface CaseFile {
  /**
   * Writes the cases, and says on standard error what could not be written.
   *
   * @throws {UsageError} when the file cannot be written
   */
  write(findings: readonly Finding[], specVersion: SpecVersion): void
}

/** File that an exploration writes its histories to. */
export interface HistoryFile {
  /**
   * Writes the histories, and says so on standard error.
   *
   * @throws {UsageError} when the file cannot be written
   */
  write(saved: SavedHistories): void
}

/**
 * Reads the histories of a file.
 *
 * @throws {UsageError} when the file cannot be read, or has no histories
 */
export function readHistoryFile(file: string): SavedHistories {
  return readHistories(readNamedFile('histories', file), JSON.stringify(file))
}

/**
 * Prepares to write histories, so that a file that cannot be written is known before the exploration.
 *
 * @throws {UsageError} when the file cannot be written
 */
export function openHistoryFile(file: string): HistoryFile {
  attempt('histories', file, () => tryToOpen(file))
  return {
    write(saved) {
      const { length } = saved.histories
      if (length > 0) attempt('histories', file, () => writeFileSync(file, `${JSON.stringify(saved, null, 2)}\n`))
      const done = length === 0 ? 'Found nothing to write to' : `Wrote ${plural(length, 'finding')} to`
      process.stderr.write(`plexor: ${done} ${visible(file)}\n`)
    },
  }
}

/**
 * Prepares to write cases, so that a file that cannot be written is known before the exploration.
 *
 * @param target name of the target: that of a fault of the reference is in the cases
 * @throws {UsageError} when the file cannot be written
 */
export function openCaseFile(file: string, target: string): CaseFile {
  attempt('cases', file, () => tryToOpen(file))
  const fault = FAULTS.find(({ name }) => target === `ref:${name}`)?.name
  return {
    write(findings, specVersion) {
      const recorded = findings.flatMap((finding) =>
        finding.recorded === undefined ? [] : [{ ...finding, recorded: finding.recorded }],
      )
      const { text, ids, problems } = writeCases(recorded, { specVersion, harness: harnessFrom(file), fault })
      if (ids.length > 0) attempt('cases', file, () => writeFileSync(file, text))
      for (const problem of problems) process.stderr.write(`plexor: ${visible(problem)}\n`)
      const done = ids.length === 0 ? 'Found no case to write to' : `Wrote ${plural(ids.length, 'case')} to`
      process.stderr.write(`plexor: ${done} ${visible(file)}\n`)
    },
  }
}

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))

/** Returns the path of the harness from a file of Plexor's own repository; for others, that from a folder of suites/. */
function harnessFrom(file: string): string {
  const folder = dirname(resolve(file))
  if (!`${folder}/`.startsWith(REPOSITORY)) return '../harness'
  const path = relative(folder, `${REPOSITORY}suites/harness`).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}

function attempt(what: string, file: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    throw new UsageError(`Cannot write the ${what} ${JSON.stringify(file)}: ${reasonOf(error)}`)
  }
}
