import type { RuleId } from '../catalogue.ts'
import type { Severity } from '../finding.ts'
import type { JsonProblem } from '../read/json-problem.ts'
import type { DocumentContext } from '../story.ts'

/**
 * Where JSON stands, which decides what it may be short of.
 *
 * - `shown`: in a text, for people; parts may be left out
 * - `lenient`: shown, and said to have comments
 * - `json5`: shown, and said to be JSON5
 * - `sent`: the body of a request, which a server has to read
 * - `file`: a file of its own
 */
export type JsonPlace = 'shown' | 'lenient' | 'json5' | 'sent' | 'file'

const RULE_OF: Record<JsonProblem['kind'], RuleId> = {
  syntax: 'json-syntax',
  quotes: 'json-syntax',
  word: 'json-syntax',
  'trailing-comma': 'json-trailing-comma',
  'missing-comma': 'json-missing-comma',
  'duplicate-key': 'json-duplicate-key',
  comment: 'json-comment',
  ellipsis: 'json-ellipsis',
  placeholder: 'placeholder',
  deep: 'nested-too-deep',
}

const SEVERITIES: Partial<Record<JsonProblem['kind'], Record<JsonPlace, Severity | undefined>>> = {
  comment: { shown: 'note', lenient: undefined, json5: undefined, sent: 'error', file: 'warning' },
  'trailing-comma': { shown: 'error', lenient: undefined, json5: undefined, sent: 'error', file: 'error' },
  quotes: { shown: 'error', lenient: 'error', json5: undefined, sent: 'error', file: 'error' },
  ellipsis: { shown: 'note', lenient: 'note', json5: 'note', sent: 'error', file: 'error' },
  placeholder: { shown: 'note', lenient: 'note', json5: 'note', sent: 'warning', file: 'error' },
}

/** Tells what is wrong with JSON, as gravely as its place deserves. */
export function reportJsonProblems(
  problems: readonly JsonProblem[],
  place: JsonPlace,
  { report }: DocumentContext,
): void {
  for (const { kind, range, message, hint, fix } of problems) {
    const severities = SEVERITIES[kind]
    const severity = severities?.[place]
    if (severities !== undefined && severity === undefined) continue
    report(RULE_OF[kind], range, message, {
      ...(severity !== undefined && { severity }),
      ...(hint !== undefined && { hint }),
      ...(fix !== undefined && { fix }),
    })
  }
}
