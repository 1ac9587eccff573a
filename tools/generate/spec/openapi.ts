import { createBundler } from './bundle.ts'
import { checkSchema } from './check-schema.ts'
import { readSource, type Source, SourceError, type Step } from './source.ts'

type Json = Record<string, unknown>

/** OpenAPI document without references to other files. */
export interface BundledOpenApi extends Json {
  components: Json & { schemas: Json }
}

/**
 * Reads an OpenAPI document, and adds the schemas of other files that it refers to.
 *
 * @throws {SourceError} when the document or a schema in it is invalid
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
    throw new SourceError(`${place}: expected a unique name, found "${taken}" in another file too; rename this schema`)
  }
  const schemas = { ...document.components.schemas, ...bundler.definitions }
  return { ...document, components: { ...document.components, schemas } }
}

function schemasOf(source: Source): Json {
  const { paths, components } = Object(source.value) as { paths?: unknown; components?: { schemas?: unknown } }
  if (typeof paths === 'object' && typeof components?.schemas === 'object' && components.schemas !== null) {
    return components.schemas as Json
  }
  throw new SourceError(`${source.place([])}: expected an OpenAPI document with paths and components.schemas`)
}

/** Returns the paths of all schemas of an OpenAPI document: components and bodies. */
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
