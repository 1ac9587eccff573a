import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGenerator } from 'ts-json-schema-generator'
import { oneFile } from '../generated-files.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** `run/generated/report.schema.json`: JSON Schema of JSON reports, made from the types of `run/events.ts`. */
export const reportSchemaFile = oneFile(join(relative('.', root) || '.', 'run/generated/report.schema.json'), render)

/** Renders the schema of `RunResult`. Unknown properties are allowed, so that later versions can add some. */
function render(): string {
  const generator = createGenerator({
    path: join(root, 'run/events.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    type: 'RunResult',
    additionalProperties: true,
    topRef: false,
    expose: 'export',
    jsDoc: 'extended',
    sortProps: false,
    // `npm run check:types` has checked the types.
    skipTypeCheck: true,
  })
  return `${JSON.stringify(generator.createSchema('RunResult'), plainText, 2)}\n`
}

/** Makes descriptions plain text: no sentences with a link to code, and no indentation in lists. */
function plainText(name: string, value: unknown): unknown {
  if (name !== 'description' || typeof value !== 'string') return value
  return value.replaceAll(/[^.]*\{@link [^.]*\./g, '').replaceAll(/ {2,}/g, ' ')
}
