import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { DataFileError } from './data-file-error.ts'

/** Prepared statement, with the type of the rows that its SQL selects. */
export interface Query<Row> {
  get(...values: SQLInputValue[]): Row | undefined
  all(...values: SQLInputValue[]): Row[]

  /** Returns the rows one at a time, so that the reader can stop early. */
  each(...values: SQLInputValue[]): Iterable<Row>

  /** Executes the statement, and returns the number of changed rows. */
  run(...values: SQLInputValue[]): number
}

/** Tables of a database, with the identification of its file. */
export interface Schema {
  /** Marks a file as a database of one program */
  applicationId: number

  /** Version of the tables, increased with each change */
  version: number

  /** Statements that create the tables */
  sql: string
}

/** SQLite database. */
export interface Database {
  prepare<Row = never>(sql: string): Query<Row>

  /** Runs `work` in a transaction: all of its writes are committed, or none if it throws. Can be nested. */
  transaction<Result>(work: () => Result): Result

  /** Runs `work` after the current transaction is committed: at once outside of one, never if it fails. */
  afterCommit(work: () => void): void
  close(): void
}

/** Maximum wait for another process to release the file, in milliseconds. */
const BUSY_TIMEOUT_MS = 2000

/**
 * Settings of a database. The write-ahead log is synced with each commit, so that neither a kill nor a power failure
 * loses committed data. Only one process can use the file, because its caches would not follow the writes of another.
 */
const PRAGMAS = `
PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS};
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
`

/**
 * Opens a database, and creates its tables if it is new.
 *
 * @param file path of the SQLite file; `:memory:` stores nothing on disk
 * @throws {DataFileError} when the file is not a database, in use, or of another program or version
 */
export function openDatabase(file: string, schema: Schema): Database {
  const sqlite = open(file, schema)
  let depth = 0
  let waiting: (() => void)[] = []
  let isClosed = false

  function transaction<Result>(work: () => Result): Result {
    if (depth > 0) return work()
    sqlite.exec('BEGIN IMMEDIATE')
    depth += 1
    let result: Result
    try {
      result = work()
      sqlite.exec('COMMIT')
    } catch (error) {
      waiting = []
      // SQLite has already rolled back if the disk is full or defective
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
      throw error
    } finally {
      depth -= 1
    }
    const committed = waiting
    waiting = []
    for (const work of committed) work()
    return result
  }

  return {
    prepare: <Row>(sql: string) => {
      const statement = sqlite.prepare(sql)
      return {
        get: (...values) => statement.get(...values) as Row | undefined,
        all: (...values) => statement.all(...values) as Row[],
        each: (...values) => statement.iterate(...values) as Iterable<Row>,
        run: (...values) => Number(statement.run(...values).changes),
      }
    },
    transaction,
    afterCommit(work) {
      if (depth === 0) work()
      else waiting.push(work)
    },
    close() {
      if (!isClosed) sqlite.close()
      isClosed = true
    },
  }
}

function open(file: string, schema: Schema): DatabaseSync {
  let sqlite: DatabaseSync | undefined
  try {
    if (file !== ':memory:') makePrivate(file)
    sqlite = new DatabaseSync(file)
    sqlite.exec(PRAGMAS)
    prepareSchema(sqlite, file, schema)
    return sqlite
  } catch (error) {
    sqlite?.close()
    if (error instanceof DataFileError || !(error instanceof Error)) throw error
    throw new DataFileError(file, reasonOfFailure(error))
  }
}

/** Restricts a file to its owner. SQLite creates its further files with the same permissions. */
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600))
  } catch {
    // SQLite reports the error
  }
}

/** Creates or checks the tables, in one transaction, so that no incomplete file can remain. */
function prepareSchema(sqlite: DatabaseSync, file: string, schema: Schema): void {
  sqlite.exec('BEGIN IMMEDIATE')
  const application = pragma(sqlite, 'application_id')
  const version = pragma(sqlite, 'user_version')
  const isNew = sqlite.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (isNew && application === 0) {
    sqlite.exec(schema.sql)
    sqlite.exec(`PRAGMA application_id = ${schema.applicationId}; PRAGMA user_version = ${schema.version};`)
  } else if (application !== schema.applicationId) {
    throw new DataFileError(file, 'it is a database of another program; name a file that does not exist yet')
  } else if (version !== schema.version) {
    const found = `expected schema version ${schema.version}, found ${version}`
    throw new DataFileError(
      file,
      `${found}; use the version of Plexor that created it, or name a file that does not exist yet`,
    )
  }
  sqlite.exec('COMMIT')
}

function pragma(sqlite: DatabaseSync, name: string): number {
  return Number(sqlite.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0)
}

function reasonOfFailure(error: Error): string {
  if (/not a database|malformed/.test(error.message)) return 'it is not an SQLite database, or it is damaged'
  if (/locked/.test(error.message)) return 'another process uses it; stop that process first'
  return error.message
}
