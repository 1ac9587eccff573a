import type { RuleId } from '../catalogue.ts'
import type { CheckedSource } from '../check-text.ts'
import type { Finding } from '../finding.ts'
import type { Severity } from '../severity.ts'
import type { Range } from '../source/range.ts'
import type { SourceText } from '../source/source-text.ts'

/** Range by lines and columns, both from 1; columns in UTF-16 code units. The end is exclusive. */
export interface Region {
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** Finding with everything that a report needs, without its source. */
export interface LocatedFinding extends Region {
  rule: RuleId
  severity: Severity
  message: string
  hint?: string
  fix?: Region & { text: string; done: string }
  /** Part of the line, for the text format */
  excerpt: Excerpt
}

/** Part of a line around a finding. */
export interface Excerpt {
  text: string
  /** True for each side on which the line continues */
  cut: { before: boolean; after: boolean }
  /** Marked range, as offsets in `text`; at least one code unit, which may lie after its end */
  start: number
  end: number
}

/** Findings of one file. */
export interface FileReport {
  file: string
  findings: LocatedFinding[]
  counts: Record<Severity, number>
  silenced: number
  /** Version that the file was checked against */
  specVersion: string
}

/** Executed request with its result. */
export interface ExecutedRequest {
  file: string
  line: number
  column: number
  method: string
  /** Path with the query, without any token */
  path: string
  status: number
}

/** Content of a report. */
export interface CheckReport {
  plexor: string
  specVersion: string
  files: FileReport[]
  /** Absent if no requests were executed */
  executed?: ExecutedRequest[]
}

/** Converts the findings of a source to lines and columns. */
export function locate({ source, findings, counts, silenced, specVersion }: CheckedSource): FileReport {
  const located = findings.map((finding) => locateOne(finding, source))
  return { file: source.name, findings: located, counts, silenced, specVersion }
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

/** Converts a range to lines and columns. */
export function regionOf({ start, end }: Range, source: SourceText): Region {
  const first = source.position(start)
  const last = source.position(end)
  return { line: first.line, column: first.column, endLine: last.line, endColumn: last.column }
}

/** Maximum length of an excerpt before the marked range, and in total, in code units. */
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
