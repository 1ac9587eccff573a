import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GeneratedFiles } from '../generated-files.ts'
import { stale, update } from './files.ts'

const folder = relative('.', fileURLToPath(new URL('../../../spec', import.meta.url))) || '.'

/** Files of `spec/generated/`, made from the YAML files of `spec/`. */
export const specFiles: GeneratedFiles = { stale: () => stale(folder), update: () => update(folder) }
