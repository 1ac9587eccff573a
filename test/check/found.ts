import type { Test } from 'tap'
import { checkText, type SourceKind } from '../../check/index.ts'
import type { SpecVersion } from '../../spec/index.ts'

/** What is found in a text: `LINE:COLUMN severity rule`, one string each. */
export function found(text: string, kind: SourceKind = 'markdown', specVersion: SpecVersion = 'v1.19'): string[] {
  const { source, findings } = checkText('text', text, kind, { specVersion })
  return findings.map(({ range, severity, rule }) => {
    const { line, column } = source.position(range.start)
    return `${line}:${column} ${severity} ${rule}`
  })
}

/** The sentences of what is found in a text. */
export function sentences(text: string, kind: SourceKind = 'markdown', specVersion: SpecVersion = 'v1.19'): string[] {
  return checkText('text', text, kind, { specVersion }).findings.map(({ message }) => message)
}

/** A row of a table of tests: what it shows, the text, and what is to be found in it. */
export type Row = [what: string, text: string, expected: string[], specVersion?: SpecVersion]

/** Checks that in each text exactly that is found. */
export function eachFinds(t: Test, rows: readonly Row[], kind: SourceKind = 'markdown'): void {
  for (const [what, text, expected, specVersion] of rows) t.strictSame(found(text, kind, specVersion), expected, what)
}

/** A row of a table of tests in whose text `▲` stands before each place at which something is found, in their order. */
export type MarkedRow = [what: string, text: string, expected: string[], specVersion?: SpecVersion]

/** Checks that in each text exactly that is found, where the marks stand. */
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

/** A block of code. */
export function fence(code: string, language = 'json'): string {
  return `\`\`\`${language}\n${code}\n\`\`\`\n`
}

/** The command that makes a push rule. */
export function putRule(path: string, body: string): string {
  return `curl -X PUT 'https://hs.example/_matrix/client/v3/pushrules/global/${path}' -d '${body}'`
}
