/**
 * Runs mutation testing of the rule engine, with the vectors as tests.
 *
 *     node tools/mutation/run.ts                      all mutants
 *     node tools/mutation/run.ts glob.ts words.ts     mutants of these files of reference/rules/
 *     node tools/mutation/run.ts --html mutants.html  also write a page that shows them
 *
 * Exits with 1 if a mutant survives that `no-change.yaml` does not list, or a listed one does not survive. For each
 * surviving mutant add a vector; if it is equivalent, record the reason in `no-change.yaml`.
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

/** Files that explain outcomes to people, which vectors do not cover, but `explain.test.ts` does. */
const EXPLANATIONS = ['explain.ts', 'explain-condition.ts']

/** Files that change rulesets for clients, which vectors do not cover, but `edit.test.ts` does. */
const EDITING = ['edit.ts']

/** Folder of what only saves time, whose rule `shortcuts.test.ts` compares with the one that is found without them. */
const SHORTCUTS = ['shortcuts']

/** Files with only types or re-exports. */
const WITHOUT_CODE = ['event.ts', 'index.ts', 'types.ts']

process.exitCode = await main()

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { html: { type: 'string' } } })
  const all = readdirSync(join(ROOT, RULES)).filter(
    (file) => ![...EXPLANATIONS, ...EDITING, ...SHORTCUTS, ...WITHOUT_CODE].includes(file),
  )
  const unknown = positionals.find((file) => !all.includes(file))
  if (unknown !== undefined) {
    process.stderr.write(`Unknown file "${unknown}": expected one of ${all.join(', ')}\n`)
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

/** Runs StrykerJS in a temporary directory outside of the repository. */
async function mutate(files: readonly string[], html: string | undefined): Promise<MutantResult[]> {
  process.chdir(ROOT)
  const directory = mkdtempSync(join(tmpdir(), 'plexor-mutation-'))
  const options: PartialStrykerOptions = {
    mutate: files.map((file) => `${RULES}/${file}`),
    testRunner: 'vectors',
    plugins: [fileURLToPath(new URL('vector-test-runner.ts', import.meta.url))],
    ignorePatterns: ['/*', '!/reference', '/reference/*', `!/${RULES}`, '!/spec', '!/package.json'],
    tempDirName: directory,
    cleanTempDir: 'always',
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // The test runner ends infinite loops by counting; this timeout is for other hangs, even on a busy machine
    timeoutMS: 60_000,
    reporters: ['progress-append-only', ...(html === undefined ? [] : ['html'])],
    ...(html !== undefined && { htmlReporter: { fileName: html } }),
    allowConsoleColors: false,
  }
  try {
    return await new Stryker(options).runMutationTest()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function describe(mutant: MutantResult) {
  return describeMutant(mutant, readFileSync(mutant.fileName, 'utf8'))
}
