import {
  type CaseResult,
  countVerdicts,
  DEFAULT_JUDGED_LEVEL,
  type Expectation,
  exitCodeOf,
  type JudgedLevel,
  mismatchVerdict,
  type RequirementRef,
  RUN_SCHEMA,
  type RunEvent,
  type RunResult,
  type Shard,
  type Verdict,
} from '../../../run/index.ts'
import { type AnyCase, appliesTo, spanOf } from '../case/case.ts'
import { Inconclusive, Mismatch, messageOf, NotApplicable, TargetError } from '../case/errors.ts'
import { schemaCaseId } from '../case/schema-case.ts'
import { withDeadline } from '../target/deadline.ts'
import { timeBetween } from '../target/target-clock.ts'
import { type AnyTestEnvironment, createSession, isAbout } from './session.ts'

export interface RunOptions {
  /** Plexor's own version */
  plexor: string
  cases: readonly AnyCase[]
  /** How many cases run at once, 1 or more */
  jobs: number
  /** The weakest level whose mismatches fail; those of weaker levels warn */
  level?: JudgedLevel
  /** Which part of what was selected the cases are, for the report */
  shard?: Shard
  /** Told about everything as it happens */
  emit?(event: RunEvent): void
  /** What is known of the target beforehand says how each result compares with it */
  expectationOf?(result: CaseResult): Expectation | undefined
  /** Looks at all results before the run ends: what of the knowledge beforehand does not hold, and whether that is red */
  review?(results: readonly CaseResult[]): { remarks: string[]; red: boolean }
}

/** A run that goes on: each case's result, and the whole, as promises that never reject. */
export interface Run {
  results: ReadonlyMap<string, Promise<CaseResult>>
  finished: Promise<RunResult>
}

/**
 * Starts all cases, at most `jobs` at a time; those that judge the whole run start when the others have ended. The cases
 * that let the gateway fail start early, among the others; on a target on which one failing gateway holds up other
 * pushers, they run one by one behind them.
 *
 * @throws {RangeError} for a case about another kind of target
 */
export function startRun(environment: AnyTestEnvironment, options: RunOptions): Run {
  const stray = options.cases.find((definition) => !isAbout(environment, definition))
  if (stray !== undefined) throw new RangeError(`The case ${stray.id} is about a ${stray.target}; the target is none`)
  const startedAt = new Date()
  const begin = performance.now()
  const { clock } = environment.access.transport
  const clockAtBegin = clock.read()
  const emit = options.emit ?? (() => {})
  emit({
    type: 'run-start',
    schema: RUN_SCHEMA,
    plexor: options.plexor,
    startedAt: startedAt.toISOString(),
    specVersion: environment.specVersion,
    target: environment.targetInfo,
    cases: options.cases.length,
    ...(options.shard === undefined ? {} : { shard: options.shard }),
  })
  const judge = async (definition: AnyCase) => {
    emit({ type: 'case-start', id: definition.id })
    const judged = await runCase(environment, definition, options)
    const expectation = options.expectationOf?.(judged)
    const result = expectation === undefined ? judged : { ...judged, expectation }
    emit({ type: 'case-end', result })
    return result
  }
  const slots = new Slots(options.jobs)
  const results = new Map<string, Promise<CaseResult>>()
  let before: Promise<unknown> = Promise.resolve()
  for (const phase of phasesOf(options.cases, environment.targetInfo)) {
    const start = before
    for (const definition of phase) {
      const judging = start.then(() => slots.run(() => judge(definition)))
      results.set(definition.id, judging)
    }
    before = Promise.all(results.values())
  }

  const finished = Promise.all(results.values()).then((ended) => {
    const byId = new Map(ended.map((result) => [result.id, result]))
    const cases = options.cases.flatMap(({ id }) => byId.get(id) ?? [])
    const { remarks, red } = options.review?.(cases) ?? { remarks: [], red: false }
    const result: RunResult = {
      schema: RUN_SCHEMA,
      plexor: options.plexor,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - begin),
      specVersion: environment.specVersion,
      target: environment.targetInfo,
      targetTime: timeBetween(clockAtBegin, clock.read()),
      ...(options.shard === undefined ? {} : { shard: options.shard }),
      counts: countVerdicts(cases),
      cases,
      remarks: [...remarks, ...unjudgedBreaches(environment, options.cases)],
      exitCode: exitCodeOf(cases, red),
    }
    emit({ type: 'run-end', result })
    return result
  })
  return { results, finished }
}

/** The cases in phases, one after the other; those of one phase run side by side. */
function phasesOf(cases: readonly AnyCase[], targetInfo: AnyTestEnvironment['targetInfo']): AnyCase[][] {
  const early = cases.filter(({ runsLast }) => runsLast !== true)
  const stalling = early.filter(({ stallsDelivery }) => stallsDelivery === true)
  const others = early.filter(({ stallsDelivery }) => stallsDelivery !== true)
  const judging = cases.filter(({ runsLast }) => runsLast === true)
  const independent = !('independent' in targetInfo) || targetInfo.independent
  return independent
    ? [interleave(stalling, others), judging]
    : [others, ...stalling.map((definition) => [definition]), judging]
}

/** So many other cases start before the next one in which the gateway fails. */
const BETWEEN = 7

/**
 * A case in which the gateway fails mostly waits until it is asked again. Side by side, such cases would leave the
 * target with nothing to do; among others they take no time of their own.
 */
function interleave(waiting: readonly AnyCase[], others: readonly AnyCase[]): AnyCase[] {
  const groups = waiting.map((one, index) => [one, ...others.slice(index * BETWEEN, (index + 1) * BETWEEN)])
  return [...groups.flat(), ...others.slice(waiting.length * BETWEEN)]
}

async function runCase(environment: AnyTestEnvironment, definition: AnyCase, options: RunOptions): Promise<CaseResult> {
  const begin = performance.now()
  const { session, run } = createSession(environment, definition)
  // A case waits several times at most, each time for the patience; twelve of them mean that it hangs.
  const limit = environment.access.timeoutMs * 12
  let verdict: Verdict
  let message: string | undefined
  try {
    if (!appliesTo(definition, environment.specVersion)) {
      throw new NotApplicable(
        `The case applies to ${spanOf(definition)}, and the target is judged by ${environment.specVersion}`,
      )
    }
    const seen = await withDeadline(run(), limit, `The case ${definition.id}`)
    verdict = typeof seen === 'string' ? 'noted' : 'passed'
    message = seen ?? undefined
  } catch (error) {
    verdict = verdictOf(error, definition, options.level ?? DEFAULT_JUDGED_LEVEL)
    message =
      error instanceof Error && isForeign(error)
        ? `Plexor itself failed: ${error.name}: ${error.message}`
        : messageOf(error)
  } finally {
    session.close()
  }
  const proof = session.proof()
  const { slowestWait } = session.timeline
  return {
    id: definition.id,
    title: definition.title,
    verdict,
    level: definition.level,
    requirements: definition.requirements.map(reference),
    ...(definition.fairness === undefined ? {} : { fairness: definition.fairness }),
    durationMs: Math.round(performance.now() - begin),
    ...(message === undefined ? {} : { message: environment.access.redactor.text(message) }),
    ...(proof === undefined ? {} : { proof }),
    ...(slowestWait === undefined ? {} : { slowestWait }),
    timeline: session.timeline.entries(),
  }
}

function verdictOf(error: unknown, { level }: AnyCase, judged: JudgedLevel): Verdict {
  if (error instanceof NotApplicable) return 'n/a'
  if (!(error instanceof Mismatch)) return 'inconclusive'
  return mismatchVerdict(level, judged)
}

/** An error that no part of the harness throws on purpose. */
function isForeign(error: Error): boolean {
  return !(
    error instanceof Mismatch ||
    error instanceof NotApplicable ||
    error instanceof Inconclusive ||
    error instanceof TargetError
  )
}

function reference({ id, level, text, section }: AnyCase['requirements'][number]): RequirementRef {
  return { id, level, text, section }
}

/** What broke a schema without a case in this run that judges it, so that a narrow selection does not hide it. */
function unjudgedBreaches(environment: AnyTestEnvironment, cases: readonly AnyCase[]): string[] {
  const selected = new Set(cases.map(({ id }) => id))
  return environment.access.traffic
    .broken()
    .filter((operationId) => !selected.has(schemaCaseId(operationId)))
    .map((operationId) => {
      const [first] = environment.access.traffic.breaches(operationId)
      return `Exchanges of ${operationId} broke their schema, which no selected case judges: ${first?.violation} (first seen in ${first?.firstSeenIn})`
    })
}

/** Lets a bounded number of tasks run at once, in the order in which they came. */
class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(size: number) {
    this.#free = size
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }
}
