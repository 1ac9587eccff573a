/** Maximum number of columns in a line of a list; a longer word stands alone. */
export const LINE_WIDTH = 110

/** Space where `wrap` does not break a line. */
export const NO_BREAK = '\u00a0'

/**
 * Breaks text between words into lines of at most `width` columns; a longer word stands alone.
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

/** Writes rows of two columns: heads on the left, in a column as wide as the longest, and texts wrapped beside them. */
export function twoColumns(rows: readonly (readonly [head: string, text: string])[]): string[] {
  const left = longest(rows.map(([head]) => head)) + 2
  return rows.flatMap(([head, text]) =>
    wrap(text, LINE_WIDTH - left).map((line, index) => (index === 0 ? head : '').padEnd(left) + line),
  )
}

/** Writes rows of words in columns, each as wide as its longest word; the last column is not padded. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => longest(rows.map((row) => row[column] ?? '')))
  return rows.map((row) =>
    row
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** Wraps and indents the lines below a head. */
export function indented(text: string): string[] {
  return wrap(text, LINE_WIDTH - 4).map((line) => `    ${line}`)
}

function longest(words: readonly string[]): number {
  return Math.max(0, ...words.map((word) => word.length))
}
