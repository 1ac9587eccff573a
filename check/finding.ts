import type { RuleId } from './catalogue.ts'
import type { Severity } from './severity.ts'
import type { Range } from './source/range.ts'

/** Change to the source that corrects one finding and nothing else. */
export interface Fix {
  range: Range
  /** Replacement for the range */
  text: string
  /** Description of the change, such as `removed the comma` */
  done: string
}

/** Mistake, or likely mistake, at one place of a source. */
export interface Finding {
  rule: RuleId
  severity: Severity
  range: Range
  /** One sentence without a final period, such as `Expected "global", found "local"` */
  message: string
  /** Instruction that begins with a verb, such as `Write "notify"`; absent if the message says enough */
  hint?: string
  /** Present only if the correction is certain */
  fix?: Fix
}

/** Reports a finding. The severity defaults to that of the rule. */
export type Report = (
  rule: RuleId,
  range: Range,
  message: string,
  more?: { severity?: Severity; hint?: string; fix?: Fix },
) => void
