import type { Fix } from '../finding.ts'
import type { Range } from '../source/range.ts'

/** Where a shell would not take a command as it is meant. */
export interface ShellProblem {
  range: Range
  message: string
  hint?: string
  fix?: Fix
}
