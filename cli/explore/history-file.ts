import { accessSync, closeSync, constants, existsSync, openSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { readNamedFile, reasonOf } from '../../common/named-file.ts'
import { plural, visible } from '../../common/text.ts'
import { UsageError } from '../../common/usage-error.ts'
import { readHistories, type SavedHistories } from '../../explore/story/saved-histories.ts'

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
  attempt(file, () => {
    if (existsSync(file)) closeSync(openSync(file, 'r+'))
    else accessSync(dirname(file), constants.W_OK)
  })
  return {
    write(saved) {
      const { length } = saved.histories
      if (length > 0) attempt(file, () => writeFileSync(file, `${JSON.stringify(saved, null, 2)}\n`))
      const done = length === 0 ? 'Found nothing to write to' : `Wrote ${plural(length, 'finding')} to`
      process.stderr.write(`plexor: ${done} ${visible(file)}\n`)
    },
  }
}

function attempt(file: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    throw new UsageError(`Cannot write the histories ${JSON.stringify(file)}: ${reasonOf(error)}`)
  }
}
