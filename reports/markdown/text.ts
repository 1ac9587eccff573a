import { visible, visibleLines } from '../../common/text.ts'

/** Formats text as inline code on one line, which disables markup, HTML and mentions. */
export function codeSpan(text: string): string {
  const line = visible(text)
  if (line.trim() === '') return ''
  const fence = fenceFor(line, 1)
  const space = line.startsWith('`') || line.endsWith('`') || line.startsWith(' ') ? ' ' : ''
  return fence + space + line + space + fence
}

/** Formats text as a block of code. */
export function codeBlock(text: string): string[] {
  const lines = visibleLines(text)
  const fence = fenceFor(lines.join('\n'), 3)
  return [`${fence}text`, ...lines, fence]
}

/** Formats a row of a table. Bars are escaped, because they end a cell even in code. */
export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** Formats any text as prose on one line: Markdown and HTML markup is escaped. */
export function prose(text: string): string {
  return visible(text)
    .replaceAll(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
}

/** Returns more backticks than any sequence of them in the text has. */
function fenceFor(text: string, shortest: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  return '`'.repeat(Math.max(shortest, longest + 1))
}
