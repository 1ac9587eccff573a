/** Stands for no value at all: the property or the element is left out. */
const ABSENT = '$absent'

const NAME = /^\$[a-z_]+$/
const NAME_IN_TEXT = /\$([a-z_]+)/g

/** The cells of a row by column. */
export type Cells = ReadonlyMap<string, unknown>

/**
 * Returns a copy of a value with placeholders replaced by cells. A placeholder is `$` and the name of a column.
 *
 * @param use called with the name of each column that is used
 * @throws {RangeError} when a placeholder names no column
 */
export function fillIn(value: unknown, cells: Cells, use: (column: string) => void = () => {}): unknown {
  return mapStrings(value, (text) => {
    if (text === ABSENT || !NAME.test(text)) return text
    const column = text.slice(1)
    if (!cells.has(column)) throw new RangeError(`"${text}" names no column`)
    use(column)
    return cells.get(column)
  })
}

/** A copy of a value without what is marked as absent. */
export function dropAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== ABSENT).map(dropAbsent)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, item]) => item !== ABSENT)
  return Object.fromEntries(entries.map(([name, item]) => [name, dropAbsent(item)]))
}

/** A title in which the cells stand, as JSON, for their placeholders. */
export function fillInTitle(title: string, cells: Cells): string {
  return title.replace(NAME_IN_TEXT, (placeholder, column) => {
    if (!cells.has(column)) return placeholder
    const cell = cells.get(column)
    return cell === ABSENT ? 'nothing' : JSON.stringify(cell)
  })
}

function mapStrings(value: unknown, map: (text: string) => unknown): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, map)]))
}
