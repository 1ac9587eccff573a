import { createBundler } from './bundle.ts'
import { checkSchema } from './check-schema.ts'
import { readSource, type Source, SourceError, type Step } from './source.ts'

type Json = Record<string, unknown>

/** A self-contained OpenAPI document, as far as the generator looks at it. */
export interface BundledOpenApi extends Json {
  components: Json & { schemas: Json }
}

/**
 * Reads an OpenAPI document, with the schemas that it takes from other files among its own.
 *
 * @throws {SourceError} when the document or a schema in it is broken
 */
export function bundleOpenApi(file: string): BundledOpenApi {
  const source = readSource(file)
  const own = schemasOf(source)
  for (const path of schemaPaths(source.value, Object.keys(own))) checkSchema(source, path)
  const bundler = createBundler('/components/schemas')
  const document = bundler.rewrite(source) as BundledOpenApi
  const taken = Object.keys(bundler.definitions).find((name) => name in own)
  if (taken !== undefined) {
    const place = source.place(['components', 'schemas', taken])
    throw new SourceError(`${place}: a schema from another file is called "${taken}" too; rename this one`)
  }
  const schemas = { ...document.components.schemas, ...bundler.definitions }
  return { ...document, components: { ...document.components, schemas } }
}

function schemasOf(source: Source): Json {
  const { paths, components } = Object(source.value) as { paths?: unknown; components?: { schemas?: unknown } }
  if (typeof paths === 'object' && typeof components?.schemas === 'object' && components.schemas !== null) {
    return components.schemas as Json
  }
  throw new SourceError(`${source.place([])}: this is no OpenAPI document; it needs paths and components with schemas`)
}

/** Where the schemas of an OpenAPI document are: among its components, and in the bodies of messages. */
function schemaPaths(document: unknown, names: readonly string[]): Step[][] {
  const paths: Step[][] = names.map((name) => ['components', 'schemas', name])
  visit(document, [])
  return paths

  function visit(value: unknown, path: readonly Step[]): void {
    if (typeof value !== 'object' || value === null) return
    for (const [key, item] of Object.entries(value)) {
      if (key === 'schema' && path.at(-1) === 'application/json') paths.push([...path, key])
      else if (!['example', 'examples', 'schemas'].includes(key)) visit(item, [...path, key])
    }
  }
}
