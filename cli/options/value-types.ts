import { nearest } from '../../common/did-you-mean.ts'
import { PUT_IN_QUOTES } from '../../common/text.ts'
import type { ShardName } from '../../run/shard.ts'
import { NEWEST, SPEC_VERSIONS, type SpecVersion } from '../../spec/versions.ts'
import { InvalidValue, type ValueType } from './option.ts'

/** A switch: given or not on the command line, true or false in `plexor.yaml`. */
export const SWITCH: ValueType<boolean> = {
  expected: 'true or false',
  placeholder: '',
  parse(value) {
    if (typeof value === 'boolean') return value
    throw new InvalidValue(this.expected)
  },
}

/** Text that is not empty. */
export function text(expected: string, placeholder = 'TEXT'): ValueType<string> {
  return { expected, placeholder, parse: (value) => textOf(value, expected) }
}

/** Path of a file. */
export function file(expected = 'the path of a file'): ValueType<string> {
  return { ...text(expected, 'FILE'), isPath: true }
}

/** Path of a folder. */
export function folder(expected = 'the path of a folder'): ValueType<string> {
  return { ...text(expected, 'FOLDER'), isPath: true }
}

/** Pattern of ids: an exact id, or text with `*` for any characters. */
export function pattern(expected: string): ValueType<string> {
  return text(expected, 'PATTERN')
}

/** Number from `min` to `max`. */
export function number(min: number, max: number, unit = ''): ValueType<number> {
  return numberType(`a number${unit === '' ? '' : ` of ${unit}`} from ${min} to ${max}`, min, max)
}

/** Time span in seconds, from `min` to `max`, which is an hour by default. */
export function seconds(min: number, max = 3600): ValueType<number> {
  return { ...number(min, max, 'seconds'), placeholder: 'SECONDS' }
}

/** Whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): ValueType<number> {
  return numberType(`a whole number from ${min} to ${max}`, min, max, Number.isInteger)
}

function numberType(
  expected: string,
  min: number,
  max: number,
  accepts: (value: number) => boolean = () => true,
): ValueType<number> {
  return {
    expected,
    placeholder: 'NUMBER',
    fromText: (given) => (given.trim() === '' ? undefined : Number(given)),
    parse(value) {
      if (typeof value === 'number' && value >= min && value <= max && accepts(value)) return value
      throw new InvalidValue(expected)
    },
  }
}

/** One of some names. */
export function oneOf<Name extends string>(
  names: readonly Name[],
  placeholder: string,
  expected = `one of ${names.join(', ')}`,
): ValueType<Name> {
  return {
    expected,
    placeholder,
    parse(value) {
      const found = names.find((name) => name === value)
      if (found !== undefined) return found
      throw new InvalidValue(expected, { advice: suggestion(String(value), names) })
    },
  }
}

const VERSIONS = `${SPEC_VERSIONS.slice(0, 2).join(', ')} … ${NEWEST}, draft`

/** Version of the specification. */
export const SPEC_VERSION: ValueType<SpecVersion> = oneOf(SPEC_VERSIONS, 'VERSION', `one of ${VERSIONS}`)

/** Version of the specification, or `auto` to choose one that the target supports. */
export const SPEC_VERSION_OR_AUTO: ValueType<SpecVersion | 'auto'> = oneOf(
  ['auto', ...SPEC_VERSIONS],
  'VERSION',
  `auto, or one of ${VERSIONS}`,
)

/** Report to write. */
export interface ReportRequest<Format extends string = string> {
  format: Format
  /** File to write it to; standard output if absent */
  file?: string
}

/** Report as `FORMAT` or `FORMAT=FILE`. */
export function report<Format extends string>(formats: readonly Format[]): ValueType<ReportRequest<Format>> {
  const expected = `FORMAT or FORMAT=FILE, with a format of ${formats.join(', ')}`
  return {
    expected,
    placeholder: 'FORMAT=FILE',
    parse(value) {
      const [, name = '', path] = /^([^=]*)(?:=(.*))?$/s.exec(textOf(value, expected)) ?? []
      const format = formats.find((known) => known === name)
      if (format === undefined) throw new InvalidValue(expected, { advice: suggestion(name, formats) })
      if (path === '') throw new InvalidValue(expected, { advice: `add a file, as in ${format}=report.${format}` })
      return path === undefined ? { format } : { format, file: path }
    },
  }
}

const MAX_SHARDS = 1000

/** Part of a run: `2/3` is the second of three. */
export const SHARD: ValueType<ShardName> = {
  expected: `the number of a part and the number of parts, up to ${MAX_SHARDS}, as in 1/3, 2/3 and 3/3`,
  placeholder: 'I/N',
  parse(value) {
    const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(String(value)) ?? []).map(Number)
    if (index >= 1 && index <= count && count <= MAX_SHARDS) return { index, count }
    throw new InvalidValue(this.expected)
  },
}

/** Address to listen on. The port 0 stands for a free one. */
export interface ListenAddress {
  host: string
  port: number
}

const ADDRESS = /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:/[\]]+)(?::(?<port>\d{1,5}))?$/

/** Address to listen on: `HOST:PORT`, `HOST` with any free port, or `PORT` of 127.0.0.1. */
export const LISTEN_ADDRESS: ValueType<ListenAddress> = {
  expected: 'HOST:PORT, HOST or PORT, as in 0.0.0.0:8470 or [::1]:8470',
  placeholder: 'ADDRESS',
  parse(value) {
    const given = textOf(value, this.expected)
    const { host = '127.0.0.1', port = '0' } = (/^(?<port>\d{1,5})$/.exec(given) ?? ADDRESS.exec(given))?.groups ?? {
      port: 'none',
    }
    if (!(Number(port) <= 65_535)) throw new InvalidValue(this.expected)
    return { host: host.replaceAll(/^\[|\]$/g, ''), port: Number(port) }
  },
}

/** URL with the scheme http or https. */
export const HTTP_URL: ValueType<string> = {
  expected: 'an http or https URL',
  placeholder: 'URL',
  parse(value) {
    const url = textOf(value, this.expected)
    if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url
    throw new InvalidValue(this.expected)
  },
}

/** Target of a run. What follows the prefix is checked when the target is opened. */
export const TARGET: ValueType<string> = {
  expected: 'a URL, gateway: with a URL, ref: or gateway:ref:',
  placeholder: 'TARGET',
  parse(value) {
    const target = textOf(value, this.expected)
    const url = URL.parse(target.replace(/^gateway:/, ''))
    if (!url?.username && !url?.password) return target
    throw new InvalidValue('a target without credentials', {
      found: 'credentials in the target',
      advice: 'remove them',
    })
  },
}

function textOf(value: unknown, expected: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value
  const isBare = typeof value === 'number' || typeof value === 'boolean'
  throw new InvalidValue(expected, isBare ? { advice: PUT_IN_QUOTES } : {})
}

function suggestion(name: string, names: readonly string[]): string | undefined {
  const guess = nearest(name, names)
  return guess === undefined ? undefined : `did you mean "${guess}"?`
}
