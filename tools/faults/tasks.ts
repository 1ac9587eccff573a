import { openRun, plan } from '../../cli/open-run.ts'
import { readSettings } from '../../cli/settings.ts'
import { FAULTS, policies, UNSPECIFIED_FAULTS } from '../../reference/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { type Case, cases } from '../../suites/index.ts'
import { createRecorder } from './recorder.ts'
import { openReference, type Pace } from './reference-world.ts'
import { switchable } from './switchable.ts'

/** What a worker process is asked to do. */
export type Task = HomeserverTask | GatewayTask

type HomeserverTask = (RecordTask | RunTask) & { pace: Pace; specVersion: SpecVersion; cases: readonly string[] }

/** Run cases against the correct reference, and find out for which faults each of them matters. */
interface RecordTask {
  kind: 'record'
  faults: readonly string[]
}

/** Run cases against the reference with a fault. */
interface RunTask {
  kind: 'run'
  fault: string
}

/** Run the cases about push gateways against that of the reference with a fault, or with none. */
interface GatewayTask {
  kind: 'gateway'
  fault: string
  cases: readonly string[]
  timeoutMs: number
}

/** A case in which decisions come out otherwise under a fault. */
export interface Affected {
  fault: string
  caseId: string
  decisions: string[]
}

/** How a case ended. */
export interface Ended {
  caseId: string
  verdict: string
  message?: string
}

export interface Answer {
  ended: Ended[]
  /** Of the task `record` */
  affected: Affected[]
}

const CATALOGUE = [...FAULTS, ...UNSPECIFIED_FAULTS]

/** Does what a task asks for. */
export async function perform(task: Task): Promise<Answer> {
  if (task.kind === 'gateway') return await runGateway(task)
  return task.kind === 'record' ? await record(task) : await runFaulty(task)
}

async function runGateway({ fault, cases: only, timeoutMs }: GatewayTask): Promise<Answer> {
  const settings = readSettings(`gateway:ref:${fault}`, { only: [...only], timeout: String(timeoutMs / 1000) })
  const { run, close } = await openRun(plan(settings))
  try {
    const { cases: ended } = await run.finished
    return { affected: [], ended: ended.map(({ id, verdict, message }) => endOf(id, verdict, message)) }
  } finally {
    await close()
  }
}

async function record({ faults, pace, specVersion, cases: ids }: HomeserverTask & RecordTask): Promise<Answer> {
  const expected = new Set(faults)
  const switched = switchable(policies)
  const reference = await openReference(switched.policies, specVersion, pace)
  try {
    const recorder = createRecorder(
      policies,
      CATALOGUE.filter(({ name }) => expected.has(name)),
      reference.currentCase,
    )
    switched.use(recorder.policies)
    const ended = await reference.run(casesOf(ids))
    const affected = [...recorder.differences].flatMap(([fault, byCase]) =>
      [...byCase].map(([caseId, decisions]) => ({ fault, caseId, decisions: [...decisions] })),
    )
    return { affected, ended: ended.map(({ id, verdict, message }) => endOf(id, verdict, message)) }
  } finally {
    await reference.close()
  }
}

/**
 * The preflight is done before the fault sets in: it would not let a run begin in which no push arrives at all. What the
 * text leaves open is there from the start, for the preflight has to find out what a fair run needs to know.
 */
async function runFaulty({ fault, pace, specVersion, cases: ids }: HomeserverTask & RunTask): Promise<Answer> {
  const found = CATALOGUE.find(({ name }) => name === fault)
  if (found === undefined) throw new RangeError(`There is no fault "${fault}"`)
  const faulty = found.apply(policies)
  const switched = switchable(UNSPECIFIED_FAULTS.includes(found) ? faulty : policies)
  const reference = await openReference(switched.policies, specVersion, pace)
  try {
    switched.use(faulty)
    const ended = await reference.run(casesOf(ids))
    return { affected: [], ended: ended.map(({ id, verdict, message }) => endOf(id, verdict, message)) }
  } finally {
    await reference.close()
  }
}

function casesOf(ids: readonly string[]): Case[] {
  const expected = new Set(ids)
  return cases.filter(({ id }) => expected.has(id))
}

/** Messages are cut, for they hold what the target said. */
function endOf(caseId: string, verdict: string, message: string | undefined): Ended {
  return { caseId, verdict, ...(message === undefined ? {} : { message: message.slice(0, 300) }) }
}
