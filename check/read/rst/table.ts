import type { Fragment } from '../../source/fragment.ts'
import { type Line, toFragment } from './lines.ts'

/** Matches the start of a table, which is drawn with `+---+` (a grid) or `===  ===` (a simple table). */
export const TABLE = /^(?:\+[-=+]{3,}\+?[ \t]*$|\|[ \t]|=+(?:[ \t]+=+)+[ \t]*$)/

const GRID_BORDER = /^\+(?:[-=]+\+)+[ \t]*$/

/** Position of a column in each line; the last one of a simple table has no end. */
interface Column {
  start: number
  end: number
}

/** Returns the index of the line after a table. */
export function endOfTable(lines: readonly Line[], at: number): number {
  const isSimple = lines[at]?.text.startsWith('=') === true
  let borders = 0
  let end = at
  for (; end < lines.length; end += 1) {
    const line = lines[end] as Line
    if (line.isBlank && (!isSimple || borders >= 3)) break
    if (isSimple && TABLE.test(line.text)) borders += 1
    if (isSimple && borders === 3) return end + 1
    // A table without a header has two borders
    if (isSimple && borders === 2 && line.isBlank) break
  }
  return end
}

/**
 * Returns the cells of a table, row by row.
 *
 * @returns undefined for a table with cells that span columns or rows, and for a drawing that is not a table
 */
export function cellsOf(fragment: Fragment, lines: readonly Line[]): Fragment[][] | undefined {
  const [first] = lines
  if (first === undefined || lines.some(({ text }) => text.includes('\t'))) return undefined
  const isGrid = GRID_BORDER.test(first.text)
  const columns = isGrid ? gridColumns(first.text) : simpleColumns(first.text)
  const rows = columns.length > 1 ? (isGrid ? gridRows(lines, columns) : simpleRows(lines, columns)) : undefined
  return rows?.map((row) => columns.map((column) => cellOf(fragment, row, column)))
}

function gridColumns(border: string): Column[] {
  return [...border.matchAll(/[-=]+/g)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
}

function simpleColumns(border: string): Column[] {
  const columns = [...border.matchAll(/=+/g)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
  return columns.map((column, index) => (index === columns.length - 1 ? { ...column, end: Infinity } : column))
}

function gridRows(lines: readonly Line[], columns: readonly Column[]): Line[][] | undefined {
  const corners = [0, ...columns.map(({ end }) => end)]
  const rows: Line[][] = []
  let row: Line[] = []
  for (const line of lines) {
    const mark = GRID_BORDER.test(line.text) ? '+' : '|'
    if (corners.some((corner) => line.text[corner] !== mark)) return undefined
    if (mark === '|') row.push(line)
    else if (row.length > 0) {
      rows.push(row)
      row = []
    }
  }
  return row.length === 0 ? rows : undefined
}

function simpleRows(lines: readonly Line[], columns: readonly Column[]): Line[][] | undefined {
  const [first] = columns
  const rows: Line[][] = []
  for (const line of lines) {
    if (line.isBlank || TABLE.test(line.text)) continue
    const isSpan = columns.slice(1).some(({ start }) => line.text.slice(start - 1, start).trim() !== '')
    if (isSpan || /^-+(?:[ \t]+-+)*[ \t]*$/.test(line.text)) return undefined
    // A line without text in the first column continues the row above
    if (line.text.slice(first?.start, first?.end).trim() === '' && rows.length > 0) rows.at(-1)?.push(line)
    else rows.push([line])
  }
  return rows
}

function cellOf(fragment: Fragment, row: readonly Line[], { start, end }: Column): Fragment {
  const parts = row.map((line) => {
    const text = line.text.slice(start, end)
    const indent = text.length - text.trimStart().length
    return { ...line, start: line.start + start + indent, text: text.trim(), indent: 0 }
  })
  const written = parts.filter(({ text }) => text !== '')
  const cell = toFragment(fragment, written.length > 0 ? written : parts.slice(0, 1))
  return cell.slice(0, cell.text.trimEnd().length)
}
