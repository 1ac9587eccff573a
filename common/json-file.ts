import { isDeeperThan } from './depth.ts'
import { didYouMean } from './did-you-mean.ts'
import { readNamedFile } from './named-file.ts'
import { anyOf, describeFound, shorten, visible } from './text.ts'
import { expectedFound, UsageError } from './usage-error.ts'

/** Maximum depth of JSON in a file. Nothing in Matrix is nested as deeply. */
const MAX_DEPTH = 200

/** File of the user while it is read: kind of content (`event`) and name. */
interface Source {
  what: string
  fileName: string
}

/**
 * Reads a file of JSON that the user named.
 *
 * @param what name of its content in messages: `event`
 * @throws {UsageError} when it cannot be read, or is not JSON: the message has the line and the column
 */
export function readJsonFile(what: string, fileName: string): JsonValue {
  const text = readNamedFile(what, fileName)
  const subject = `Cannot use the ${what} ${fileName}`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(expectedFound(subject + placeOf(error, text), 'one JSON object', 'text that is not JSON'))
  }
  if (isDeeperThan(MAX_DEPTH, value)) {
    throw new UsageError(expectedFound(subject, `JSON with at most ${MAX_DEPTH} levels`, 'deeper JSON'))
  }
  return new JsonValue({ what, fileName }, value, '')
}

/** Value of a JSON file that knows its place. Its readers return the value as the type they name, or throw. */
export class JsonValue {
  readonly value: unknown
  readonly #source: Source
  readonly #pointer: string

  constructor(source: Source, value: unknown, pointer: string) {
    this.value = value
    this.#source = source
    this.#pointer = pointer
  }

  /**
   * Makes the error about this value.
   *
   * @param found what was found, if it is not the value itself
   * @param advice what to do, if the rest does not say it
   */
  error(expected: string, found = describeFound(this.value), advice?: string): UsageError {
    const { what, fileName } = this.#source
    const place = this.#pointer === '' ? '' : ` at ${this.#pointer}`
    return new UsageError(expectedFound(`Cannot use the ${what} ${fileName}${place}`, expected, found, advice))
  }

  /** True if the value exists. */
  get exists(): boolean {
    return this.value !== undefined
  }

  /** Reads the value as an object, with the names that it has. */
  object(expected: string): { names: string[]; member(name: string): JsonValue } {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.error(expected)
    const members = new Map<string, unknown>(Object.entries(value))
    return {
      names: [...members.keys()],
      member: (name) => new JsonValue(this.#source, members.get(name), `${this.#pointer}/${escapeName(name)}`),
    }
  }

  /** Reads the value as an object that has no other names than these. */
  record<Name extends string>(names: readonly Name[], expected: string): Record<Name, JsonValue> {
    const { names: found, member } = this.object(expected)
    const unknown = found.find((name) => !names.some((known) => known === name))
    if (unknown !== undefined) {
      throw this.error(`one of ${anyOf(names)}`, `${describeFound(unknown)}${didYouMean(unknown, names)}`)
    }
    return Object.fromEntries(names.map((name) => [name, member(name)])) as Record<Name, JsonValue>
  }

  /** Reads the value as a string. */
  text(expected: string): string {
    if (typeof this.value !== 'string') throw this.error(expected)
    return this.value
  }

  /** Reads the value as a whole number that is not negative. */
  count(expected: string): number {
    if (!Number.isSafeInteger(this.value) || Number(this.value) < 0) throw this.error(expected)
    return Number(this.value)
  }

  /** Reads the value as a list. */
  list(expected: string): unknown[] {
    if (!Array.isArray(this.value)) throw this.error(expected)
    return this.value
  }
}

/** Escapes a name for a JSON pointer, and makes it safe to show. */
function escapeName(name: string): string {
  return visible(shorten(name.replaceAll('~', '~0').replaceAll('/', '~1'), 60))
}

/** Returns where the parser stopped, as `:2:7`, if its message says so. */
function placeOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(error))?.[1]
  const lines = text.slice(0, position === undefined ? text.length : Number(position)).split('\n')
  return `:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}
