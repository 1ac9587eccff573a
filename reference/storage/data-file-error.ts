/** A data file that cannot be used. The message is a sentence for whoever named the file. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError'

  constructor(file: string, found: string) {
    super(`Cannot use the data file ${JSON.stringify(file)}: ${found}`)
  }
}
