import { parseArgs } from 'node:util'
import { isSpecVersion } from '../../spec/index.ts'
import { partOf, readPart } from '../workers/part.ts'
import { wholeNumber } from '../workers/whole-number.ts'
import { type Task, tasksOf } from './tasks.ts'

/** Arguments of `npm run explore`. */
export interface ExploreChoice {
  tasks: Task[]
  /** Time for each task, in milliseconds */
  timeMs: number
  seed: number
  /** Number of histories that run at once, in each process */
  jobs: number
  /** Number of processes */
  workers: number
  /** Paths of the file that records the results, and of the page; by default none is written */
  record?: string
  markdown?: string
}

const OPTIONS = {
  variants: { type: 'boolean' },
  reference: { type: 'boolean' },
  'spec-version': { type: 'string' },
  part: { type: 'string' },
  time: { type: 'string' },
  seed: { type: 'string' },
  jobs: { type: 'string' },
  workers: { type: 'string' },
  record: { type: 'string' },
  markdown: { type: 'string' },
} as const

/**
 * Parses the arguments of the command.
 *
 * @param today number of the day, by which `--part N` takes turns
 * @throws {Error} when an argument is invalid, or nothing is chosen; the message is one sentence
 */
export function parseExploreArguments(args: readonly string[], today: number): ExploreChoice {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  const { part, record, markdown } = values
  const specVersion = values['spec-version']
  if (specVersion !== undefined && !isSpecVersion(specVersion)) {
    throw new Error(`--spec-version: expected a version, found "${specVersion}"`)
  }
  const kind = values.reference ? 'reference' : values.variants ? 'variant' : 'fault'
  const named = tasksOf(kind).filter(
    ({ name }) => positionals.length === 0 || positionals.some((text) => name.includes(text)),
  )
  const tasks = partOf(named, part === undefined ? undefined : readPart(part, today))
  if (tasks.length === 0) throw new Error(`Expected parts of names, found "${positionals.join(' ')}", which none has`)
  return {
    tasks: specVersion === undefined ? tasks : unique(tasks.map((task) => ({ ...task, specVersion }))),
    timeMs: wholeNumber('time', values.time ?? '60', 86_400) * 1000,
    seed: wholeNumber('seed', values.seed ?? '1', 2_000_000_000),
    jobs: wholeNumber('jobs', values.jobs ?? '4', 64),
    workers: wholeNumber('workers', values.workers ?? '2', 16),
    ...(record === undefined ? {} : { record }),
    ...(markdown === undefined ? {} : { markdown }),
  }
}

function unique(tasks: readonly Task[]): Task[] {
  return [...new Map(tasks.map((task) => [task.name, task])).values()]
}
