import type { AnySchema } from 'ajv'
import { createAjv } from '../../../spec/ajv.ts'
import { atLeast, type Span } from '../../../spec/versions.ts'
import { toSentence, toViolationErrors } from '../../../spec/violations.ts'
import { fromPointer } from './json-pointer.ts'
import { type Source, SourceError, type Step, valueAt } from './source.ts'

const ajv = createAjv()

/** A row of the requirement register, once the schema has found it good. */
interface RequirementRow extends Span {
  id: string
  excluded?: string
  awaits?: string
}

/** A default rule, once the schema has found it good. */
interface RuleRow extends Span {
  rule_id: string
  formerly?: { after: string }
}

/**
 * Checks the files of the requirement register, and that no two rows have one ID.
 *
 * @returns the rows of all files
 * @throws {SourceError} naming file, line and row of everything that is wrong
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
      if (other !== undefined) problems.push(`${place}: the ID is taken already, at ${other}; choose another`)
      places.set(row.id, source.place([index]))
      problems.push(...checkSpan(row, place))
      if (row.excluded !== undefined && row.awaits !== undefined) {
        problems.push(`${place}: it is excluded and awaits cases at once; remove one of the two`)
      }
    }
    return own
  })
  report(problems)
  return rows
}

/**
 * Checks the list of default rules.
 *
 * @throws {SourceError} naming file, line and rule of everything that is wrong
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
        if (ids.indexOf(rule.rule_id) !== index) problems.push(`${place}: the rule is there twice; remove one`)
        const after = rule.formerly?.after
        if (after !== undefined && !ids.includes(after)) {
          problems.push(`${place}: it stood after "${after}", which is no ${kind} rule; correct the ID`)
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

/** File and line of `path`, and the row that it lies in by number and ID. */
function placeOfRow(source: Source, row: readonly Step[], id: unknown, path: readonly Step[] = row): string {
  const index = Number(row.at(-1))
  if (!Number.isInteger(index)) return source.place(path)
  return `${source.place(path)}: row ${index + 1}${id === undefined ? '' : ` (${JSON.stringify(id)})`}`
}

function checkSpan({ since = 'seed', until }: Span, place: string): string[] {
  if (until === undefined || !atLeast(since, until)) return []
  return [`${place}: until ${until} is not after since ${since}; correct one of them`]
}

function report(problems: readonly string[]): void {
  if (problems.length > 0) throw new SourceError(problems.join('\n'))
}
