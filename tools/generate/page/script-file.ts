import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { browserScript } from '../../build/browser-script.ts'
import { oneFile } from '../generated-files.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** `reports/generated/page-script.ts`: the script of HTML reports as text, bundled from `reports/html/browser/`. */
export const pageScriptFile = oneFile(join(relative('.', root) || '.', 'reports/generated/page-script.ts'), render)

function render(): string {
  return `/** Script of HTML reports, made from \`reports/html/browser/\` by \`npm run generate\`. */
export const PAGE_SCRIPT: string =
  ${JSON.stringify(browserScript('reports/html/browser/main.ts'))}
`
}
