import { visible, visibleLines } from '../common/text.ts'

/** A text as inline code, in which nothing means anything: no markup, no HTML, no mention. One line. */
export function codeSpan(text: string): string {
  const line = visible(text)
  if (line.trim() === '') return ''
  const fence = fenceFor(line, 1)
  const space = line.startsWith('`') || line.endsWith('`') || line.startsWith(' ') ? ' ' : ''
  return fence + space + line + space + fence
}

/** Lines as a block of code. */
export function codeBlock(text: string): string[] {
  const lines = visibleLines(text)
  const fence = fenceFor(lines.join('\n'), 3)
  return [`${fence}text`, ...lines, fence]
}

/** A row of a table; a bar would end a cell even in code. */
export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** Prose that may hold anything: what Markdown or HTML would take for markup is escaped. One line. */
export function prose(text: string): string {
  return visible(text)
    .replaceAll(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
}

/** Backticks that are longer than any in the text. */
function fenceFor(text: string, shortest: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  return '`'.repeat(Math.max(shortest, longest + 1))
}
