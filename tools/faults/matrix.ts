/**
 * Runs the suites against every fault of the reference, and tells what each of them turns red: the command behind
 * `npm run faults`.
 *
 * Exit codes: 0 when the matrix is green, 1 when something is missing, 2 for wrong arguments, 3 when a run could not be
 * made.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FaultMatrix } from '../../reports/fault-matrix.ts'
import { matrixToJson } from '../../reports/fault-matrix-json.ts'
import { matrixToMarkdown } from '../../reports/fault-matrix-markdown.ts'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { allCases } from '../../suites/index.ts'
import { today } from '../workers/part.ts'
import { startPool } from '../workers/pool.ts'
import { type Chosen, choose } from './choose.ts'
import { EXCUSED, UNSEEN } from './excused.ts'
import { inconclusiveIn, type FaultRun, rowOf } from './fault-row.ts'
import { type FaultsChoice, parseFaultsArguments } from './faults-arguments.ts'
import { runGatewayFaults } from './gateway-runs.ts'
import { gapsIn } from './judge-matrix.ts'
import { isJudged } from './pairs.ts'
import { runAll } from './run-all.ts'
import type { Answer, Task } from './tasks.ts'

const EXIT_USAGE = 2
const EXIT_INCONCLUSIVE = 3
const WORKER = new URL('./worker.ts', import.meta.url)

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  let choice: FaultsChoice
  let chosen: Chosen
  try {
    choice = parseFaultsArguments(args, today())
    chosen = choose(choice)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  const begin = performance.now()
  say(`Running ${chosen.part}`)
  const { runs, problem } = await runChosen(chosen, choice)
  const matrix = matrixOf(chosen, runs, problem)
  const { gaps, part } = matrix
  if (choice.json !== undefined) write(choice.json, matrixToJson(matrix))
  if (choice.markdown !== undefined) write(choice.markdown, matrixToMarkdown(matrix))
  for (const gap of gaps) say(`- ${gap}`)
  const seconds = Math.round((performance.now() - begin) / 1000)
  say(`${part} in ${seconds} s: ${gaps.length === 0 ? 'nothing is missing' : `${gaps.length} gaps`}`)
  return problem.length > 0 ? EXIT_INCONCLUSIVE : gaps.length > 0 ? 1 : 0
}

async function runChosen(chosen: Chosen, choice: FaultsChoice) {
  const workers = startPool<Task, Answer>(WORKER, choice.workers)
  try {
    const tools = { workers, settings: choice, say }
    const parts = await Promise.all([runAll(chosen, tools), runGatewayFaults(chosen, tools)])
    return { runs: parts.flatMap(({ runs }) => runs), problem: parts.flatMap(({ problem }) => problem) }
  } finally {
    workers.close()
  }
}

function matrixOf(chosen: Chosen, runs: readonly FaultRun[], problem: readonly string[]): FaultMatrix {
  const byId = new Map(allCases.map((one) => [one.id, one]))
  const rows = new Map(runs.map((run) => [run.fault.name, rowOf(run, byId)]))
  const rowsOf = (list: readonly { name: string }[]) => list.flatMap(({ name }) => rows.get(name) ?? [])
  const faults = rowsOf([...chosen.faults, ...chosen.gatewayFaults])
  const leftOpen = rowsOf(chosen.leftOpen)
  const cases = [...chosen.cases, ...chosen.gatewayCases].filter(isJudged)
  const lists = { faults, leftOpen, excused: EXCUSED, unseen: UNSEEN }
  const gaps = [...problem, ...runs.flatMap(inconclusiveIn), ...gapsIn({ ...lists, cases, isWhole: chosen.isWhole })]
  return { part: chosen.part, ...lists, gaps }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
