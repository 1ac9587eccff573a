import { beginningOf, duration, plural, shorten } from '../../../common/text.ts'
import {
  type CaseResult,
  DEFAULT_JUDGED_LEVEL,
  type Expectation,
  isRed,
  type JudgedLevel,
  RUN_SCHEMA,
  type RunResult,
  type RunSettings,
  type Shard,
  slowestOf,
  summarise,
  type Verdict,
} from '../../../run/index.ts'
import { type AnyCase, appliesTo, spanOf } from '../case/case.ts'
import { NotApplicable } from '../case/errors.ts'
import { schemaCaseId } from '../case/operations.ts'
import { EvidenceSize } from '../evidence/evidence-size.ts'
import { Deadline, withDeadline } from '../target/deadline.ts'
import { timeBetween } from '../target/target-clock.ts'
import { SharedScenes } from '../users/shared-scenes.ts'
import { AdaptiveLimit } from './adaptive-limit.ts'
import { CutOff } from './cut-off.ts'
import { DeliveryWatch } from './delivery-watch.ts'
import { explained } from './explain-failure.ts'
import { type Judgement, judgeError, judgeOutcome, reference } from './judge.ts'
import { assertPauses, leave, type PauseOptions, Pauses, pausesOf, type Seats } from './pauses.ts'
import { phasesOf } from './phases.ts'
import { type AnyTestEnvironment, createSession, wrongTarget } from './session.ts'
import { type Slot, Slots } from './slots.ts'

/** Options for {@link startRun}. */
export interface RunOptions extends PauseOptions {
  /** Version of Plexor, for the report */
  plexor: string
  /** Cases to run, in the order of the report */
  cases: readonly AnyCase[]
  /** Maximum number of cases that run at the same time, 1 or more */
  jobs: number
  /** True to run fewer cases at the same time while the target or this machine is slow; default: false */
  adaptsJobs?: boolean
  /** Weakest level whose mismatches fail; weaker ones only warn; default: {@link DEFAULT_JUDGED_LEVEL} */
  level?: JudgedLevel
  /** Part of the selected cases that these are, for the report */
  shard?: Shard
  /**
   * False to judge every case as if it ran alone. By default, cases are inconclusive that miss a push after pushes have
   * stopped arriving in the middle of the run.
   */
  watchesDelivery?: boolean
  /** False to give each case users and a room of its own; default: cases hand them on where nothing of them is left */
  sharesScenes?: boolean
  /** True if the timelines of the cases are compared with those of other repetitions; default: false */
  comparesTimelines?: boolean
  /** Ends the run when it is aborted, with a clause as its reason: `it was interrupted by SIGINT` */
  signal?: AbortSignal
  /** Number of red cases after which no further case starts; default: no limit */
  maxFailures?: number
  /**
   * Reports whether a case is expected to fail. It has users of its own at once, with which a failure would have to be
   * confirmed. Default: none
   */
  isExpectedToFail?(id: string): boolean
  /** Compares a result with the baseline of the target */
  expectationOf?(result: CaseResult): Expectation | undefined
  /**
   * Checks all results before the run ends. Returns remarks about the run, and whether they make it red.
   *
   * @param notReached ids of the cases that were not reached, because the run ended early
   */
  review?(results: readonly CaseResult[], notReached: ReadonlySet<string>): { remarks: string[]; red: boolean }
}

/** Run in progress. Its promises never reject. */
export interface Run {
  /** Result of each case by id; undefined for a case that was not reached, because the run ended early */
  results: ReadonlyMap<string, Promise<CaseResult | undefined>>
  /** Result of the whole run */
  finished: Promise<RunResult>
}

/**
 * Starts a run of cases against a target.
 *
 * Cases that check the whole run start when all others have ended, and before them those that settle, and one by one those
 * that may keep the target busy. What happens halfway happens after half of the others, while none is in progress. Cases
 * that stall delivery start early among the others; if the target's pushers are not independent, they run one by one after
 * the others.
 *
 * @param environment the target, from {@link connect} or {@link connectGateway}
 * @param options the cases, and how to run them
 * @throws {RangeError} when a case is about another kind of target
 */
export function startRun(environment: AnyTestEnvironment, options: RunOptions): Run {
  const stray = options.cases.find(({ target }) => target !== environment.kind)
  if (stray !== undefined) throw wrongTarget(environment, stray)
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
  const watch = createWatch(environment, options)
  environment.access.traffic.setCases(
    options.cases.filter((definition) => appliesTo(definition, environment.specVersion)).map(({ id }) => id),
  )
  const cutOff = new CutOff()
  if (options.signal !== undefined) cutOff.follow(options.signal)
  let failures = 0
  const removals: Promise<void>[] = []
  const evidence = new EvidenceSize()
  const scenes = options.comparesTimelines === true || options.sharesScenes === false ? undefined : new SharedScenes()
  const judge = async (definition: AnyCase, place: Place) => {
    if (environment.access.health.isGone) cutOff.end({ why: goneReason(environment), now: false })
    if (cutOff.cut !== undefined) return undefined
    emit({ type: 'case-start', id: definition.id })
    const run = () => runCase(environment, definition, { options, watch, cutOff, removals, evidence, scenes, place })
    const judged = await (watch === undefined ? run() : watch.observe(definition.id, run))
    const expectation = options.expectationOf?.(judged)
    const result = expectation === undefined ? judged : { ...judged, expectation }
    emit({ type: 'case-end', result })
    if (isRed(result)) failures += 1
    if (failures >= (options.maxFailures ?? Number.POSITIVE_INFINITY)) {
      cutOff.end({ why: `${plural(failures, 'case')} failed or could not be judged`, now: false })
    }
    return result
  }
  const slots = new Slots(limitOf(environment, options))
  const results = new Map<string, Promise<CaseResult | undefined>>()
  const endOf = (cases: readonly AnyCase[]) => Promise.all(cases.map(({ id }) => results.get(id)))
  let before: Promise<unknown> = Promise.resolve()
  let halfway = before
  const untilIdle = async () => {
    await withDeadline(Promise.all(removals), MAX_REMOVAL_MS, 'Removing pushers').catch(() => {})
  }
  const pauses = new Pauses({ options, health: environment.access.health, cutOff, untilIdle })
  const phases = phasesOf(options.cases, environment.targetInfo, options.halfway !== undefined)
  for (const [index, phase] of phases.entries()) {
    const start = before
    for (const definition of phase) {
      const seats = pauses.seatsOf(definition)
      const judging = start.then(() => slots.run((slot) => judge(definition, { slot, seats })))
      results.set(
        definition.id,
        judging.finally(() => leave(seats)),
      )
    }
    if (index > 0) before = Promise.all(results.values())
    else before = halfway = pauses.passHalfway(endOf(phase.filter(({ spansHalfway }) => spansHalfway !== true)))
  }

  const finished = Promise.all(results.values()).then(async (ended) => {
    await halfway
    await untilIdle()
    const byId = new Map(ended.flatMap((result) => (result === undefined ? [] : [[result.id, result]])))
    const cases = options.cases.flatMap(({ id }) => byId.get(id) ?? [])
    const notReached = options.cases.flatMap(({ id }) => (byId.has(id) ? [] : [id]))
    const { remarks, red } = options.review?.(cases, new Set(notReached)) ?? { remarks: [], red: false }
    watch?.close()
    const interruptions = [
      ...environment.access.health.interruptionsSince(begin),
      ...(watch?.interruption === undefined ? [] : [watch.interruption]),
    ]
    const result: RunResult = {
      schema: RUN_SCHEMA,
      plexor: options.plexor,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - begin),
      specVersion: environment.specVersion,
      target: environment.targetInfo,
      settings: settingsOf(environment, options),
      targetTime: timeBetween(clockAtBegin, clock.read()),
      ...(options.shard === undefined ? {} : { shard: options.shard }),
      ...summarise(cases, red, cutOff.cut !== undefined || interruptions.some(({ recovered }) => !recovered)),
      ...(cutOff.cut === undefined ? {} : { cutOff: { why: cutOff.cut.why, notReached } }),
      ...(interruptions.length === 0 ? {} : { interruptions }),
      remarks: [
        ...remarks,
        ...uncheckedViolations(environment, options.cases),
        ...(scenes?.remarks ?? []),
        ...slownessRemark(cases),
      ],
    }
    emit({ type: 'run-end', result })
    return result
  })
  return { results, finished }
}

/** Returns the options that a reader of the report has to know. */
function settingsOf(
  { access: { timeoutMs } }: AnyTestEnvironment,
  { level = DEFAULT_JUDGED_LEVEL, jobs, adaptsJobs, settleMs, halfway }: RunOptions,
): RunSettings {
  return {
    level,
    timeoutMs,
    ...(adaptsJobs === true ? {} : { jobs }),
    ...(settleMs === undefined ? {} : { settleMs }),
    ...(halfway === undefined ? {} : { halfway: true }),
  }
}

function goneReason({ access: { health } }: AnyTestEnvironment): string {
  return health.explanation().replace(/^The/, 'the')
}

/** Maximum time to remove pushers after the last case, in milliseconds. */
const MAX_REMOVAL_MS = 5_000

/** Returns how many cases may run at the same time: always the same number, unless it adapts. */
function limitOf(
  { access: { health, timeoutMs } }: AnyTestEnvironment,
  { jobs, adaptsJobs }: RunOptions,
): () => number {
  if (adaptsJobs !== true) return () => jobs
  const adaptive = new AdaptiveLimit(jobs, timeoutMs, health.unloadedMs())
  health.onResponse = (tookMs, ownLatenessMs) => adaptive.observe(tookMs, ownLatenessMs)
  return () => adaptive.limit
}

/** Returns what tells lost pushes from stopped ones, if the run asks for it. */
function createWatch(
  environment: AnyTestEnvironment,
  { watchesDelivery = true }: RunOptions,
): DeliveryWatch | undefined {
  return watchesDelivery && environment.kind === 'homeserver' ? new DeliveryWatch(environment) : undefined
}

/** Place of a case in its run. */
interface Place {
  slot: Slot
  seats: Seats
}

/** Everything that a case needs of its run besides the target. */
interface Surroundings {
  options: RunOptions
  watch: DeliveryWatch | undefined
  cutOff: CutOff
  /** Removal of pushers that is still in progress */
  removals: Promise<void>[]
  evidence: EvidenceSize
  /** Scenes that cases share; undefined if each has users of its own */
  scenes: SharedScenes | undefined
  /** True if the case uses none that others have used, but may hand on its own; default: false */
  isFirst?: boolean
  place: Place
}

/** Number of waits, and of requests, of a case that takes as long as it may. */
const MAX_WAITS = 12
const MAX_REQUESTS = 400

/** Maximum length of the message of a case, in UTF-16 code units. What a target sends can be of any length. */
const MAX_MESSAGE = 8_000

/**
 * Runs a case. If it does not pass with users and a room that other cases had used, it is run again with its own, and only
 * that counts: no case is accused of what another one left.
 */
async function runCase(
  environment: AnyTestEnvironment,
  definition: AnyCase,
  surroundings: Surroundings,
): Promise<CaseResult> {
  const { scenes, options } = surroundings
  const isFirst = options.isExpectedToFail?.(definition.id) === true
  const shared = await attemptCase(environment, definition, { ...surroundings, isFirst })
  const { result, usedBefore } = shared
  const isFinal = usedBefore.length === 0 || FINAL.has(result.verdict)
  if (isFinal || surroundings.cutOff.cut !== undefined || environment.access.health.isGone) return result
  const { result: own } = await attemptCase(environment, definition, { ...surroundings, isFirst: true })
  if (own.verdict === 'passed') {
    const latest = usedBefore.slice(-MAX_NAMED)
    const others =
      usedBefore.length > latest.length ? `${plural(usedBefore.length - latest.length, 'other case')}, then ` : ''
    scenes?.remark(
      `${definition.id} passed only with new users, and not with those of ${others}${latest.join(', ')}: ${result.message}`,
    )
  }
  return own
}

/** Maximum number of cases that a remark names. */
const MAX_NAMED = 3

/** Verdicts that no other users would change. */
const FINAL: ReadonlySet<Verdict> = new Set(['passed', 'noted', 'n/a'])

/** Runs a case once. Returns its result, and the cases that had used its users and room before. */
async function attemptCase(
  environment: AnyTestEnvironment,
  definition: AnyCase,
  { options, watch, cutOff, removals, evidence, scenes, isFirst = false, place }: Surroundings,
): Promise<{ result: CaseResult; usedBefore: readonly string[] }> {
  const begin = performance.now()
  const { health, redactor, timeoutMs } = environment.access
  // A case waits a few times, each time for the timeout at most, and its requests take what they take on this target.
  // Longer than this means that it hangs.
  const limitMs = Math.round(timeoutMs * MAX_WAITS + (health.unloadedMs() ?? 0) * MAX_REQUESTS)
  const deadline = new Deadline(limitMs, `The case ${definition.id}`)
  const note = (text: string) => session.timeline.note(text)
  const pauses = pausesOf({ ...place, deadline, note })
  const { session, run } = createSession(environment, definition, pauses, scenes && { scenes, isFirst })
  const judged = options.level ?? DEFAULT_JUDGED_LEVEL
  let judgement: Judgement
  try {
    if (!appliesTo(definition, environment.specVersion)) {
      throw new NotApplicable(
        `The case applies to ${spanOf(definition)}, and the target is tested against ${environment.specVersion}`,
      )
    }
    assertPauses(definition, place.seats)
    const seen = await cutOff.race(deadline.limit(run))
    judgement = judgeOutcome(seen ?? undefined, session.timeline.serverErrors, definition, judged)
  } catch (error) {
    const { doubt, slowestWait } = session.timeline
    const ranOut = slowestWait !== undefined && slowestWait.tookMs >= slowestWait.limitMs
    const cause = await explained(error, { definition, begin, health, watch, timeoutMs, doubt, ranOut })
    judgement = judgeError(cause, session.timeline.serverErrors, definition, judged)
  } finally {
    session.close()
  }
  if ((definition.stallsDelivery === true || cutOff.cut?.now === true) && !health.isGone)
    removals.push(session.removePushers())
  const proof = session.proof()
  const { slowestWait } = session.timeline
  const { message, violations, ...rest } = judgement
  const shown =
    message === undefined ? undefined : shorten(redactor.text(beginningOf(message, 2 * MAX_MESSAGE)), MAX_MESSAGE)
  const timeline = session.timeline.entries(judgement.verdict === 'passed' ? undefined : shown, {
    isBrief: evidence.isLarge,
    isCompared: options.comparesTimelines ?? false,
  })
  evidence.add(timeline)
  const result: CaseResult = {
    id: definition.id,
    title: definition.title,
    ...rest,
    requirements: definition.requirements.map(reference),
    ...(definition.fairness === undefined ? {} : { fairness: definition.fairness }),
    durationMs: Math.round(performance.now() - begin),
    ...(shown === undefined ? {} : { message: shown }),
    ...(violations === undefined ? {} : { violations: violations.map((violation) => redactor.text(violation)) }),
    ...(proof === undefined ? {} : { proof }),
    ...(slowestWait === undefined ? {} : { slowestWait }),
    timeline,
  }
  if (isHandedOn(definition, result.verdict) && cutOff.cut === undefined) {
    // A pusher that waits can hold up the next one of its user
    await session.handOn?.(definition.stallsDelivery === true)
  }
  session.endSharing?.()
  return { result, usedBefore: session.usedBefore ?? [] }
}

/**
 * Reports whether others may use the users of a case, if they are as new. After a failure they may too: what does not pass
 * with them is judged with new ones.
 */
function isHandedOn({ stallsDelivery }: AnyCase, verdict: Verdict): boolean {
  return FINAL.has(verdict) || (verdict !== 'inconclusive' && stallsDelivery !== true)
}

/** Share of its time limit from which a wait that ended well says that the target is slow. */
const SLOW = 0.5

/**
 * Returns a remark if something failed or was inconclusive, and cases that passed show that the target is slow: then what
 * failed may only have been late.
 */
function slownessRemark(cases: readonly CaseResult[]): string[] {
  if (!cases.some(({ verdict }) => verdict === 'failed' || verdict === 'inconclusive')) return []
  const slow = cases.filter(
    ({ verdict, slowestWait }) =>
      verdict === 'passed' && slowestWait !== undefined && slowestWait.tookMs > slowestWait.limitMs * SLOW,
  )
  const slowest = slowestOf(slow)
  if (slowest === undefined) return []
  const { what, tookMs, limitMs } = slowest
  return [
    `The target, or this machine, is slow: ${plural(slow.length, 'case')} that passed used more than half of a time limit (${what} took ${duration(tookMs)} of ${duration(limitMs)}). A failure that does not recur with a longer --timeout or fewer --jobs is none.`,
  ]
}

/** Returns a remark for each schema violation that no case of this run checks, so that a narrow selection does not hide it. */
function uncheckedViolations(environment: AnyTestEnvironment, cases: readonly AnyCase[]): string[] {
  const selected = new Set(cases.map(({ id }) => id))
  return environment.access.traffic
    .violatedOperations()
    .filter((operationId) => !selected.has(schemaCaseId(operationId)))
    .map((operationId) => {
      const [first] = environment.access.traffic.violationsOf(operationId)
      return `Exchanges of ${operationId} violate the schema, and no selected case checks that: ${first?.violation} (first seen in ${first?.firstSeenIn})`
    })
}
