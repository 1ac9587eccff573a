import { stdout } from 'node:process'

/** Returns a quantile: the value that the given part (0 to 1) of all values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Formats a number with three significant digits or more, but at most two decimals. */
export function figure(value: number): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** Prints a table whose first row is the heading. Columns of numbers are aligned to the right. */
export function printTable(rows: readonly (readonly (string | number)[])[]): void {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)))
  const columns = (cells[0] ?? []).map((_, column) => cells.map((row) => row[column] ?? ''))
  const widths = columns.map((column) => Math.max(...column.map(({ length }) => length)))
  const pads = columns.map(([_, ...below]) => (below.every((cell) => /^[\d.,]*$/.test(cell)) ? 'padStart' : 'padEnd'))
  const lines = cells.map((row) => row.map((cell, column) => cell[pads[column] ?? 'padEnd'](widths[column] ?? 0)))
  stdout.write(`${lines.map((line) => line.join('  ').trimEnd()).join('\n')}\n\n`)
}
