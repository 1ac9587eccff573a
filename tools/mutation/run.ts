/**
 * Mutation testing of the rule engine, with the vectors as the test.
 *
 *     node tools/mutation/run.ts                      every mutant
 *     node tools/mutation/run.ts glob.ts words.ts     those of these files of reference/rules/
 *     node tools/mutation/run.ts --html mutants.html  and a page to look at them
 *
 * Exits with 1 when a mutant survives that `no-change.yaml` does not list, or the list has one that does not survive.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core'
import { Stryker } from '@stryker-mutator/core'
import { describeMutant } from './mutant.ts'
import { compare, readNoChange } from './no-change.ts'
import { summarise } from './summary.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const RULES = 'reference/rules'

/** They make sentences for people, which vectors know nothing of; `explain.test.ts` has these sentences. */
const SENTENCES = ['explain.ts', 'explain-condition.ts', 'quote.ts']

/** What has types only, or only passes on what others export. */
const WITHOUT_CODE = ['index.ts', 'types.ts']

process.exitCode = await main()

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { html: { type: 'string' } } })
  const all = readdirSync(join(ROOT, RULES)).filter((file) => ![...SENTENCES, ...WITHOUT_CODE].includes(file))
  const unknown = positionals.find((file) => !all.includes(file))
  if (unknown !== undefined) {
    process.stderr.write(`There are no mutants of "${unknown}"; wanted ${all.join(', ')}\n`)
    return 2
  }
  const files = positionals.length > 0 ? positionals : all
  const list = readNoChange(readFileSync(new URL('no-change.yaml', import.meta.url), 'utf8'))
  const results = await mutate(files, values.html)
  const survivors = results.filter(({ status }) => status !== 'Killed' && status !== 'Timeout').map(describe)
  const comparison = compare(survivors, list, files)
  process.stdout.write(summarise(results.length, survivors.length, comparison))
  return comparison.unexplained.length + comparison.stale.length > 0 ? 1 : 0
}

/** Runs StrykerJS, in a folder of its own outside of the repository. */
async function mutate(files: readonly string[], html: string | undefined): Promise<MutantResult[]> {
  process.chdir(ROOT)
  const folder = mkdtempSync(join(tmpdir(), 'plexor-mutation-'))
  const options: PartialStrykerOptions = {
    mutate: files.map((file) => `${RULES}/${file}`),
    testRunner: 'vectors',
    plugins: [fileURLToPath(new URL('vector-test-runner.ts', import.meta.url))],
    ignorePatterns: ['/*', '!/reference', '/reference/*', `!/${RULES}`, '!/spec', '!/package.json'],
    tempDirName: folder,
    cleanTempDir: 'always',
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // What goes round for ever is counted out; a time is for what hangs in another way, however busy the machine is
    timeoutMS: 60_000,
    reporters: ['progress-append-only', ...(html === undefined ? [] : ['html'])],
    ...(html !== undefined && { htmlReporter: { fileName: html } }),
    allowConsoleColors: false,
  }
  try {
    return await new Stryker(options).runMutationTest()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function describe(mutant: MutantResult) {
  return describeMutant(mutant, readFileSync(mutant.fileName, 'utf8'))
}
