import { UsageError } from '../../common/usage-error.ts'
import { DataFileError } from '../../reference/index.ts'

/** Opens what keeps its data in a file. A file that cannot be used is a mistake of whoever named it. */
export async function withDataFile<T>(open: () => T | Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    throw error instanceof DataFileError ? new UsageError(error.message) : error
  }
}
