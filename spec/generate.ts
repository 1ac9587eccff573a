/**
 * Makes `spec/generated/` from the YAML files of `spec/`.
 *
 *     tsx spec/generate.ts           write what is new
 *     tsx spec/generate.ts --check   write nothing, and exit with 1 when something is stale
 */
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from './generation/command.ts'
import { stale, update } from './generation/files.ts'

const folder = relative('.', dirname(fileURLToPath(import.meta.url))) || '.'
process.exitCode = await generate(process.argv.slice(2), { stale: () => stale(folder), update: () => update(folder) })
