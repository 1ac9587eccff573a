/**
 * Runs the tests on Node.js, each file in a process of its own, and prints what failed: the command behind
 * `npm run test:node`. `npx tap run` can do the same, but it also records what each process loads, which takes a quarter
 * of its time.
 *
 * Arguments are parts of paths of test files. `--deno` runs the tests on Deno at the same time, as `npm test` does.
 * `--jobs 4` runs four files at once; by default, it is two more than there are processors, because many tests only wait.
 *
 * Exit codes: 0 if all tests pass, 1 if not, 2 for wrong arguments.
 */
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { sep } from 'node:path'
import { parseArgs } from 'node:util'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { runProgram } from '../interop/run-program.ts'
import { wholeNumber } from '../workers/whole-number.ts'
import { runTestFile, type TestFileResult } from './test-file.ts'

const EXIT_USAGE = 2

/** Longest time that a test file may take, for a busy machine. */
const TIMEOUT_MS = 6 * 60_000

/** Parts of the paths of those files that take longest. They begin first, so that none of them is left alone at the end. */
const LONG = [
  'suites/push-gateway/',
  'test/browser/',
  'test/explore/',
  'cli/vectors/',
  'test/package',
  'cli/interruption',
]

process.exitCode = await main(process.argv.slice(2))

/** A test file, or all tests on Deno. */
interface Task {
  name: string
  run(): Promise<TestFileResult>
}

async function main(args: string[]): Promise<number> {
  let choice: { tasks: Task[]; jobs: number }
  try {
    choice = choose(args)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  const began = performance.now()
  const left = choice.tasks.values()
  const results: TestFileResult[] = []
  const work = async () => {
    for (const { name, run } of left) {
      const result = await run()
      process.stdout.write(reportOn(name, result))
      results.push(result)
    }
  }
  await Promise.all(Array.from({ length: choice.jobs }, work))
  process.stdout.write(`${summaryOf(results)}, in ${secondsOf(performance.now() - began)}\n`)
  return results.every(({ problems }) => problems.length === 0) ? 0 : 1
}

/**
 * Returns the tasks and the number of jobs that the arguments choose.
 *
 * @throws {Error} when they choose no file, or are wrong
 */
function choose(args: string[]): { tasks: Task[]; jobs: number } {
  const options = { jobs: { type: 'string' }, deno: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const files = globSync('test/**/*.test.ts')
    .map((file) => file.replaceAll(sep, '/'))
    .filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
  if (files.length === 0) throw new Error(`Expected parts of paths of test files, found "${positionals.join(' ')}"`)
  const tasks = files.map((name): Task => ({ name, run: () => runTestFile(name, TIMEOUT_MS) }))
  // It is one task with all its files, so it begins first
  if (values.deno) tasks.unshift({ name: 'npm run test:deno', run: runOnDeno })
  const jobs = values.jobs === undefined ? availableParallelism() + 2 : wholeNumber('jobs', values.jobs, 64)
  return { tasks, jobs }
}

function rankOf(file: string): number {
  const rank = LONG.findIndex((part) => file.includes(part))
  return rank === -1 ? LONG.length : rank
}

async function runOnDeno(): Promise<TestFileResult> {
  const began = performance.now()
  const { code, output } = await runProgram('npm', ['run', '--silent', 'test:deno'], undefined, { NO_COLOR: '1' })
  const countOf = (what: string) => Number(new RegExp(`\\| .*?(\\d+) ${what}`).exec(output)?.[1] ?? 0)
  return {
    passed: countOf('passed'),
    failed: countOf('failed'),
    skipped: countOf('ignored'),
    durationMs: performance.now() - began,
    problems: code === 0 ? [] : [`it ended with exit code ${code}`],
    output,
  }
}

/** One line for what passed; for what did not, all of its output too. */
function reportOn(name: string, { passed, durationMs, problems, output }: TestFileResult): string {
  const seconds = secondsOf(durationMs)
  if (problems.length === 0) return `✓ ${name}  ${passed} passed, ${seconds}\n`
  return `✗ ${name}  ${problems.join('; ')}, ${seconds}\n${output.trimEnd().replaceAll(/^/gm, '    ')}\n`
}

function summaryOf(results: readonly TestFileResult[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((total, result) => total + result[key], 0)
  const failing = results.filter(({ problems }) => problems.length > 0).length
  const outcome = failing === 0 ? `All ${results.length} pass` : `${failing} of ${results.length} failed`
  return `${outcome}: ${sum('passed')} assertions passed, ${sum('failed')} failed, ${sum('skipped')} skipped`
}

function secondsOf(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`
}
