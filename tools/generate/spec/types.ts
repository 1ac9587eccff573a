import { compile } from 'json-schema-to-typescript'
import openapiTS, { astToString } from 'openapi-typescript'
import type { BundledEvents } from './events.ts'
import type { BundledOpenApi } from './openapi.ts'
import { SourceError } from './source.ts'

const HEADER = '// Generated from the YAML files of spec/; change those and run `npm run generate`.'

/**
 * TypeScript types for an OpenAPI document.
 *
 * @param file where the document comes from
 * @throws {SourceError} when it is no valid OpenAPI
 */
export async function openApiTypes(document: BundledOpenApi, file: string): Promise<string> {
  try {
    return `${HEADER}\n\n${astToString(await openapiTS(JSON.stringify(document), { silent: true }))}`
  } catch (error) {
    throw new SourceError(`${file}: no types can be made of this: ${(error as Error).message}`)
  }
}

/** TypeScript types for the events, and `KnownEvent` for any of them. */
export async function eventTypes(events: BundledEvents): Promise<string> {
  const types = Object.keys(events.$defs).filter((name) => name.includes('.'))
  const schema = {
    ...events,
    description: 'An event of a type that Plexor has a schema for.',
    anyOf: types.map((type) => ({ $ref: `#/$defs/${type}` })),
  }
  return await compile(schema, 'KnownEvent', { bannerComment: HEADER, style: { singleQuote: true, semi: false } })
}
