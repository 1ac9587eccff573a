import { describeFound } from '../../common/text.ts'
import { expectedFound, UsageError } from '../../common/usage-error.ts'
import {
  type ConfigValues,
  InvalidValue,
  nameOf,
  type OptionDefinition,
  type OptionTable,
  type OptionValues,
  type RawOptions,
  type ValueType,
} from './option.ts'

/**
 * Reads the values of all options of a table: those of the command line, else of the configuration, else the defaults.
 *
 * @param raw values as commander passes them
 * @throws {UsageError} for the first option that cannot be used
 */
export function readOptions<Table extends OptionTable>(
  table: Table,
  raw: RawOptions<Table>,
  config: ConfigValues<Table> = {},
): OptionValues<Table> {
  const [given, configured] = [raw, config] as Record<string, unknown>[]
  const values = Object.entries(table).map(([key, definition]) => [
    key,
    fromCommandLine(`--${nameOf(key)}`, definition, given?.[key]) ?? configured?.[key] ?? defaultOf(definition),
  ])
  return Object.fromEntries(values) as OptionValues<Table>
}

function fromCommandLine(name: string, { type }: OptionDefinition, given: unknown): unknown {
  if (Array.isArray(given)) return given.map((text) => parseText(name, type, text))
  return typeof given === 'string' ? parseText(name, type, given) : given
}

function defaultOf({ default: value, type, isRepeatable }: OptionDefinition): unknown {
  if (isRepeatable) return []
  return value ?? (type.placeholder === '' ? false : undefined)
}

function parseText<T>(name: string, type: ValueType<T>, text: string): T {
  try {
    return type.parse(type.fromText === undefined ? text : type.fromText(text))
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    throw new UsageError(expectedFound(name, error.expected, error.found ?? describeFound(text), error.advice))
  }
}
