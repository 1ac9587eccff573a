/**
 * Runs the suites against every fault of the reference and reports which cases each fault turns red: the command behind
 * `npm run faults`.
 *
 * Exit codes: 0 if the matrix is green, 1 if it has gaps, 2 for wrong arguments, 3 if a run was not possible.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { matrixToJson } from '../../reports/fault-matrix/json.ts'
import { matrixToMarkdown } from '../../reports/fault-matrix/markdown.ts'
import type { FaultMatrix } from '../../reports/fault-matrix/matrix.ts'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { allCases } from '../../suites/index.ts'
import { today } from '../workers/part.ts'
import { startPool } from '../workers/pool.ts'
import { type Chosen, choose } from './choose.ts'
import { type FaultRun, inconclusiveIn, rowOf } from './fault-row.ts'
import { type FaultsChoice, parseFaultsArguments } from './faults-arguments.ts'
import { gapsIn } from './gaps.ts'
import { canBeRed } from './pairs.ts'
import { type FaultRuns, runFaults } from './run-faults.ts'
import { runGatewayFaults } from './run-gateway-faults.ts'
import type { Task, TaskReport } from './tasks.ts'
import { UNSEEN } from './unseen.ts'

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
  const start = performance.now()
  say(`Running ${chosen.part}`)
  const { runs, problems } = await runChosen(chosen, choice)
  const matrix = matrixOf(chosen, runs, problems)
  const { gaps, part } = matrix
  if (choice.json !== undefined) write(choice.json, matrixToJson(matrix))
  if (choice.markdown !== undefined) write(choice.markdown, matrixToMarkdown(matrix))
  for (const gap of gaps) say(`- ${gap}`)
  const seconds = Math.round((performance.now() - start) / 1000)
  say(`${part} in ${seconds} s: ${gaps.length === 0 ? 'no gaps' : `${gaps.length} gaps`}`)
  return problems.length > 0 ? EXIT_INCONCLUSIVE : gaps.length > 0 ? 1 : 0
}

async function runChosen(chosen: Chosen, choice: FaultsChoice): Promise<FaultRuns> {
  const workers = startPool<Task, TaskReport>(WORKER, choice.workers)
  try {
    const tools = { workers, settings: choice, say }
    const parts = await Promise.all([runFaults(chosen, tools), runGatewayFaults(chosen, tools)])
    return { runs: parts.flatMap(({ runs }) => runs), problems: parts.flatMap(({ problems }) => problems) }
  } finally {
    workers.close()
  }
}

function matrixOf(chosen: Chosen, runs: readonly FaultRun[], problems: readonly string[]): FaultMatrix {
  const byId = new Map(allCases.map((one) => [one.id, one]))
  const rows = new Map(runs.map((run) => [run.fault.name, rowOf(run, byId)]))
  const rowsOf = (list: readonly { name: string }[]) => list.flatMap(({ name }) => rows.get(name) ?? [])
  const faults = rowsOf([...chosen.faults, ...chosen.gatewayFaults])
  const unspecified = rowsOf(chosen.unspecified)
  const cases = [...chosen.cases, ...chosen.gatewayCases].filter(canBeRed)
  const lists = { faults, unspecified, unseen: UNSEEN }
  const gaps = [...problems, ...runs.flatMap(inconclusiveIn), ...gapsIn({ ...lists, cases, isWhole: chosen.isWhole })]
  return { part: chosen.part, ...lists, gaps }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
