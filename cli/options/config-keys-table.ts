import { defaultTextOf, nameOf, type OptionDefinition } from './option.ts'
import { CONFIG_KEYS } from './table.ts'

/** Writes the keys of `plexor.yaml` as a Markdown table, for the documentation. */
export function configKeysTable(): string {
  const rows = Object.entries<OptionDefinition>(CONFIG_KEYS).flatMap(([key, definition]) => {
    if (!definition.isConfigKey) return []
    const { type, help, isRepeatable, alias } = definition
    const names = [nameOf(key), ...(alias === undefined ? [] : [alias])].map((name) => `\`${name}\``).join(' or ')
    const value = isRepeatable ? `${type.expected}; or a list` : type.expected
    return [
      [
        names,
        help.replace(/:.*/, ''),
        value,
        defaultTextOf(definition) ?? (type.placeholder === '' ? 'false' : 'none'),
      ],
    ]
  })
  return [['key', 'meaning', 'value', 'default'], ['---', '---', '---', '---'], ...rows]
    .map((row) => `| ${row.join(' | ')} |\n`)
    .join('')
}
