import type { AnySchema } from 'ajv'
import { createAjv } from '../../../spec/ajv.ts'
import { type Source, SourceError, type Step, valueAt } from './source.ts'

const ajv = createAjv()

/**
 * Checks that a validator can be made of the schema at a place.
 *
 * What the schema points to is left out: that is checked at its own place, and that it is there when it is bundled.
 *
 * @throws {SourceError} when the schema is broken
 */
export function checkSchema(source: Source, path: readonly Step[]): void {
  const schema = valueAt(source.value, path)
  const alone = JSON.parse(JSON.stringify(schema ?? null), (key, value) => (key === '$ref' ? undefined : value))
  try {
    ajv.compile(alone as AnySchema)
  } catch (error) {
    const reason = (error as Error).message.replace(/^schema is invalid: data/, 'at ')
    throw new SourceError(`${source.place(path)}: this is no good JSON Schema: ${reason}`)
  }
}
