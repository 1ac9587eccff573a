import type { Test } from 'tap'
import { checkText, type SourceKind } from '../../check/index.ts'
import type { SpecVersion } from '../../spec/index.ts'

/** Returns the findings in a text, as `LINE:COLUMN severity rule`. */
export function found(text: string, kind: SourceKind = 'markdown', specVersion: SpecVersion = 'v1.19'): string[] {
  const { source, findings } = checkText('text', text, kind, { specVersion })
  return findings.map(({ range, severity, rule }) => {
    const { line, column } = source.position(range.start)
    return `${line}:${column} ${severity} ${rule}`
  })
}

/** Returns the messages of the findings in a text. */
export function sentences(text: string, kind: SourceKind = 'markdown', specVersion: SpecVersion = 'v1.19'): string[] {
  return checkText('text', text, kind, { specVersion }).findings.map(({ message }) => message)
}

/** Row of a table of tests: a name, the text, and the expected findings. */
export type Row = [what: string, text: string, expected: string[], specVersion?: SpecVersion]

/** Checks that each text has exactly the expected findings. */
export function eachFinds(t: Test, rows: readonly Row[], kind: SourceKind = 'markdown'): void {
  for (const [what, text, expected, specVersion] of rows) t.strictSame(found(text, kind, specVersion), expected, what)
}

/** Row of a table of tests whose text has `▲` before the position of each finding, in their order. */
export type MarkedRow = [what: string, text: string, expected: string[], specVersion?: SpecVersion]

/** Checks that each text has exactly the expected findings, at the marks. */
export function eachFindsMarked(t: Test, rows: readonly MarkedRow[], kind: SourceKind = 'markdown'): void {
  for (const [what, marked, expected, specVersion] of rows) {
    const [first = '', ...rest] = marked.split('▲')
    let before = first
    const places = rest.map((part) => {
      const lines = before.split('\n')
      before += part
      return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
    })
    t.equal(places.length, expected.length, `${what}: as many marks as findings`)
    t.strictSame(
      found(before, kind, specVersion),
      places.map((place, index) => `${place} ${expected[index]}`),
      what,
    )
  }
}

/** Writes a block of code. */
export function fence(code: string, language = 'json'): string {
  return `\`\`\`${language}\n${code}\n\`\`\`\n`
}

/** Writes the command that creates a push rule. */
export function putRule(path: string, body: string): string {
  return `curl -X PUT 'https://hs.example/_matrix/client/v3/pushrules/global/${path}' -d '${body}'`
}
