import type { Fix } from '../finding.ts'
import type { Range } from '../source/range.ts'

/** A part of a command in which one kind of quoting holds; where there is none, nothing is quoted. */
export interface Quoting {
  /**
   * - `single`: `'…'`
   * - `double`: `"…"`
   * - `ansi`: `$'…'`
   * - `document`: text for standard input in which variables are replaced
   * - `raw`: text for standard input that is taken as it is
   */
  kind: 'single' | 'double' | 'ansi' | 'document' | 'raw'
  /** In the source, without the quotes */
  range: Range
  /** Where the backslashes stand that are not part of the text, in the source */
  escapes: ReadonlySet<number>
}

/** What has to be escaped in each kind of quoting; undefined where nothing can be. */
const ESCAPED: Readonly<Record<Quoting['kind'], RegExp | undefined>> = {
  single: undefined,
  double: /["\\$`]/g,
  ansi: /['\\]/g,
  document: /[\\$`]/g,
  raw: undefined,
}

/** The mend as it has to be written within a command; undefined where it cannot be made there. */
export function fixInShell(fix: Fix, quotings: readonly Quoting[]): Fix | undefined {
  const { start, end } = fix.range
  const quoting = quotings.find(({ range }) => range.start <= start && end <= range.end)
  if (quoting === undefined) return /^[\w%.,:=/-]*$/.test(fix.text) && end - start <= 1 ? fix : undefined
  const { kind, escapes } = quoting
  const escaped = ESCAPED[kind]
  if (escaped === undefined) return kind === 'single' && fix.text.includes("'") ? undefined : fix
  // What is replaced begins with its backslash
  const from = escapes.has(start - 1) ? start - 1 : start
  return { ...fix, range: { start: from, end }, text: fix.text.replaceAll(escaped, '\\$&') }
}
