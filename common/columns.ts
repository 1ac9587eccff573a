/** Columns that a line of a list takes at most, where no single word is longer. */
export const LINE_WIDTH = 110

/** A space that `wrap` does not break a line at. */
export const NO_BREAK = '\u00a0'

/**
 * Breaks a text between words into lines of at most `width` columns; a longer word stands alone.
 *
 * Words with `NO_BREAK` between them stay together, with a plain space.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines.map((line) => line.replaceAll(NO_BREAK, ' '))
}

/**
 * Rows of two columns: heads to the left, and texts wrapped beside them.
 *
 * The left column is as wide as the longest head.
 */
export function twoColumns(rows: readonly (readonly [head: string, text: string])[]): string[] {
  const left = longest(rows.map(([head]) => head)) + 2
  return rows.flatMap(([head, text]) =>
    wrap(text, LINE_WIDTH - left).map((line, index) => (index === 0 ? head : '').padEnd(left) + line),
  )
}

/** Lines of words in columns, each column as wide as its longest word; the last is not filled up. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => longest(rows.map((row) => row[column] ?? '')))
  return rows.map((row) =>
    row
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** Lines below a head, wrapped and indented. */
export function indented(text: string): string[] {
  return wrap(text, LINE_WIDTH - 4).map((line) => `    ${line}`)
}

function longest(words: readonly string[]): number {
  return Math.max(0, ...words.map((word) => word.length))
}
