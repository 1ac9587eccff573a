/**
 * Runs the suites against every fault of the reference, and tells what each of them turns red: the command behind
 * `npm run faults`.
 *
 * Exit codes: 0 when the matrix is green, 1 when something is missing, 2 for wrong arguments, 3 when a run could not be
 * made.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Fault, FAULTS, LEFT_OPEN } from '../../reference/index.ts'
import { type FaultMatrix, matrixToJson, matrixToMarkdown } from '../../reports/fault-matrix.ts'
import { cases, select } from '../../suites/index.ts'
import { EXCUSED } from './excused.ts'
import { brokenIn, rowOf } from './fault-row.ts'
import { type FaultsChoice, parseFaultsArguments } from './faults-arguments.ts'
import { gapsIn } from './judge-matrix.ts'
import { messageOf } from './message-of.ts'
import { isJudged } from './pairs.ts'
import { runAll } from './run-all.ts'

const EXIT_USAGE = 2
const EXIT_BROKEN = 3
const DAY_MS = 24 * 60 * 60 * 1000

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  let choice: FaultsChoice
  let chosen: { faults: Fault[]; isWhole: boolean; part: string; leftOpen: Fault[] }
  try {
    choice = parseFaultsArguments(args, Math.floor(Date.now() / DAY_MS))
    chosen = choose(choice)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  const { faults, isWhole, leftOpen, part } = chosen
  const begin = performance.now()
  say(`Running ${part}`)
  const judged = selected(choice.cases).filter(isJudged)
  const outcome = await runAll([...faults, ...leftOpen], judged, choice, say)
  const rows = new Map(
    outcome.runs.map((run) => [run.fault.name, rowOf(run, new Map(cases.map((one) => [one.id, one])))]),
  )
  const rowsOf = (list: readonly Fault[]) => list.flatMap(({ name }) => rows.get(name) ?? [])
  const question = { faults: rowsOf(faults), leftOpen: rowsOf(leftOpen), cases: judged, excused: EXCUSED, isWhole }
  const gaps = [...outcome.trouble, ...outcome.runs.flatMap(brokenIn), ...gapsIn(question)]
  const matrix: FaultMatrix = { part, faults: question.faults, leftOpen: question.leftOpen, excused: EXCUSED, gaps }
  if (choice.json !== undefined) write(choice.json, matrixToJson(matrix))
  if (choice.markdown !== undefined) write(choice.markdown, matrixToMarkdown(matrix))
  for (const gap of gaps) say(`- ${gap}`)
  const seconds = Math.round((performance.now() - begin) / 1000)
  say(`${part} in ${seconds} s: ${gaps.length === 0 ? 'nothing is missing' : `${gaps.length} gaps`}`)
  return outcome.trouble.length > 0 ? EXIT_BROKEN : gaps.length > 0 ? 1 : 0
}

/** The faults that are wanted, and what to call them. */
function choose({ only, cases: patterns, part }: FaultsChoice) {
  const area = (name: string) => name.slice(0, name.indexOf('.'))
  const list = [...FAULTS, ...LEFT_OPEN].map(({ name }) => ({ id: name, area: area(name) }))
  const { selected: found, unmatched } = select(list, only, [])
  if (unmatched.length > 0)
    throw new Error(`No fault has a name like "${unmatched[0]}": plexor list --faults shows them`)
  selected(patterns)
  const names = new Set(found.map(({ id }) => id))
  const isInPart = (_: unknown, index: number) => part === undefined || index % part.count === part.index - 1
  const faults = FAULTS.filter(({ name }) => names.has(name)).filter(isInPart)
  const leftOpen = LEFT_OPEN.filter(({ name }) => names.has(name)).filter(isInPart)
  const isWhole = faults.length === FAULTS.length && patterns.length === 0
  const which = part === undefined ? '' : `, part ${part.index} of ${part.count}`
  return { faults, leftOpen, isWhole, part: `${faults.length} of ${FAULTS.length} faults${which}` }
}

function selected(patterns: readonly string[]) {
  const { selected: found, unmatched } = select(cases, patterns, [])
  if (unmatched.length > 0) throw new Error(`No case has an id like "${unmatched[0]}": plexor list shows them`)
  return found
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
