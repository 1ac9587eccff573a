import { isAlias, isMap, isScalar, isSeq, type ParsedNode, parseDocument } from 'yaml'
import { didYouMean } from './did-you-mean.ts'
import { shorten, visible } from './text.ts'
import { UsageError } from './usage-error.ts'

/** No file of a person is longer, and what the parser needs for so much is bounded. */
const MAX_CHARACTERS = 1024 * 1024
const BINARY = /[[\p{Cc}\ufffd]--[\t\r\n]]/v

/** What the parser stumbled over, in words for people; its own messages are for programmers and may quote secrets. */
const SYNTAX: Record<string, string> = {
  BAD_INDENT: 'a line that is not indented as its neighbours are, or a bracket that is not closed',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon in one line (a value with a colon and a space goes into quotes)',
  MISSING_CHAR: 'a quote, bracket or colon that is missing',
  MULTIPLE_DOCS: 'a second document (a line "---" starts one)',
  RESOURCE_EXHAUSTION: 'lists or maps that are nested too deeply',
  TAB_AS_INDENT: 'a tab as indentation',
}

/** A file of the user while it is read: what it is (`configuration`), what it is called, what it holds. */
interface Source {
  what: string
  fileName: string
  text: string
}

/** Parses YAML from the user. The values are read one by one, so that each error has its place. Throws `UsageError`. */
export function parseYaml(source: Source): YamlValue {
  const { text } = source
  if (text.length > MAX_CHARACTERS) {
    const [found, expected] = [text.length, MAX_CHARACTERS].map((count) => `${count.toLocaleString('en')} characters`)
    throw new UsageError(sentence(source, MAX_CHARACTERS, `found ${found}, wanted at most ${expected}`))
  }
  const binary = text.search(BINARY)
  if (binary >= 0) throw new UsageError(sentence(source, binary, 'found binary data, wanted a YAML file in UTF-8'))
  // Unique keys are checked in `entries`: the parser compares every key with every other
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false })
  const [error] = document.errors
  if (error) {
    const found = SYNTAX[error.code] ?? 'text that is not YAML'
    throw new UsageError(sentence(source, error.pos[0], `found ${found}, wanted well-formed YAML`))
  }
  return new YamlValue(source, document.contents, 0)
}

/** A value of a YAML file that knows its place. Its readers return the value as the type they name, or throw. */
export class YamlValue {
  readonly #source: Source
  readonly #node: ParsedNode | null
  readonly #offset: number

  constructor(source: Source, node: ParsedNode | null, offset: number) {
    this.#source = source
    this.#node = node
    this.#offset = node?.range[0] ?? offset
    if (isAlias(node)) {
      throw this.error(`wanted no aliases; write the value out, in quotes if it starts with an asterisk`)
    }
  }

  /** Where the value stands: `plexor.yaml:3:7`. */
  get place(): string {
    return place(this.#source, this.#offset)
  }

  /** Whether nothing was written. */
  get isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null)
  }

  /** The mistake that this value is. `wanted` continues the sentence; what was found is put before it, unless given. */
  error(expected: string, found = this.#found()): UsageError {
    return new UsageError(sentence(this.#source, this.#offset, `found ${found}, ${expected}`))
  }

  /** A text that is not empty. */
  text(expected: string): string {
    const value = this.#scalar()
    if (typeof value === 'string' && value.trim() !== '') return value
    const quote = typeof value === 'number' || typeof value === 'boolean' ? '; put it into quotes' : ''
    throw this.error(`wanted ${expected}${quote}`)
  }

  /** A number from `min` to `max`. */
  number(expected: string, { min, max, whole = false }: { min: number; max: number; whole?: boolean }): number {
    const value = this.#scalar()
    if (typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value))) return value
    throw this.error(`wanted ${expected}`)
  }

  /** True or false. */
  flag(expected: string): boolean {
    const value = this.#scalar()
    if (typeof value === 'boolean') return value
    throw this.error(`wanted ${expected}`)
  }

  /** One of some names. */
  oneOf<Name extends string>(names: readonly Name[]): Name {
    const value = this.#scalar()
    const found = names.find((name) => name === value)
    if (found !== undefined) return found
    throw this.error(`wanted one of ${anyOf(names)}${didYouMean(String(value), names)}`)
  }

  /** The items of a list. */
  items(expected: string): YamlValue[] {
    if (!isSeq<ParsedNode>(this.#node)) throw this.error(`wanted ${expected}`)
    return this.#node.items.map((item) => new YamlValue(this.#source, item, this.#offset))
  }

  /** The items of a list; a value that is no list stands for a list of one. */
  itemsOrOne(expected: string): YamlValue[] {
    return isSeq(this.#node) ? this.items(expected) : [this]
  }

  /** A list of texts, or a single one. */
  texts(expected: string): string[] {
    return this.itemsOrOne(expected).map((item) => item.text(expected))
  }

  /** A map with any keys, as JSON has it. */
  object(expected: string): Record<string, unknown> {
    if (!isMap(this.#node)) throw this.error(`wanted ${expected}`)
    return this.#json() as Record<string, unknown>
  }

  /**
   * The entries of a map, in the order of the file. A key that is not among `keys` or comes twice is an error;
   * `refused` are keys that are understood and not wanted, and what is wanted instead.
   */
  entries<Key extends string>(
    keys: readonly Key[],
    expected: string,
    refused: { keys: readonly string[]; expected: string } = { keys: [], expected: '' },
  ): [Key, YamlValue][] {
    if (!isMap<ParsedNode, ParsedNode | null>(this.#node)) throw this.error(`wanted ${expected}`)
    const seen = new Set<string>()
    return this.#node.items.map((pair) => {
      const key = new YamlValue(this.#source, pair.key, this.#offset)
      if (refused.keys.some((one) => one === key.#scalar())) throw key.error(refused.expected)
      const name = key.oneOf(keys)
      if (seen.has(name)) throw key.error('wanted it once; remove one of the two', `the key "${name}" a second time`)
      seen.add(name)
      return [name, new YamlValue(this.#source, pair.value, pair.key.range[0])]
    })
  }

  /** The value with all that is in it; keys are texts, as in JSON. */
  #json(): unknown {
    if (isSeq<ParsedNode>(this.#node)) return this.items('a list').map((item) => item.#json())
    if (!isMap<ParsedNode, ParsedNode | null>(this.#node)) return this.#scalar()
    return Object.fromEntries(
      this.#node.items.map(({ key, value }) => [
        String(new YamlValue(this.#source, key, this.#offset).#scalar()),
        new YamlValue(this.#source, value, key.range[0]).#json(),
      ]),
    )
  }

  #scalar(): unknown {
    return isScalar(this.#node) ? this.#node.value : undefined
  }

  #found(): string {
    if (this.isEmpty) return 'nothing'
    if (isAlias(this.#node)) return 'an alias'
    if (isSeq(this.#node)) return 'a list'
    if (isMap(this.#node)) return 'a map'
    const value = this.#scalar()
    if (typeof value === 'string') return `"${visible(shorten(value, 60))}"`
    if (typeof value === 'number') return `the number ${value}`
    return typeof value === 'boolean' ? `${value}` : 'a value of another type'
  }
}

/** `"a", "b" or "c"`. */
export function anyOf(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`)
  const last = quoted.pop() ?? ''
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last
}

function sentence(source: Source, offset: number, problem: string): string {
  return `Cannot use the ${source.what} ${place(source, offset)}: ${problem}`
}

function place({ fileName, text }: Source, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `${fileName}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}
