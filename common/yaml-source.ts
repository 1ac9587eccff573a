import { isAlias, isMap, isScalar, isSeq, type ParsedNode, parseDocument } from 'yaml'
import { didYouMean } from './did-you-mean.ts'
import { anyOf, describeFound, PUT_IN_QUOTES } from './text.ts'
import { expectedFound, UsageError } from './usage-error.ts'

/** Maximum length of a file, in UTF-16 code units. It bounds what the parser needs. */
const MAX_CHARACTERS = 1024 * 1024
const BINARY = /[[\p{Cc}\ufffd]--[\t\r\n]]/v

/** Mistakes of syntax by the code of the parser, whose own messages are for programmers and may quote secrets. */
const SYNTAX: Record<string, string> = {
  BAD_INDENT: 'a line that is not indented as its neighbours are, or a bracket that is not closed',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon in one line (put a value with a colon and a space in quotes)',
  MISSING_CHAR: 'a missing quote, bracket or colon',
  MULTIPLE_DOCS: 'a second document (a line "---" starts one)',
  RESOURCE_EXHAUSTION: 'lists or maps that are nested too deeply',
  TAB_AS_INDENT: 'a tab as indentation',
}

/** File of the user while it is read: kind of content (`configuration`), name and text. */
interface Source {
  what: string
  fileName: string
  text: string
}

/**
 * Parses YAML from the user. The values are read one by one, so that each error has its place.
 *
 * @throws {UsageError} when the text is not YAML
 */
export function parseYaml(source: Source): YamlValue {
  const { text } = source
  if (text.length > MAX_CHARACTERS) {
    const [found, max] = [text.length, MAX_CHARACTERS].map((count) => `${count.toLocaleString('en')} characters`)
    throw errorAt(source, MAX_CHARACTERS, `at most ${max}`, `${found}`)
  }
  const binary = text.search(BINARY)
  if (binary >= 0) throw errorAt(source, binary, 'a YAML file in UTF-8', 'binary data')
  // Unique keys are checked in `entries`: the parser compares every key with every other
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false })
  const [error] = document.errors
  if (error) throw errorAt(source, error.pos[0], 'well-formed YAML', SYNTAX[error.code] ?? 'text that is not YAML')
  return new YamlValue(source, document.contents, 0)
}

/** Value of a YAML file that knows its place. Its readers return the value as the type they name, or throw. */
export class YamlValue {
  readonly #source: Source
  readonly #node: ParsedNode | null
  readonly #offset: number

  constructor(source: Source, node: ParsedNode | null, offset: number) {
    this.#source = source
    this.#node = node
    this.#offset = node?.range[0] ?? offset
    if (isAlias(node)) {
      const advice = 'write the value out, in quotes if it starts with an asterisk'
      throw this.error('a value', 'an alias', advice)
    }
  }

  /** Place of the value: `plexor.yaml:3:7`. */
  get place(): string {
    return place(this.#source, this.#offset)
  }

  /** True if nothing was written. */
  get isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null)
  }

  /** Text, number or boolean; null for nothing; undefined for a list, a map or a value of another type. */
  get scalar(): unknown {
    if (this.#node === null) return null
    return isScalar(this.#node) ? this.#node.value : undefined
  }

  /**
   * Makes the error about this value.
   *
   * @param found what was found, if it is not the value itself
   * @param advice what to do, if the rest does not say it
   */
  error(expected: string, found = this.#found(), advice?: string): UsageError {
    return errorAt(this.#source, this.#offset, expected, found, advice)
  }

  /** Reads a text that is not empty. */
  text(expected: string): string {
    const value = this.scalar
    if (typeof value === 'string' && value.trim() !== '') return value
    const isBare = typeof value === 'number' || typeof value === 'boolean'
    throw this.error(expected, undefined, isBare ? PUT_IN_QUOTES : undefined)
  }

  /** Reads true or false. */
  flag(expected: string): boolean {
    const value = this.scalar
    if (typeof value === 'boolean') return value
    throw this.error(expected)
  }

  /** Reads one of some names. */
  oneOf<Name extends string>(names: readonly Name[]): Name {
    const value = this.scalar
    const found = names.find((name) => name === value)
    if (found !== undefined) return found
    throw this.error(`one of ${anyOf(names)}`, `${this.#found()}${didYouMean(String(value), names)}`)
  }

  /** Reads the items of a list. */
  items(expected: string): YamlValue[] {
    if (!isSeq<ParsedNode>(this.#node)) throw this.error(expected)
    return this.#node.items.map((item) => new YamlValue(this.#source, item, this.#offset))
  }

  /** Reads the items of a list; any other value stands for a list of one. */
  itemsOrOne(expected: string): YamlValue[] {
    return isSeq(this.#node) ? this.items(expected) : [this]
  }

  /** Reads a map with any keys, as JSON has it. */
  object(expected: string): Record<string, unknown> {
    if (!isMap(this.#node)) throw this.error(expected)
    return this.#json() as Record<string, unknown>
  }

  /**
   * Reads the entries of a map, in the order of the file. A key that is not among `keys` or comes twice is an error.
   *
   * @param refused keys that are known and not allowed, and what to do instead
   */
  entries<Key extends string>(
    keys: readonly Key[],
    expected: string,
    refused: { keys: readonly string[]; expected: string; advice: string } = { keys: [], expected: '', advice: '' },
  ): [Key, YamlValue][] {
    if (!isMap<ParsedNode, ParsedNode | null>(this.#node)) throw this.error(expected)
    const seen = new Set<string>()
    return this.#node.items.map((pair) => {
      const key = new YamlValue(this.#source, pair.key, this.#offset)
      if (refused.keys.some((one) => one === key.scalar)) throw key.error(refused.expected, undefined, refused.advice)
      const name = key.oneOf(keys)
      if (seen.has(name)) throw key.error('each key once', `the key "${name}" a second time`, 'remove one of the two')
      seen.add(name)
      return [name, new YamlValue(this.#source, pair.value, pair.key.range[0])]
    })
  }

  /** Returns the value with all that is in it; keys are texts, as in JSON. */
  #json(): unknown {
    if (isSeq<ParsedNode>(this.#node)) return this.items('a list').map((item) => item.#json())
    if (!isMap<ParsedNode, ParsedNode | null>(this.#node)) return isScalar(this.#node) ? this.#node.value : undefined
    return Object.fromEntries(
      this.#node.items.map(({ key, value }) => [
        String(new YamlValue(this.#source, key, this.#offset).scalar),
        new YamlValue(this.#source, value, key.range[0]).#json(),
      ]),
    )
  }

  #found(): string {
    if (this.isEmpty) return 'nothing'
    if (isSeq(this.#node)) return 'a list'
    if (isMap(this.#node)) return 'a map'
    const { scalar } = this
    return typeof scalar === 'object' || scalar === undefined ? 'a value of another type' : describeFound(scalar)
  }
}

function errorAt(source: Source, offset: number, expected: string, found: string, advice?: string): UsageError {
  return new UsageError(
    expectedFound(`Cannot use the ${source.what} ${place(source, offset)}`, expected, found, advice),
  )
}

function place({ fileName, text }: Source, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `${fileName}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}
