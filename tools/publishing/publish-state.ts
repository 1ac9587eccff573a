/**
 * Writes `docs/state-of-push.md` and the pages of its comparisons from the published runs: the command behind
 * `npm run publish:state`.
 *
 * `npm run publish:state -- FILE=REPORT…` first publishes the JSON report of a run, such as
 * `synapse-1.163.2=synapse-report.json`. `FILE` is that of an entry in `published-runs.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { unknownName } from '../../common/did-you-mean.ts'
import { parseReport } from '../../run/index.ts'
import { PUBLISHED_RUNS, publish } from './published-runs.ts'
import { stateFiles } from './state-files.ts'

function publishReport(argument: string): void {
  const [name = '', report = ''] = argument.split('=', 2)
  const run = PUBLISHED_RUNS.find(({ file }) => file === name)
  const names = PUBLISHED_RUNS.map(({ file }) => file)
  if (run === undefined) throw new Error(unknownName('run', name, names, `expected one of ${names.join(', ')}`))
  publish(run, parseReport(JSON.parse(readFileSync(report, 'utf8')), report))
  process.stdout.write(`Published ${report} as ${run.file}\n`)
}

for (const argument of process.argv.slice(2)) publishReport(argument)
for (const [path, text] of stateFiles()) {
  writeFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), text)
  process.stdout.write(`Wrote ${path}\n`)
}
