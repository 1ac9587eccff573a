import type { RuleId } from '../catalogue.ts'
import type { DocumentContext } from '../document-context.ts'
import type { JsonProblem } from '../read/json/problems.ts'
import type { YamlProblem } from '../read/yaml/read-yaml.ts'
import type { Severity } from '../severity.ts'

/**
 * Context of JSON, which decides how strictly it is checked:
 *
 * - `shown`: in a document; parts may be omitted
 * - `lenient`: labelled as JSON with comments
 * - `json5`: labelled as JSON5
 * - `sent`: body of a request in a command
 * - `file`: file of its own
 */
export type JsonPlace = 'shown' | 'lenient' | 'json5' | 'sent' | 'file'

const RULE_OF_JSON: Record<JsonProblem['kind'], RuleId> = {
  syntax: 'json-syntax',
  quotes: 'json-syntax',
  word: 'json-syntax',
  'trailing-comma': 'json-trailing-comma',
  'missing-comma': 'json-missing-comma',
  'duplicate-key': 'json-duplicate-key',
  comment: 'json-comment',
  ellipsis: 'json-ellipsis',
  placeholder: 'placeholder',
  'line-break': 'json-syntax',
  deep: 'nested-too-deep',
}

const SEVERITIES: Partial<Record<JsonProblem['kind'], Record<JsonPlace, Severity | undefined>>> = {
  comment: { shown: 'note', lenient: undefined, json5: undefined, sent: 'error', file: 'warning' },
  'trailing-comma': { shown: 'error', lenient: undefined, json5: undefined, sent: 'error', file: 'error' },
  quotes: { shown: 'error', lenient: 'error', json5: undefined, sent: 'error', file: 'error' },
  ellipsis: { shown: 'note', lenient: 'note', json5: 'note', sent: 'error', file: 'error' },
  // Long strings are broken for readers
  'line-break': { shown: 'warning', lenient: 'warning', json5: 'warning', sent: 'error', file: 'error' },
  placeholder: { shown: 'note', lenient: 'note', json5: 'note', sent: 'warning', file: 'error' },
}

/** Reports syntax problems of JSON, with severities by its context. */
export function reportJsonProblems(
  problems: readonly JsonProblem[],
  place: JsonPlace,
  { report }: DocumentContext,
): void {
  for (const { kind, range, message, hint, fix } of problems) {
    const severities = SEVERITIES[kind]
    const severity = severities?.[place]
    if (severities !== undefined && severity === undefined) continue
    report(RULE_OF_JSON[kind], range, message, {
      ...(severity !== undefined && { severity }),
      ...(hint !== undefined && { hint }),
      ...(fix !== undefined && { fix }),
    })
  }
}

const RULE_OF_YAML: Record<YamlProblem['kind'], RuleId> = {
  syntax: 'yaml-syntax',
  'duplicate-key': 'json-duplicate-key',
  deep: 'nested-too-deep',
  long: 'too-long',
}

/** Matches lines of templates (Jinja, Helm, mdBook) and gaps, which make YAML unreadable on purpose. */
const TEMPLATE = /^[ \t]*(?:-[ \t]+)?(?:[\w."'-]+:[ \t]+)?(?:["']?\{\{(?![%<])|\{%|(?:\[\.{3}\]|\.{3,}|…)[ \t]*\r?$)/m

/** Matches what only YAML about Matrix contains. */
const ABOUT_MATRIX =
  /\b_matrix\b|\bm\.[a-z]\w*\.[a-z]|^[ \t]*(?:openapi|swagger|rule_id|actions|conditions|pushkey|homeserver|\$ref)["']?:/m

/**
 * Reports syntax problems of YAML. Of those that make it unreadable only the first one, and none in templates and in
 * YAML that is not about Matrix.
 */
export function reportYamlProblems(problems: readonly YamlProblem[], text: string, { report }: DocumentContext): void {
  const isOurs = ABOUT_MATRIX.test(text) && !TEMPLATE.test(text)
  const first = problems.find(({ kind }) => kind === 'syntax')
  for (const problem of problems) {
    if (problem.kind === 'syntax' && !(isOurs && problem === first)) continue
    report(RULE_OF_YAML[problem.kind], problem.range, problem.message)
  }
}
