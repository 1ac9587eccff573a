/**
 * Makes `spec/generated/` from the YAML files of `spec/`.
 *
 *     tsx tools/generate/spec/generate.ts           write what is new
 *     tsx tools/generate/spec/generate.ts --check   write nothing, and exit with 1 when something is stale
 */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from './command.ts'
import { stale, update } from './files.ts'

const folder = relative('.', fileURLToPath(new URL('../../../spec', import.meta.url))) || '.'
process.exitCode = await generate(process.argv.slice(2), { stale: () => stale(folder), update: () => update(folder) })
