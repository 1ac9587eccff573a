import { writeFileSync } from 'node:fs'
import { reasonOf } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'

/**
 * Writes a report to a file that the user named.
 *
 * @throws {UsageError} when it cannot be written
 */
export function writeNamedFile(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`Cannot write the report "${file}": ${reasonOf(error)}`)
  }
}
