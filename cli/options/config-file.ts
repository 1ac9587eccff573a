import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { readNamedFile } from '../../common/named-file.ts'
import { parseYaml, type YamlValue } from '../../common/yaml-source.ts'
import { type ConfigValues, InvalidValue, nameOf, type OptionDefinition, type ValueType } from './option.ts'
import { CONFIG_KEYS } from './table.ts'

/** Configuration file that is read if it exists in the working directory and no other is named. */
const CONFIG_FILE = 'plexor.yaml'

/** Values of a configuration file. */
export type Config = ConfigValues<typeof CONFIG_KEYS>

/** Keys that would put a secret into a file that people commit. */
const REFUSED = {
  keys: ['registration-token', 'shared-secret', 'password', 'access-token', 'token', 'secret'],
  expected: 'no secrets in this file',
  advice:
    'put it into a file of its own and name that with "registration-token-file" or "shared-secret-file", or into an ' +
    'environment variable',
}

/** Keys of the file, aliases included, with the options that they set. */
const KEYS = new Map<string, [name: string, definition: OptionDefinition]>(
  Object.entries<OptionDefinition>(CONFIG_KEYS).flatMap(([name, definition]) =>
    definition.isConfigKey
      ? [nameOf(name), ...(definition.alias === undefined ? [] : [definition.alias])].map((key) => [
          key,
          [name, definition] as [string, OptionDefinition],
        ])
      : [],
  ),
)

/**
 * Reads the configuration file that the user named, or else `plexor.yaml` of the working directory, if it exists.
 *
 * @throws {UsageError} when the file cannot be used
 */
export function readConfig(named: string | undefined): Config {
  const file = fileOf(named)
  return file === undefined ? {} : parseConfig(readNamedFile('configuration file', file), file)
}

function fileOf(named: string | undefined): string | undefined {
  return named ?? (exists(CONFIG_FILE) ? CONFIG_FILE : undefined)
}

/** Key with the settings of `plexor check`. */
const CHECK = 'check'

/**
 * Reads the key `check` of the configuration file, if it has that.
 *
 * @throws {UsageError} when the file cannot be used
 */
export function readCheckSection(named: string | undefined): { fileName: string; section: YamlValue } | undefined {
  const fileName = fileOf(named)
  if (fileName === undefined) return undefined
  const text = readNamedFile('configuration file', fileName)
  const root = parseYaml({ what: 'configuration', fileName, text })
  const section = root.isEmpty ? undefined : entriesOf(root).find(([key]) => key === CHECK)?.[1]
  return section === undefined || section.isEmpty ? undefined : { fileName, section }
}

function entriesOf(root: YamlValue): [key: string, value: YamlValue][] {
  return root.entries([...KEYS.keys(), CHECK], 'a map of options of "plexor test"', REFUSED)
}

/** Reports whether a file exists. Deno throws if it may not look: then it does not exist for us. */
function exists(file: string): boolean {
  try {
    return existsSync(file)
  } catch {
    return false
  }
}

/**
 * Parses a configuration file: the long options of `plexor test` as keys. Relative paths in it are relative to it.
 *
 * @throws {UsageError} for the first mistake, with file, line and column; the message never quotes a secret
 */
export function parseConfig(text: string, fileName: string): Config {
  const root = parseYaml({ what: 'configuration', fileName, text })
  if (root.isEmpty) return {}
  const config: Record<string, unknown> = {}
  for (const [key, value] of entriesOf(root)) {
    const [name, definition] = KEYS.get(key) ?? []
    if (name === undefined || definition === undefined) continue
    if (name in config) {
      throw value.error(`either "${nameOf(name)}" or "${definition.alias}"`, 'both', 'remove one of the two')
    }
    config[name] = readValue(definition, value, dirname(fileName))
  }
  return config
}

function readValue({ type, isRepeatable }: OptionDefinition, value: YamlValue, folder: string): unknown {
  const read = (item: YamlValue) => {
    const parsed = parseScalar(type, item)
    return type.isPath && typeof parsed === 'string' && !isAbsolute(parsed) ? join(folder, parsed) : parsed
  }
  return isRepeatable ? value.itemsOrOne(type.expected).map(read) : read(value)
}

function parseScalar<T>(type: ValueType<T>, value: YamlValue): T {
  try {
    return type.parse(value.scalar)
  } catch (error) {
    throw error instanceof InvalidValue ? value.error(error.expected, error.found, error.advice) : error
  }
}
