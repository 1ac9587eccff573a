/**
 * Runs the suites against every variant of the reference: the command behind `npm run variants`. Homeservers run at their
 * newest version and at an old one. Each variant conforms, so every red case is a bug in that case.
 *
 * Arguments are parts of names of variants to run. `--part 3` runs a third of the runs, another third each day.
 *
 * Exit codes: 0 if all runs are green, 1 if not, 2 for wrong arguments.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { partOf, readPart, today } from '../workers/part.ts'
import { startPool } from '../workers/pool.ts'
import { allRuns, type VariantOutcome, type VariantRun } from './run-variant.ts'

const WORKER = new URL('./worker.ts', import.meta.url)
const EXIT_USAGE = 2

/** Longest run: most take some seconds. */
const DEADLINE_MS = 10 * 60_000

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  let runs: VariantRun[]
  try {
    runs = select(args)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  const pool = startPool<VariantRun, VariantOutcome>(WORKER, Math.min(availableParallelism(), runs.length))
  const start = performance.now()
  const results = await Promise.all(
    runs.map(async (run) => {
      const result = await pool.perform(run, DEADLINE_MS)
      const one = result.kind === 'done' ? result.value : { ...run, fine: 0, durationMs: 0, problems: [result.problem] }
      report(one)
      return one
    }),
  )
  pool.close()
  const red = results.filter(({ problems }) => problems.length > 0)
  const variants = new Set(results.map(({ name }) => name)).size
  const seconds = Math.round((performance.now() - start) / 1000)
  process.stdout.write(
    red.length === 0
      ? `All ${results.length} runs against ${variants} variants are green, in ${seconds} s\n`
      : `${red.length} of ${results.length} runs are not green: ${red.map(({ name, specVersion }) => `${name} at ${specVersion}`).join(', ')}\n`,
  )
  return red.length === 0 ? 0 : 1
}

/**
 * Returns the runs that the arguments choose.
 *
 * @throws {Error} when they choose none, or are wrong
 */
function select(args: string[]): VariantRun[] {
  const { values, positionals } = parseArgs({ args, options: { part: { type: 'string' } }, allowPositionals: true })
  const part = values.part === undefined ? undefined : readPart(values.part, today())
  const named = allRuns().filter(
    ({ name }) => positionals.length === 0 || positionals.some((one) => name.includes(one)),
  )
  const runs = partOf(named, part)
  if (runs.length > 0) return runs
  throw new Error(
    `Unknown variant: expected part of a name from plexor list --variants, found ${positionals.map((one) => `"${one}"`).join(', ')}`,
  )
}

function report({ name, specVersion, fine, durationMs, problems }: VariantOutcome): void {
  const mark = problems.length === 0 ? 'ok ' : 'RED'
  process.stdout.write(`${mark} ${name} at ${specVersion}: ${fine} cases, ${(durationMs / 1000).toFixed(1)} s\n`)
  for (const problem of problems) process.stdout.write(`    ${problem}\n`)
}
