import { basename } from 'node:path'
import { createBundler } from './bundle.ts'
import { checkSchema } from './check-schema.ts'
import { readSource } from './source.ts'

/** Document with all event schemas: those of event types by type, shared ones by name. */
export interface BundledEvents {
  $schema: string
  $defs: Record<string, unknown>
}

/**
 * Bundles the event schemas into one document.
 *
 * @param files - a file for each type of event, and `common.yaml`
 * @throws {SourceError} when a schema is invalid
 */
export function bundleEvents(files: readonly string[]): BundledEvents {
  const bundler = createBundler('/$defs')
  for (const file of files) {
    const source = readSource(file)
    if (basename(file) === 'common.yaml') {
      const { $defs } = Object(source.value) as { $defs?: object }
      for (const name of Object.keys($defs ?? {})) checkSchema(source, ['$defs', name])
    } else {
      checkSchema(source, [])
      bundler.add(source)
    }
  }
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $defs: bundler.definitions }
}
