import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { SCHEMA } from './schema.ts'

/** A prepared statement whose rows have the shape that its SQL selects. */
export interface Query<Row> {
  get(...values: SQLInputValue[]): Row | undefined
  all(...values: SQLInputValue[]): Row[]
  /** Rows one at a time, so that the reader can stop early */
  each(...values: SQLInputValue[]): Iterable<Row>
  /** @returns how many rows changed */
  run(...values: SQLInputValue[]): number
}

/** One SQLite database with the schema of the homeserver. */
export interface Database {
  prepare<Row = never>(sql: string): Query<Row>
  /** Runs `work` so that all of its writes are kept, or none when it throws; may be nested. */
  transaction<Result>(work: () => Result): Result
  close(): void
}

/**
 * Opens the database and creates the tables that are missing.
 *
 * @param file path of the SQLite file; `:memory:` keeps nothing
 */
export function openDatabase(file: string): Database {
  const sqlite = new DatabaseSync(file)
  sqlite.exec(SCHEMA)
  let depth = 0
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
    transaction(work) {
      if (depth > 0) return work()
      sqlite.exec('BEGIN IMMEDIATE')
      depth += 1
      try {
        const result = work()
        sqlite.exec('COMMIT')
        return result
      } catch (error) {
        sqlite.exec('ROLLBACK')
        throw error
      } finally {
        depth -= 1
      }
    },
    close: () => sqlite.close(),
  }
}
