/** Error for a data file that cannot be used. The message is written for the person who chose the file. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError'

  constructor(file: string, found: string) {
    super(`Cannot use the data file ${JSON.stringify(file)}: ${found}`)
  }
}
