import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { browserScript } from '../../build/browser-script.ts'
import { oneFile } from '../generated-files.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** `reports/generated/page-script.ts`: the script of HTML reports as text, bundled from `reports/html/browser/`. */
export const pageScriptFile = scriptFile({
  file: 'reports/generated/page-script.ts',
  name: 'PAGE_SCRIPT',
  what: 'HTML reports',
  folder: 'reports/html/browser',
})

/** `cli/serve/pages/generated/page-script.ts`: the same for the pages of `plexor serve`. */
export const servePageScriptFile = scriptFile({
  file: 'cli/serve/pages/generated/page-script.ts',
  name: 'SERVE_SCRIPT',
  what: 'the pages of `plexor serve`',
  folder: 'cli/serve/pages/browser',
})

interface ScriptFile {
  /** Path of the generated file */
  file: string

  /** Name of its constant */
  name: string

  /** Pages that have the script */
  what: string

  /** Folder with its sources */
  folder: string
}

function scriptFile({ file, name, what, folder }: ScriptFile) {
  const render = () => `/** Script of ${what}, made from \`${folder}/\` by \`npm run generate\`. */
export const ${name}: string =
  ${JSON.stringify(browserScript(`${folder}/main.ts`))}
`
  return oneFile(join(relative('.', root) || '.', file), render)
}
