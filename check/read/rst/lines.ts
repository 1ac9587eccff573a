import { Fragment, type Piece } from '../../source/fragment.ts'

/** Line of a text. */
export interface Line {
  /** Offset of its first character in the text */
  start: number
  /** Content without the line break */
  text: string
  /** Number of blanks at its start */
  indent: number
  isBlank: boolean
}

/** Splits text into lines. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  for (let start = 0; start <= text.length; ) {
    const next = text.indexOf('\n', start)
    const line = text.slice(start, next === -1 ? text.length : next).replace(/\r$/, '')
    lines.push({ start, text: line, indent: indentOf(line), isBlank: line.trim() === '' })
    if (next === -1) break
    start = next + 1
  }
  return lines
}

/** Returns the number of blanks at the start of a line. */
export function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0
}

/** Returns the index of the first line that is neither blank nor indented. */
export function indentedBlock(lines: readonly Line[], from: number): number {
  let end = from
  while (end < lines.length && (lines[end]?.isBlank === true || (lines[end]?.indent ?? 0) > 0)) end += 1
  return end
}

/** Returns the content of lines without the indentation that they share, or without up to `width` blanks. */
export function toFragment(fragment: Fragment, lines: readonly Line[], width = sharedIndent(lines)): Fragment {
  const pieces: Piece[] = []
  for (const { start, text, indent } of lines) {
    pieces.push(...fragment.pieces(start + Math.min(width, indent), start + text.length))
    pieces.push({ text: '\n', source: fragment.toSource(start + text.length) })
  }
  return new Fragment(pieces, fragment.toSource(lines[0]?.start ?? 0))
}

function sharedIndent(lines: readonly Line[]): number {
  return lines.reduce((least, { indent, isBlank }) => (isBlank ? least : Math.min(least, indent)), Infinity)
}

/** Removes the blank lines at the start and at the end. */
export function withoutBlankEnds(fragment: Fragment): Fragment {
  const { text } = fragment
  const start = /^(?:[ \t]*\n)*/.exec(text)?.[0].length ?? 0
  return fragment.slice(start, Math.max(start, text.trimEnd().length))
}
