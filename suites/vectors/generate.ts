/**
 * Makes `generated/vectors.json` from the YAML files beside this one.
 *
 *     tsx suites/vectors/generate.ts           write it when it is stale
 *     tsx suites/vectors/generate.ts --check   write nothing, and exit with 1 when it is stale
 */
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { generate, oneFile } from '../../spec/generation/command.ts'
import { render } from './generation/render.ts'

const folder = relative('.', dirname(fileURLToPath(import.meta.url))) || '.'
const file = oneFile(join(folder, 'generated/vectors.json'), () => render(folder))
process.exitCode = await generate(process.argv.slice(2), file)
