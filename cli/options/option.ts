/** Type of the values that an option takes, on the command line and in `plexor.yaml`. */
export interface ValueType<T> {
  /** Description of the accepted values, after "expected" in messages and in the table of the documentation */
  expected: string
  /** Name of the value in `--help`: `NUMBER`; empty for a switch, which takes none */
  placeholder: string
  /** Converts text of the command line to what a YAML parser would read; text stays as it is if absent */
  fromText?(text: string): unknown
  /**
   * Checks and converts a value.
   *
   * @param value text, number, boolean, or undefined for anything else
   * @throws {InvalidValue} when the type does not accept it
   */
  parse(value: unknown): T
  /** True if the value is the path of a file or folder, relative to the configuration file that it is in */
  isPath?: true
}

/** Thrown for a value that a type does not accept. Readers add where the value comes from. */
export class InvalidValue extends Error {
  override readonly name = 'InvalidValue'
  readonly expected: string
  /** Description of the value, if showing the value itself would be wrong or unsafe */
  readonly found: string | undefined
  readonly advice: string | undefined

  constructor(expected: string, { found, advice }: { found?: string; advice?: string | undefined } = {}) {
    super(`expected ${expected}`)
    this.expected = expected
    this.found = found
    this.advice = advice
  }
}

/**
 * Definition of an option: the only place that says what it is called, takes and means.
 *
 * Its name is its key in the table, with hyphens: `specVersion` is `--spec-version`.
 */
export interface OptionDefinition<T = unknown> {
  type: ValueType<T>
  /** Meaning of the option, for `--help` and the documentation: one clause without its default */
  help: string
  /** Value without the option; undefined by default, and false for a switch */
  default?: T
  /** Default for people, if it is not the value in `default` */
  defaultText?: string
  /** Another long name: `profile` */
  alias?: string
  /** True if the option can be given several times; its value is a list then */
  isRepeatable?: true
  isRequired?: true
  /** True if `plexor.yaml` has a key of this name */
  isConfigKey?: true
}

/** Options by the names that their values have in code. */
export type OptionTable = Record<string, OptionDefinition>

type TypeOf<O> = O extends { type: ValueType<infer T> } ? T : never

type ValueOf<O> = O extends { isRepeatable: true }
  ? TypeOf<O>[]
  : O extends { default: unknown } | { isRequired: true }
    ? TypeOf<O>
    : TypeOf<O> extends boolean
      ? boolean
      : TypeOf<O> | undefined

/** Values of all options of a table: parsed, checked, and with their defaults. */
export type OptionValues<Table> = { [Name in keyof Table]: ValueOf<Table[Name]> }

/** Values as commander passes them: those that were given, as text. */
export type RawOptions<Table> = {
  [Name in keyof Table]?: Table[Name] extends { isRepeatable: true }
    ? string[]
    : TypeOf<Table[Name]> extends boolean
      ? boolean
      : string
}

/** Values that a configuration file sets. */
export type ConfigValues<Table> = {
  [Name in keyof Table as Table[Name] extends { isConfigKey: true } ? Name : never]?: Exclude<
    ValueOf<Table[Name]>,
    undefined
  >
}

/** Returns the long name of an option, without its hyphens in front: `specVersion` is `spec-version`. */
export function nameOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Returns the default of an option as people read it; undefined if it has none. */
export function defaultTextOf({ default: value, defaultText, type }: OptionDefinition): string | undefined {
  if (defaultText !== undefined) return defaultText
  return value === undefined || type.placeholder === '' ? undefined : String(value)
}
