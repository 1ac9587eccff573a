import type { Fix } from '../../finding.ts'
import type { Range } from '../../source/range.ts'

/** Part of a command with one kind of quoting. Text outside of all such parts is unquoted. */
export interface Quoting {
  /**
   * - `single`: `'…'`
   * - `double`: `"…"`
   * - `ansi`: `$'…'`
   * - `document`: here-document in which variables are expanded
   * - `raw`: here-document without expansion
   */
  kind: 'single' | 'double' | 'ansi' | 'document' | 'raw'
  /** Range in the source, without the quotes */
  range: Range
  /** Offsets in the source of the backslashes that are not part of the value */
  escapes: ReadonlySet<number>
}

/** Characters to escape in each kind of quoting; `undefined` if escapes are impossible. */
const ESCAPED: Readonly<Record<Quoting['kind'], RegExp | undefined>> = {
  single: undefined,
  double: /["\\$`]/g,
  ansi: /['\\]/g,
  document: /[\\$`]/g,
  raw: undefined,
}

/** Escapes a fix for its place in a command; returns `undefined` if it cannot be written there. */
export function fixInShell(fix: Fix, quotings: readonly Quoting[]): Fix | undefined {
  const { start, end } = fix.range
  const quoting = quotings.find(({ range }) => range.start <= start && end <= range.end)
  if (quoting === undefined) return /^[\w%.,:=/-]*$/.test(fix.text) && end - start <= 1 ? fix : undefined
  const { kind, escapes } = quoting
  const escaped = ESCAPED[kind]
  if (escaped === undefined) return kind === 'single' && fix.text.includes("'") ? undefined : fix
  // The replaced range starts with the backslash of an escape
  const from = escapes.has(start - 1) ? start - 1 : start
  return { ...fix, range: { start: from, end }, text: fix.text.replaceAll(escaped, '\\$&') }
}
