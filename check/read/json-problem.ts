import type { Fix } from '../finding.ts'
import type { Range } from '../source/range.ts'

/** Where text is not the JSON that it looks like. */
export interface JsonProblem {
  kind:
    | 'syntax'
    | 'quotes'
    | 'word'
    | 'trailing-comma'
    | 'missing-comma'
    | 'comment'
    | 'ellipsis'
    | 'placeholder'
    | 'duplicate-key'
    | 'deep'
  range: Range
  message: string
  hint?: string
  fix?: Fix
}
