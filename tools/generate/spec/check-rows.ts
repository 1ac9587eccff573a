import type { AnySchema } from 'ajv'
import { createAjv } from '../../../spec/ajv.ts'
import { atLeast, type Span } from '../../../spec/versions.ts'
import { toSentence, toViolationErrors } from '../../../spec/violations.ts'
import { fromPointer } from './json-pointer.ts'
import { type Source, SourceError, type Step, valueAt } from './source.ts'

const ajv = createAjv()

/** Row of the catalogue of requirements that is valid by the schema. */
interface RequirementRow extends Span {
  id: string
}

/** Default rule that is valid by the schema. */
interface RuleRow extends Span {
  rule_id: string
  formerly?: { after: string }
}

/**
 * Checks the files of the catalogue of requirements, and that all IDs are unique.
 *
 * @returns the rows of all files
 * @throws {SourceError} when a row is invalid; the message has one line with file, line and row for each problem
 */
export function checkRequirements(sources: readonly Source[], schema: AnySchema): RequirementRow[] {
  const places = new Map<string, string>()
  const problems: string[] = []
  const rows = sources.flatMap((source) => {
    const own = (source.value ?? []) as readonly RequirementRow[]
    checkAgainst(schema, own, source)
    for (const [index, row] of own.entries()) {
      const place = placeOfRow(source, [index], row.id)
      const other = places.get(row.id)
      if (other !== undefined)
        problems.push(`${place}: expected a unique ID, found the same one at ${other}; choose another`)
      places.set(row.id, source.place([index]))
      problems.push(...checkSpan(row, place))
    }
    return own
  })
  report(problems)
  return rows
}

/**
 * Checks the list of default rules.
 *
 * @throws {SourceError} when a rule is invalid; the message has one line with file, line and rule for each problem
 */
export function checkDefaultRules(source: Source, schema: AnySchema): void {
  checkAgainst(schema, source.value, source)
  const kinds = Object.entries(source.value as Record<string, readonly RuleRow[]>)
  report(
    kinds.flatMap(([kind, rules]) => {
      const ids = rules.map((rule) => rule.rule_id)
      return rules.flatMap((rule, index) => {
        const place = placeOfRow(source, [kind, index], rule.rule_id)
        const problems = checkSpan(rule, place)
        if (ids.indexOf(rule.rule_id) !== index) problems.push(`${place}: the rule occurs twice; remove one`)
        const after = rule.formerly?.after
        if (after !== undefined && !ids.includes(after)) {
          problems.push(
            `${place}: expected the ID of a rule of the kind ${kind} in "after", found "${after}"; correct the ID`,
          )
        }
        return problems
      })
    }),
  )
}

function checkAgainst(schema: AnySchema, value: unknown, source: Source): void {
  const validate = ajv.compile(schema)
  if (validate(value)) return
  report(
    toViolationErrors(validate.errors).map((error) => {
      const path = fromPointer(error.instancePath)
      const row = path.slice(0, Array.isArray(value) ? 1 : 2)
      const { id, rule_id } = Object(valueAt(value, row)) as { id?: unknown; rule_id?: unknown }
      return `${placeOfRow(source, row, id ?? rule_id, path)}: ${toSentence(error)}`
    }),
  )
}

/** Returns the file and line of `path`, with the number and ID of its row. */
function placeOfRow(source: Source, row: readonly Step[], id: unknown, path: readonly Step[] = row): string {
  const index = Number(row.at(-1))
  if (!Number.isInteger(index)) return source.place(path)
  return `${source.place(path)}: row ${index + 1}${id === undefined ? '' : ` (${JSON.stringify(id)})`}`
}

function checkSpan({ since = 'seed', until }: Span, place: string): string[] {
  if (until === undefined || !atLeast(since, until)) return []
  return [`${place}: expected "until" to be newer than "since" (${since}), found ${until}; correct one of them`]
}

function report(problems: readonly string[]): void {
  if (problems.length > 0) throw new SourceError(problems.join('\n'))
}
