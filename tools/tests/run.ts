/**
 * Runs the tests on Node.js, each file in a process of its own, and prints what failed: the command behind
 * `npm run test:node`. `npx tap run` can do the same, but it also records what each process loads, which takes a quarter
 * of its time.
 *
 * Arguments are parts of paths of test files. `--jobs 4` runs four files at once; by default, it is one more than there
 * are processors, because many tests only wait.
 *
 * Exit codes: 0 if all tests pass, 1 if not, 2 for wrong arguments.
 */
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { sep } from 'node:path'
import { parseArgs } from 'node:util'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { wholeNumber } from '../workers/whole-number.ts'
import { runTestFile, type TestFileResult } from './test-file.ts'

const EXIT_USAGE = 2

/** Longest time that a test file may take, for a busy machine. */
const TIMEOUT_MS = 6 * 60_000

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  let choice: { files: string[]; jobs: number }
  try {
    choice = choose(args)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  const { files, jobs } = choice
  const began = performance.now()
  const left = files.values()
  const results: TestFileResult[] = []
  const work = async () => {
    for (const file of left) {
      const result = await runTestFile(file, TIMEOUT_MS)
      process.stdout.write(reportOn(file, result))
      results.push(result)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  const failing = results.filter(({ problems }) => problems.length > 0).length
  process.stdout.write(`${summaryOf(results)}, in ${secondsOf(performance.now() - began)}\n`)
  return failing === 0 ? 0 : 1
}

/**
 * Returns the files and the number of jobs that the arguments choose.
 *
 * @throws {Error} when they choose no file, or are wrong
 */
function choose(args: string[]): { files: string[]; jobs: number } {
  const options = { jobs: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const files = globSync('test/**/*.test.ts')
    .map((file) => file.replaceAll(sep, '/'))
    .filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)))
    .sort()
  if (files.length === 0) throw new Error(`Expected parts of paths of test files, found "${positionals.join(' ')}"`)
  return {
    files,
    jobs: values.jobs === undefined ? availableParallelism() + 1 : wholeNumber('jobs', values.jobs, 64),
  }
}

/** One line for a file that passed; for another one, all of its output too. */
function reportOn(file: string, { passed, durationMs, problems, output }: TestFileResult): string {
  const seconds = secondsOf(durationMs)
  if (problems.length === 0) return `✓ ${file}  ${passed} passed, ${seconds}\n`
  return `✗ ${file}  ${problems.join('; ')}, ${seconds}\n${output.trimEnd().replaceAll(/^/gm, '    ')}\n`
}

function summaryOf(results: readonly TestFileResult[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((total, result) => total + result[key], 0)
  const failing = results.filter(({ problems }) => problems.length > 0).length
  const files = `${results.length} files: ${failing === 0 ? 'all pass' : `${failing} failed`}`
  return `${files}; ${sum('passed')} assertions passed, ${sum('failed')} failed, ${sum('skipped')} skipped`
}

function secondsOf(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`
}
