import { didYouMean } from './did-you-mean.ts'
import { readNamedFile } from './named-file.ts'
import { shorten, visible } from './text.ts'
import { UsageError } from './usage-error.ts'
import { anyOf } from './yaml-source.ts'

/** A file of the user while it is read: what it is (`event`) and what it is called. */
interface Source {
  what: string
  fileName: string
}

/**
 * Reads a file of JSON that the user named.
 *
 * @throws {UsageError} when it cannot be read, or is no JSON: then the sentence names the line and the column
 */
export function readJsonFile(what: string, fileName: string): JsonValue {
  const text = readNamedFile(what, fileName)
  try {
    return new JsonValue({ what, fileName }, JSON.parse(text), '')
  } catch (error) {
    throw new UsageError(
      `Cannot use the ${what} ${fileName}${placeOf(error, text)}: found text that is not JSON, wanted one JSON object`,
    )
  }
}

/** A value of a JSON file that knows its place. Its readers return the value as the type they name, or throw. */
export class JsonValue {
  readonly value: unknown
  readonly #source: Source
  readonly #pointer: string

  constructor(source: Source, value: unknown, pointer: string) {
    this.value = value
    this.#source = source
    this.#pointer = pointer
  }

  /** The mistake that this value is: what was found, which is the value itself unless given, and what was wanted. */
  error(expected: string, found = this.#found()): UsageError {
    const { what, fileName } = this.#source
    const place = this.#pointer === '' ? '' : ` at ${this.#pointer}`
    return new UsageError(`Cannot use the ${what} ${fileName}${place}: found ${found}, wanted ${expected}`)
  }

  /** Whether there is such a value at all. */
  get isThere(): boolean {
    return this.value !== undefined
  }

  /** The value as an object, with the names that it has. */
  object(expected: string): { names: string[]; member(name: string): JsonValue } {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.error(expected)
    const members = new Map<string, unknown>(Object.entries(value))
    return {
      names: [...members.keys()],
      member: (name) => new JsonValue(this.#source, members.get(name), `${this.#pointer}/${escapeName(name)}`),
    }
  }

  /** The value as an object that has no other names than these. */
  record<Name extends string>(names: readonly Name[], expected: string): Record<Name, JsonValue> {
    const { names: found, member } = this.object(expected)
    const stray = found.find((name) => !names.some((known) => known === name))
    if (stray !== undefined) {
      throw this.error(`one of ${anyOf(names)}${didYouMean(stray, names)}`, `"${visible(shorten(stray, 60))}"`)
    }
    return Object.fromEntries(names.map((name) => [name, member(name)])) as Record<Name, JsonValue>
  }

  text(expected: string): string {
    if (typeof this.value !== 'string') throw this.error(expected)
    return this.value
  }

  /** A whole number that is not negative. */
  count(expected: string): number {
    if (!Number.isSafeInteger(this.value) || Number(this.value) < 0) throw this.error(expected)
    return Number(this.value)
  }

  list(expected: string): unknown[] {
    if (!Array.isArray(this.value)) throw this.error(expected)
    return this.value
  }

  #found(): string {
    const { value } = this
    if (value === undefined) return 'nothing'
    if (Array.isArray(value)) return 'a list'
    if (typeof value === 'string') return `"${visible(shorten(value, 60))}"`
    return typeof value === 'object' && value !== null ? 'an object' : String(value)
  }
}

/** A name as a JSON pointer has it, and safe to show. */
function escapeName(name: string): string {
  return visible(shorten(name.replaceAll('~', '~0').replaceAll('/', '~1'), 60))
}

/** Where the parser stopped, as far as it says so: `:2:7`. */
function placeOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(error))?.[1]
  const lines = text.slice(0, position === undefined ? text.length : Number(position)).split('\n')
  return `:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}
