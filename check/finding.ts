import type { RuleId } from './catalogue.ts'
import type { Range } from './source/range.ts'

/** How sure a finding is to be a mistake, surest first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const

/**
 * - `error`: wrong, whoever reads it
 * - `warning`: very likely not what was meant, or out of date
 * - `note`: worth knowing, and often on purpose
 */
export type Severity = (typeof SEVERITIES)[number]

/** A change of the source that mends a finding, and nothing else. */
export interface Fix {
  range: Range
  /** What is to stand there instead */
  text: string
  /** What it does, as in `removed the comma` */
  done: string
}

/** Something that is wrong, or looks wrong, at a place of a source. */
export interface Finding {
  rule: RuleId
  severity: Severity
  range: Range
  /** One sentence: what was found, and what was wanted */
  message: string
  /** What to change; absent where the sentence says it, or nobody can know */
  hint?: string
  /** Only where there is no doubt */
  fix?: Fix
}

/** Takes a finding; the severity is that of the rule where none is given. */
export type Report = (
  rule: RuleId,
  range: Range,
  message: string,
  more?: { severity?: Severity; hint?: string; fix?: Fix },
) => void
