import { type Command, Option } from 'commander'
import { defaultTextOf, nameOf, type OptionDefinition, type OptionTable } from './option.ts'

/** Adds the options of a table to a command. Their values are read by `readOptions`. */
export function addOptions(command: Command, table: OptionTable): Command {
  for (const [key, definition] of Object.entries(table)) command.addOption(toOption(nameOf(key), definition))
  return command.configureHelp({ optionTerm })
}

function toOption(name: string, definition: OptionDefinition): Option {
  const { type, alias, isRepeatable, isRequired } = definition
  // Commander takes the second of two long names for the name of the value
  const names = [...(alias === undefined ? [] : [`--${alias}`]), `--${name}`].join(', ')
  const option = new Option(type.placeholder === '' ? names : `${names} <${type.placeholder}>`, helpOf(definition))
  if (isRepeatable) option.argParser((value, earlier: string[] | undefined) => [...(earlier ?? []), value])
  return option.makeOptionMandatory(isRequired ?? false)
}

/** Returns the help of an option, with its default: `number of cases that run at once (default: 8)`. */
function helpOf(definition: OptionDefinition): string {
  const defaultText = defaultTextOf(definition)
  const notes = [
    ...(definition.isRepeatable ? ['repeatable'] : []),
    ...(definition.isRequired ? ['required'] : []),
    ...(defaultText === undefined ? [] : [`default: ${defaultText}`]),
  ]
  return notes.length === 0 ? definition.help : `${definition.help} (${notes.join('; ')})`
}

/** Writes the names of an option for `--help`, an alias last: `--spec-version, --profile <VERSION>`. */
function optionTerm({ flags, short, long }: Option): string {
  return short?.startsWith('--') ? flags.replace(`${short}, ${long}`, `${long}, ${short}`) : flags
}
