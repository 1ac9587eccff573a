/**
 * Explores faults and variants of the reference: the command behind `npm run explore`. Of the faults, it prints the share
 * that random histories find in a given time, by topic. A variant conforms, so whatever is found there is a bug in the
 * model.
 *
 * Arguments are parts of names of faults. `--variants` takes variants instead, `--reference` the reference itself.
 * `--part 3` takes a third of them, another third each day. `--time 30` explores each for 30 seconds.
 *
 * Exit codes: 0, 1 if something was found on a variant or the reference, 2 for wrong arguments.
 */
import { parseArgs } from 'node:util'
import { FAULTS, VARIANTS } from '../../reference/index.ts'
import { isSpecVersion, NEWEST, RELEASED_VERSIONS, type Span, type SpecVersion, within } from '../../spec/index.ts'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { partOf, readPart, today } from '../workers/part.ts'
import { type ExploredOutcome, type ExploredReference, exploreReference } from './explore-reference.ts'

const EXIT_USAGE = 2

/** Topics whose faults do not show in anything that a history does. */
const OTHER_TOPICS: readonly string[] = [
  'push-gateway',
  'authentication',
  'errors',
  'schema',
  'room-upgrades',
  'read-markers',
]

/** Reference to explore, by its name. */
interface Task {
  name: string
  isFault: boolean
  reference: Omit<ExploredReference, 'timeMs' | 'seed' | 'jobs' | 'stopsAtFirst'>
}

/** Arguments of the command. */
interface Choice {
  tasks: Task[]
  timeMs: number
  seed: number
  jobs: number
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  let choice: Choice
  try {
    choice = readChoice(args)
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  const { tasks, ...common } = choice
  const outcomes: { task: Task; outcome: ExploredOutcome }[] = []
  for (const task of tasks) {
    const outcome = await explored(task, common)
    outcomes.push({ task, outcome })
    const [first = 'nothing'] = outcome.seen
    process.stdout.write(`${task.name} at ${task.reference.specVersion}: ${outcome.histories} histories, ${first}\n`)
  }
  for (const line of sharesByTopic(outcomes)) process.stdout.write(`${line}\n`)
  return outcomes.some(({ task, outcome }) => !task.isFault && outcome.found > 0) ? 1 : 0
}

async function explored({ reference, isFault }: Task, common: Omit<Choice, 'tasks'>): Promise<ExploredOutcome> {
  try {
    return await exploreReference({ ...reference, ...common, stopsAtFirst: isFault })
  } catch (error) {
    // The preflight checks find some faults
    return { histories: 0, steps: 0, durationMs: 0, found: 1, seen: [`before the first history: ${messageOf(error)}`] }
  }
}

/**
 * Reads the arguments.
 *
 * @throws {Error} when they choose nothing, or are wrong; the message is one sentence
 */
function readChoice(args: string[]): Choice {
  const options = {
    part: { type: 'string' },
    time: { type: 'string' },
    seed: { type: 'string' },
    jobs: { type: 'string' },
    'spec-version': { type: 'string' },
    variants: { type: 'boolean' },
    reference: { type: 'boolean' },
  } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const specVersion = values['spec-version'] ?? NEWEST
  if (!isSpecVersion(specVersion)) throw new Error(`--spec-version: expected a version, found "${specVersion}"`)
  const all = values.reference
    ? [itself(specVersion)]
    : values.variants
      ? variantTasks(specVersion)
      : faultTasks(specVersion)
  const named = all.filter(({ name }) => positionals.length === 0 || positionals.some((text) => name.includes(text)))
  const tasks = partOf(named, values.part === undefined ? undefined : readPart(values.part, today()))
  if (tasks.length === 0) throw new Error(`Expected parts of names, found "${positionals.join(' ')}", which none has`)
  return {
    tasks,
    timeMs: wholeNumber('time', values.time ?? '60') * 1000,
    seed: wholeNumber('seed', values.seed ?? '1'),
    jobs: wholeNumber('jobs', values.jobs ?? '4'),
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new Error(`--${name}: expected a whole number from 1 to 999999, found "${text}"`)
}

function itself(specVersion: SpecVersion): Task {
  return { name: 'ref:', isFault: false, reference: { specVersion } }
}

function faultTasks(specVersion: SpecVersion): Task[] {
  return FAULTS.filter(({ name }) => !OTHER_TOPICS.includes(topicOf(name))).map(({ name, span }) => ({
    name,
    isFault: true,
    reference: { fault: name, specVersion: versionWithin(span, specVersion) },
  }))
}

function variantTasks(specVersion: SpecVersion): Task[] {
  return VARIANTS.map(({ name, span }) => ({
    name,
    isFault: false,
    reference: { variant: name, specVersion: versionWithin(span, specVersion) },
  }))
}

/** Returns the newest version of a span, up to another one. */
function versionWithin(span: Span, specVersion: SpecVersion): SpecVersion {
  if (within(specVersion, span)) return specVersion
  return RELEASED_VERSIONS.findLast((candidate) => within(candidate, span)) ?? specVersion
}

function topicOf(name: string): string {
  return name.split('.')[0] ?? name
}

function sharesByTopic(outcomes: readonly { task: Task; outcome: ExploredOutcome }[]): string[] {
  const faults = outcomes.filter(({ task }) => task.isFault)
  if (faults.length === 0) return []
  const share = (some: typeof faults) =>
    `${some.filter(({ outcome }) => outcome.found > 0).length} of ${some.length} faults found`
  const byTopic = Map.groupBy(faults, ({ task }) => topicOf(task.name))
  return [...[...byTopic].map(([topic, some]) => `${topic}: ${share(some)}`), `all: ${share(faults)}`]
}
