import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ValidateFunction } from 'ajv'
import { createAjv } from '../../../spec/ajv.ts'
import { type Ruleset, requirement } from '../../../spec/index.ts'
import { toSentence, toViolationErrors } from '../../../spec/violations.ts'
import type { Vector, VectorDocument } from '../../../suites/vectors/vector.ts'
import { fromPointer } from '../spec/json-pointer.ts'
import { readSource, type Source, SourceError, type Step } from '../spec/source.ts'
import { type Common, expandTable, expandVector, type TableSource, type VectorSource } from './expand.ts'

/** A file of vectors, once the schema has found it good. */
interface ThemeFile {
  common?: Common
  vectors?: VectorSource[]
  tables?: TableSource[]
}

/** A vector before it is expanded, and where it stands. */
interface Placed {
  source: VectorSource
  path: Step[]
}

/**
 * Renders the document of all vectors from the files of a directory.
 *
 * @param folder directory with a YAML file for each theme, and `vector.schema.yaml`
 * @returns JSON, one vector per line
 * @throws {SourceError} when a file is wrong, with file, line and the expected value
 */
export function render(folder: string): string {
  const schema = createSchema(join(folder, 'vector.schema.yaml'))
  const rulesets = new Map<string, Ruleset>()
  const places = new Map<string, string>()
  const vectors = themeFiles(folder).flatMap((file) => {
    const source = readSource(file)
    check(schema.file, source.value, (path) => source.place(path))
    return expandFile(source, schema, rulesets, places)
  })
  return toJson({
    plexor_vectors: 1,
    requirements: requirementsOf(vectors),
    rulesets: Object.fromEntries(rulesets),
    vectors,
  })
}

function themeFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.endsWith('.schema.yaml'))
  return names.sort().map((name) => join(folder, name))
}

/** The validators of a file, and of a vector alone. */
interface Schema {
  file: ValidateFunction
  vector: ValidateFunction
}

function createSchema(file: string): Schema {
  const schema = Object(readSource(file).value)
  const ajv = createAjv()
  return {
    file: ajv.compile(schema),
    vector: ajv.compile({ $schema: schema.$schema, $defs: schema.$defs, $ref: '#/$defs/vector' }),
  }
}

/** @param place where what lies at a path of the value stands, for people */
function check(validate: ValidateFunction, value: unknown, place: (path: Step[]) => string): void {
  if (validate(value)) return
  const problems = toViolationErrors(validate.errors).map(
    (error) => `${place(fromPointer(error.instancePath).map(toStep))}: ${toSentence(error)}`,
  )
  throw new SourceError(problems.join('\n'))
}

function toStep(step: string): Step {
  return /^[0-9]+$/.test(step) ? Number(step) : step
}

function expandFile(
  source: Source,
  schema: Schema,
  rulesets: Map<string, Ruleset>,
  places: Map<string, string>,
): Vector[] {
  const { common = {}, vectors = [], tables = [] } = source.value as ThemeFile
  const theme = basename(source.file, '.yaml')
  const rows: Placed[] = [
    ...vectors.map((vector, index) => ({ source: vector, path: ['vectors', index] })),
    ...tables.flatMap((table, index) => {
      const sources = at(source, ['tables', index], () => expandTable(table))
      return sources.flatMap((row, number) =>
        row.map((one) => ({ source: one, path: ['tables', index, 'rows', number] })),
      )
    }),
  ]
  return rows.map(({ source: row, path }) => {
    const place = source.place(path)
    check(schema.vector, row, () => place)
    const vector = at(source, path, () => expandVector(theme, row, common, rulesets))
    const other = places.get(vector.id)
    if (other !== undefined) throw new SourceError(`${place}: the ID "${row.id}" is taken already, at ${other}`)
    places.set(vector.id, place)
    return vector
  })
}

/** Names the place of what goes wrong there. */
function at<T>(source: Source, path: readonly Step[], act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof RangeError) throw new SourceError(`${source.place(path)}: ${error.message}`)
    throw error
  }
}

function requirementsOf(vectors: readonly Vector[]): VectorDocument['requirements'] {
  const ids = [...new Set(vectors.map((vector) => vector.requirement))].sort()
  return Object.fromEntries(
    ids.map((id) => {
      const { text, section } = requirement(id)
      return [id, { text, section }]
    }),
  )
}

/** A line for each requirement, ruleset and vector, so that a change shows as what it is. */
function toJson({ plexor_vectors, requirements, rulesets, vectors }: VectorDocument): string {
  const lines = (object: object) =>
    Object.entries(object).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  const block = (items: string[]) => items.map((item) => `\n    ${item}`).join(',')
  return [
    '{',
    `  "plexor_vectors": ${plexor_vectors},`,
    `  "requirements": {${block(lines(requirements))}\n  },`,
    `  "rulesets": {${block(lines(rulesets))}\n  },`,
    `  "vectors": [${block(vectors.map((vector) => JSON.stringify(vector)))}\n  ]`,
    '}\n',
  ].join('\n')
}
