import { readSettings } from '../../cli/options/settings.ts'
import { openRun, plan } from '../../cli/test/open-run.ts'
import { FAULTS, policies, UNSPECIFIED_FAULTS } from '../../reference/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { type Case, cases } from '../../suites/index.ts'
import { createRecorder } from './recorder.ts'
import { openReference, type Pace } from './reference-target.ts'
import { switchable } from './switchable.ts'

/** Task of a worker process. */
export type Task = HomeserverTask | GatewayTask

type HomeserverTask = (RecordTask | RunTask) & { pace: Pace; specVersion: SpecVersion; cases: readonly string[] }

/** Runs cases against the correct reference, and finds the faults that affect each of them. */
interface RecordTask {
  kind: 'record'
  faults: readonly string[]
}

/** Runs cases against the reference with a fault. */
interface RunTask {
  kind: 'run'
  fault: string
}

/** Runs cases against the push gateway of the reference with a fault, or without one if the name is empty. */
interface GatewayTask {
  kind: 'gateway'
  fault: string
  cases: readonly string[]
  timeoutMs: number
}

/** Case in which a fault changes the result of decisions. */
export interface AffectedCase {
  fault: string
  caseId: string
  /** Names of the decisions */
  decisions: string[]
}

/** Verdict of a case. */
export interface CaseOutcome {
  caseId: string
  verdict: string
  message?: string
}

/** Result of a task. */
export interface TaskReport {
  outcomes: CaseOutcome[]
  /** Empty for other tasks than `record` */
  affected: AffectedCase[]
}

const CATALOGUE = [...FAULTS, ...UNSPECIFIED_FAULTS]

/** Performs a task. */
export async function perform(task: Task): Promise<TaskReport> {
  if (task.kind === 'gateway') return await runGateway(task)
  return task.kind === 'record' ? await record(task) : await runFaulty(task)
}

async function runGateway({ fault, cases: only, timeoutMs }: GatewayTask): Promise<TaskReport> {
  const settings = readSettings(`gateway:ref:${fault}`, { only: [...only], timeout: String(timeoutMs / 1000) })
  const { run, close } = await openRun(plan(settings))
  try {
    const { cases: results } = await run.finished
    return { affected: [], outcomes: results.map(({ id, verdict, message }) => outcomeOf(id, verdict, message)) }
  } finally {
    await close()
  }
}

async function record({ faults, pace, specVersion, cases: ids }: HomeserverTask & RecordTask): Promise<TaskReport> {
  const selected = new Set(faults)
  const switched = switchable(policies)
  const reference = await openReference(switched.policies, specVersion, pace)
  try {
    const recorder = createRecorder(
      policies,
      CATALOGUE.filter(({ name }) => selected.has(name)),
      reference.currentCase,
    )
    switched.use(recorder.policies)
    const results = await reference.run(casesOf(ids))
    const affected = [...recorder.differences].flatMap(([fault, byCase]) =>
      [...byCase].map(([caseId, decisions]) => ({ fault, caseId, decisions: [...decisions] })),
    )
    return { affected, outcomes: results.map(({ id, verdict, message }) => outcomeOf(id, verdict, message)) }
  } finally {
    await reference.close()
  }
}

/**
 * Performs the preflight checks before it turns on the fault, because they stop a run in which no push arrives.
 * Unspecified behaviour is on from the start, because the preflight has to detect it for a fair run.
 */
async function runFaulty({ fault, pace, specVersion, cases: ids }: HomeserverTask & RunTask): Promise<TaskReport> {
  const found = CATALOGUE.find(({ name }) => name === fault)
  if (found === undefined) throw new RangeError(`Unknown fault "${fault}"`)
  const faulty = found.apply(policies)
  const switched = switchable(UNSPECIFIED_FAULTS.includes(found) ? faulty : policies)
  const reference = await openReference(switched.policies, specVersion, pace)
  try {
    switched.use(faulty)
    const results = await reference.run(casesOf(ids))
    return { affected: [], outcomes: results.map(({ id, verdict, message }) => outcomeOf(id, verdict, message)) }
  } finally {
    await reference.close()
  }
}

function casesOf(ids: readonly string[]): Case[] {
  const selected = new Set(ids)
  return cases.filter(({ id }) => selected.has(id))
}

/** Returns the outcome of a case. Messages are truncated, because they quote the target. */
function outcomeOf(caseId: string, verdict: string, message: string | undefined): CaseOutcome {
  return { caseId, verdict, ...(message === undefined ? {} : { message: message.slice(0, 300) }) }
}
