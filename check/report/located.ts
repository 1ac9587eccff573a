import type { RuleId } from '../catalogue.ts'
import type { CheckedSource } from '../check-text.ts'
import type { Finding, Severity } from '../finding.ts'
import type { Range } from '../source/range.ts'
import type { SourceText } from '../source/source-text.ts'

/** A part of a source by lines and columns, which count from 1; columns are UTF-16 code units. The end is not part of it. */
export interface Region {
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** A finding that stands by itself: nothing of its source is needed to tell it. */
export interface LocatedFinding extends Region {
  rule: RuleId
  severity: Severity
  message: string
  hint?: string
  fix?: Region & { text: string; done: string }
  /** A part of the line, for people */
  excerpt: Excerpt
}

/** So much of a line as people can see at once. */
export interface Excerpt {
  text: string
  /** Whether the line goes on before and after it */
  cut: { before: boolean; after: boolean }
  /** What is meant, by offsets in the text; at least one unit, which may lie after its end */
  start: number
  end: number
}

/** What was found in one file. */
export interface FileReport {
  file: string
  findings: LocatedFinding[]
  counts: Record<Severity, number>
  silenced: number
}

/** What came of a request that was executed. */
export interface Executed {
  file: string
  line: number
  column: number
  method: string
  /** With the query, and without any token */
  path: string
  status: number
}

/** All that a report tells. */
export interface CheckReport {
  plexor: string
  specVersion: string
  files: FileReport[]
  /** Absent where nothing was to be executed */
  executed?: Executed[]
}

export function locate({ source, findings, counts, silenced }: CheckedSource): FileReport {
  return { file: source.name, findings: findings.map((finding) => locateOne(finding, source)), counts, silenced }
}

function locateOne({ rule, severity, range, message, hint, fix }: Finding, source: SourceText): LocatedFinding {
  return {
    rule,
    severity,
    ...regionOf(range, source),
    message,
    ...(hint !== undefined && { hint }),
    ...(fix !== undefined && { fix: { ...regionOf(fix.range, source), text: fix.text, done: fix.done } }),
    excerpt: excerptOf(range, source),
  }
}

export function regionOf({ start, end }: Range, source: SourceText): Region {
  const first = source.position(start)
  const last = source.position(end)
  return { line: first.line, column: first.column, endLine: last.line, endColumn: last.column }
}

/** How much of a line is shown before the place that is meant, and in all. */
const BEFORE = 60
const WIDTH = 110

function excerptOf(range: Range, source: SourceText): Excerpt {
  const { line, column } = source.position(range.start)
  const from = column - 1 > WIDTH - 20 ? column - 1 - BEFORE : 0
  const text = source.line(line, from, WIDTH + 1)
  const start = column - 1 - from
  const length = Math.max(1, Math.min(range.end - range.start, Math.min(text.length, WIDTH) - start))
  return {
    text: text.slice(0, WIDTH),
    cut: { before: from > 0, after: text.length > WIDTH },
    start,
    end: start + length,
  }
}
