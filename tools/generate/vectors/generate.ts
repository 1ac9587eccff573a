/**
 * Makes `generated/vectors.json` from the YAML files beside this one.
 *
 *     tsx tools/generate/vectors/generate.ts           write it when it is stale
 *     tsx tools/generate/vectors/generate.ts --check   write nothing, and exit with 1 when it is stale
 */
import { join, relative } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { generate, oneFile } from '../spec/command.ts'
import { render } from './render.ts'

const folder = relative('.', fileURLToPath(new URL('../../../suites/vectors', import.meta.url))) || '.'
const file = oneFile(join(folder, 'generated/vectors.json'), () => render(folder))
process.exitCode = await generate(process.argv.slice(2), file)
