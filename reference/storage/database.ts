import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { DataFileError } from './data-file-error.ts'

/** A prepared statement whose rows have the shape that its SQL selects. */
export interface Query<Row> {
  get(...values: SQLInputValue[]): Row | undefined
  all(...values: SQLInputValue[]): Row[]
  /** Rows one at a time, so that the reader can stop early */
  each(...values: SQLInputValue[]): Iterable<Row>
  /** @returns how many rows changed */
  run(...values: SQLInputValue[]): number
}

/** What is in a database, and how it is told from others. */
export interface Schema {
  /** Marks a file as one of a certain program */
  applicationId: number
  /** Raised with each change to the tables */
  version: number
  /** Makes the tables */
  sql: string
}

/** One SQLite database. */
export interface Database {
  prepare<Row = never>(sql: string): Query<Row>
  /** Runs `work` so that all of its writes are kept, or none when it throws; may be nested. */
  transaction<Result>(work: () => Result): Result
  /** Runs `work` as soon as what is written now is safe: at once outside of a transaction, never if that fails. */
  afterCommit(work: () => void): void
  close(): void
}

/** How long another process may take to let go of the file, in milliseconds. */
const BUSY_TIMEOUT_MS = 2000

/**
 * What is committed is on the disk: the write-ahead log is synced with each commit, so that neither a kill nor a power
 * cut loses it. One process alone holds the file, for what it keeps in memory would not follow the writes of another.
 */
const PRAGMAS = `
PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS};
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
`

/**
 * Opens the database and creates its tables where it is new.
 *
 * @param file path of the SQLite file; `:memory:` keeps nothing
 * @throws {DataFileError} when the file is no database, one of another program or of a newer version, or in use
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
      // SQLite has rolled back by itself where the disk is full or broken
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

/** What is kept is for its owner alone. SQLite makes the files beside it like the file itself. */
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600))
  } catch {
    // SQLite says what is wrong
  }
}

/** All in one transaction, so that no half-made file can stay behind. */
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
    const found = `its schema has version ${version}, and this Plexor knows version ${schema.version}`
    throw new DataFileError(file, `${found}; use the Plexor that made it, or name a file that does not exist yet`)
  }
  sqlite.exec('COMMIT')
}

function pragma(sqlite: DatabaseSync, name: string): number {
  return Number(sqlite.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0)
}

function reasonOfFailure(error: Error): string {
  if (/not a database|malformed/.test(error.message)) return 'it is no SQLite database, or a broken one'
  if (/locked/.test(error.message)) return 'another process uses it; end that one first'
  return error.message
}
