import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oneFile } from '../generated-files.ts'
import { render } from './render.ts'

const folder = relative('.', fileURLToPath(new URL('../../../suites/vectors', import.meta.url))) || '.'

/** `suites/vectors/generated/vectors.json`, made from the YAML files of `suites/vectors/source/`. */
export const vectorFile = oneFile(join(folder, 'generated/vectors.json'), () => render(join(folder, 'source')))
