import { compile } from 'json-schema-to-typescript'
import openapiTS, { astToString } from 'openapi-typescript'
import type { BundledEvents } from './events.ts'
import type { BundledOpenApi } from './openapi.ts'
import { SourceError } from './source.ts'

const HEADER = '// Generated from the YAML files of spec/; change those and run `npm run generate`.'

/**
 * Renders TypeScript types for an OpenAPI document.
 *
 * @param file - the path of the document, for error messages
 * @throws {SourceError} when it is not valid OpenAPI
 */
export async function openApiTypes(document: BundledOpenApi, file: string): Promise<string> {
  try {
    return `${HEADER}\n\n${astToString(await openapiTS(JSON.stringify(document), { silent: true }))}`
  } catch (error) {
    throw new SourceError(`${file}: cannot render types: ${(error as Error).message}`)
  }
}

/** Renders TypeScript types for the events, and the union `KnownEvent`. */
export async function eventTypes(events: BundledEvents): Promise<string> {
  const types = Object.keys(events.$defs).filter((name) => name.includes('.'))
  const schema = {
    ...events,
    description: 'Event of a type that Plexor has a schema for.',
    anyOf: types.map((type) => ({ $ref: `#/$defs/${type}` })),
  }
  return await compile(schema, 'KnownEvent', { bannerComment: HEADER, style: { singleQuote: true, semi: false } })
}
