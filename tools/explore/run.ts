/**
 * Explores faults and variants of the reference: the command behind `npm run explore`. Of the faults that can show in
 * pushes, counts, receipts, notifications or rules, it prints the share that random histories find in a given time, by
 * topic. Variants and the reference itself conform, so whatever is found there is a bug in the model.
 *
 * Arguments are parts of names of faults. `--variants` takes variants instead, `--reference` the reference itself at an
 * old, a middle and the newest version. `--part 3` takes a third of them, another third each day. `--time 30` explores
 * each for 30 seconds. `--record FILE` appends the results to a file, and leaves out what it has already: what was found,
 * or explored for that long. `--markdown FILE` writes everything in it as a page.
 *
 * Exit codes: 0, 1 if something was found on a variant or the reference, 2 for wrong arguments.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { commitOf } from '../register/spec-repository.ts'
import { today } from '../workers/part.ts'
import { startPool } from '../workers/pool.ts'
import { type ExploreChoice, parseExploreArguments } from './explore-arguments.ts'
import type { ExploredOutcome, ExploredReference } from './explore-reference.ts'
import { explorationPage } from './page.ts'
import { type ExploredRecord, openRecords, type RecordFile } from './records.ts'
import { shareLines } from './shares.ts'
import { keyOf, type Task } from './tasks.ts'

const EXIT_USAGE = 2
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WORKER = new URL('./worker.ts', import.meta.url)

/** Time that an exploration may take longer than its histories begin: checks before it, and the end of what runs. */
const END_MS = 180_000

/** Outcome of an exploration that a problem ended. */
const NOT_EXPLORED = { timeMs: 0, histories: 0, steps: 0, durationMs: 0, found: [], unclear: [] }

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  let choice: ExploreChoice
  let records: RecordFile
  try {
    choice = parseExploreArguments(args, today())
    records = openRecords(choice.record)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  const { tasks, markdown } = choice
  await exploreAll(choice, records)
  if (markdown !== undefined) writeFileSync(markdown, explorationPage(records.all()))
  const keys = new Set(tasks.map(keyOf))
  const chosen = records.all().filter((record) => keys.has(keyOf(record)))
  for (const line of shareLines(chosen)) say(line)
  return chosen.some(({ kind, found }) => kind !== 'fault' && found.length > 0) ? 1 : 0
}

async function exploreAll(choice: ExploreChoice, records: RecordFile): Promise<void> {
  const { tasks, timeMs, workers } = choice
  const left = tasks.filter((task) => !isDone(records.of(task), timeMs))
  const commit = commitOf(ROOT, 'HEAD').slice(0, 7)
  const pool = startPool<ExploredReference, ExploredOutcome>(WORKER, Math.min(workers, left.length))
  const work = async (task: Task) => {
    const result = await pool.perform(referenceOf(task, choice, records.of(task)), timeMs + END_MS)
    const outcome = result.kind === 'done' ? { timeMs, ...result.value } : { ...NOT_EXPLORED, problem: result.problem }
    const record: ExploredRecord = { ...task, at: new Date().toISOString(), commit, ...outcome }
    records.add(record)
    say(lineOf(record))
  }
  try {
    await Promise.all(left.map(work))
  } finally {
    pool.close()
  }
}

function isDone(record: ExploredRecord | undefined, timeMs: number): boolean {
  if (record === undefined || record.problem !== undefined) return false
  return record.timeMs >= timeMs || (record.kind === 'fault' && record.found.length > 0)
}

/** Returns how to explore a task: with other histories than before. */
function referenceOf(
  { kind, name, specVersion }: Task,
  { seed, timeMs, jobs }: ExploreChoice,
  before: ExploredRecord | undefined,
): ExploredReference {
  const next = seed + (before?.histories ?? 0)
  return { name, specVersion, seed: next, timeMs, jobs, stopsAtFirst: kind === 'fault' }
}

function lineOf({ kind, name, specVersion, histories, found, problem }: ExploredRecord): string {
  const [first] = found
  const what =
    problem ?? (first === undefined ? 'nothing' : `${first.id}, seed ${first.seed}: ${first.message.split('\n')[0]}`)
  return `${name === '' ? kind : name} at ${specVersion}: ${histories} histories, ${what}`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
