import type { AnySchema } from 'ajv'
import { createAjv } from '../../../spec/ajv.ts'
import { type Source, SourceError, type Step, valueAt } from './source.ts'

const ajv = createAjv()

/**
 * Checks that the schema at a place compiles.
 *
 * References are not followed: their targets are checked at their own places, and that they exist during bundling.
 *
 * @throws {SourceError} when the schema is invalid
 */
export function checkSchema(source: Source, path: readonly Step[]): void {
  const schema = valueAt(source.value, path)
  const alone = JSON.parse(JSON.stringify(schema ?? null), (key, value) => (key === '$ref' ? undefined : value))
  try {
    ajv.compile(alone as AnySchema)
  } catch (error) {
    const reason = (error as Error).message.replace(/^schema is invalid: data/, 'at ')
    throw new SourceError(`${source.place(path)}: expected a valid JSON Schema: ${reason}`)
  }
}
