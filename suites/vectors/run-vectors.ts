import {
  type CaseResult,
  type EvaluatorInfo,
  type Expectation,
  type JudgedLevel,
  RUN_SCHEMA,
  type RunEvent,
  type RunResult,
  summarise,
} from '../../run/index.ts'
import { requirement, type SpecVersion } from '../../spec/index.ts'
import { unlessAborted } from '../harness/target/deadline.ts'
import { type Alone, type Asked, aloneRemarks, aloneText, askAlone, type FailedVector } from './ask-alone.ts'
import { type Evaluator, questionOf } from './evaluator.ts'
import { type Ask, type Judgement, judgeVector, rangeOf } from './judge-vector.ts'
import { NoAnswer } from './protocol.ts'
import type { Vector } from './vector.ts'

export interface VectorRunOptions {
  /** Plexor's own version */
  plexor: string
  vectors: readonly Vector[]
  /** Versions to ask for, oldest first: each vector is asked in those to which it applies */
  specVersions: readonly SpecVersion[]
  target: EvaluatorInfo
  /** Weakest level whose mismatches fail; those of weaker levels warn */
  level?: JudgedLevel
  /** Ends the run when it is aborted, with a clause as its reason: `it was interrupted by SIGINT` */
  signal?: AbortSignal
  /** Called with every event as it happens */
  emit?(event: RunEvent): void
  /** Compares each result with the expectations that were recorded before */
  expectationOf?(result: CaseResult): Expectation | undefined
  /**
   * Checks all results before the run ends: returns the recorded expectations that do not hold, and whether that fails
   * the run
   *
   * @param notReached ids of the vectors that were not reached, because the run ended early
   */
  review?(results: readonly CaseResult[], notReached: ReadonlySet<string>): { remarks: string[]; red: boolean }
}

/**
 * Asks an evaluator every vector, one question after another, and judges its answers.
 *
 * The result of a vector is reported only after the next one was asked, because until then a second answer may still
 * invalidate it. If {@link Evaluator.fresh} is there, vectors that failed are asked again alone after all others, and
 * reported then.
 */
export async function runVectors(evaluator: Evaluator, options: VectorRunOptions): Promise<RunResult> {
  const startedAt = performance.now()
  const emit = options.emit ?? (() => {})
  const run = {
    schema: RUN_SCHEMA,
    plexor: options.plexor,
    startedAt: new Date().toISOString(),
    specVersion: rangeOf(options.specVersions),
    target: options.target,
  } as const
  emit({ type: 'run-start', ...run, cases: options.vectors.length })
  const results = new Results(options, emit, evaluator.fresh !== undefined)
  const asker = createAsker(evaluator, (message) => results.failLast(message))
  const { signal } = options
  const untilAborted = <T>(work: Promise<T>) =>
    signal === undefined ? work : unlessAborted(work, signal, () => undefined)
  for (const vector of options.vectors) {
    emit({ type: 'case-start', id: vector.id })
    const started = performance.now()
    const judgement = await untilAborted(judgeVector(vector, asker.ask, options.specVersions, options.level))
    if (judgement === undefined) break
    const result = toResult(vector, judgement, Math.round(performance.now() - started))
    results.add(result, toFailedVector(vector, judgement, asker))
  }
  const ending = evaluator.end?.().catch((error: unknown) => {
    if (!(error instanceof NoAnswer)) throw error
    results.failLast(error.message)
  })
  await untilAborted(Promise.resolve(ending))
  results.release()
  const aloneRemarks = (await untilAborted(askHeldAlone(results, evaluator))) ?? []
  results.releaseHeld(new Map())
  const cases = [...results.finished]
  const cutOff = cutOffOf(options, cases)
  const { remarks, red } = options.review?.(cases, new Set(cutOff?.notReached)) ?? { remarks: [], red: false }
  const result: RunResult = {
    ...run,
    durationMs: Math.round(performance.now() - startedAt),
    ...summarise(cases, red, cutOff !== undefined),
    ...(cutOff === undefined ? {} : { cutOff }),
    remarks: [...remarks, ...aloneRemarks],
  }
  emit({ type: 'run-end', result })
  return result
}

/** Returns how a run ended early, if it did. */
function cutOffOf({ signal, vectors }: VectorRunOptions, cases: readonly CaseResult[]): RunResult['cutOff'] {
  if (signal?.aborted !== true) return undefined
  const reached = new Set(cases.map(({ id }) => id))
  return { why: String(signal.reason), notReached: vectors.map(({ id }) => id).filter((id) => !reached.has(id)) }
}

/** Result of a vector, and what is needed to ask it alone if it failed. */
interface Pending {
  result: CaseResult
  failed?: FailedVector | undefined
}

/** Results of a run, in the order of its vectors. The last one, and those that are to be asked alone, are held back. */
class Results {
  /** Results so far, also those that are held back, except the last one */
  readonly finished: CaseResult[] = []
  /** Vectors that failed, and whose results are held back until they are asked alone */
  readonly held: FailedVector[] = []
  readonly #options: VectorRunOptions
  readonly #emit: (event: RunEvent) => void
  readonly #holdsFailed: boolean
  #pending: Pending | undefined

  /** @param holdsFailed true if vectors that failed will be asked alone */
  constructor(options: VectorRunOptions, emit: (event: RunEvent) => void, holdsFailed: boolean) {
    this.#options = options
    this.#emit = emit
    this.#holdsFailed = holdsFailed
  }

  /** Releases the result before, and takes the next one. */
  add(result: CaseResult, failed: FailedVector | undefined): void {
    this.release()
    this.#pending = { result, failed }
  }

  /** Makes the last added result fail. */
  failLast(message: string): void {
    if (this.#pending !== undefined) this.#pending = { result: { ...this.#pending.result, verdict: 'failed', message } }
  }

  /** Reports the last added result, or holds it back for longer if the vector is to be asked alone. */
  release(): void {
    if (this.#pending === undefined) return
    const { result: bare, failed } = this.#pending
    this.#pending = undefined
    const expectation = this.#options.expectationOf?.(bare)
    const result = expectation === undefined ? bare : { ...bare, expectation }
    this.finished.push(result)
    // What the baseline expects needs no further evidence
    if (this.#holdsFailed && failed !== undefined && expectation?.met !== true) this.held.push(failed)
    else this.#emit({ type: 'case-end', result })
  }

  /** Reports the results that are held back, with what became of their vectors alone. */
  releaseHeld(alone: ReadonlyMap<string, Alone>): void {
    const held = new Set(this.held.splice(0).map(({ vector }) => vector.id))
    for (const [index, bare] of this.finished.entries()) {
      if (!held.has(bare.id)) continue
      const result = withAlone(bare, alone.get(bare.id))
      this.finished[index] = result
      this.#emit({ type: 'case-end', result })
    }
  }
}

/** Asks the vectors alone whose results are held back, and reports these. Returns remarks about all of them. */
async function askHeldAlone(results: Results, { fresh }: Evaluator): Promise<string[]> {
  const count = results.held.length
  if (fresh === undefined || count === 0) return []
  const alone = await askAlone(results.held, fresh)
  results.releaseHeld(alone)
  return aloneRemarks(count, alone)
}

/** Adds to a result what became of its vector alone: in the message, after its first line. */
function withAlone(result: CaseResult, alone: Alone | undefined): CaseResult {
  if (alone === undefined) return result
  const [first = '', ...details] = result.message?.split('\n') ?? []
  return { ...result, message: [first, aloneText(alone), ...details].join('\n'), alone: alone.verdict }
}

/** Asks an evaluator, and remembers what it was asked. */
interface Asker {
  ask: Ask
  /** Returns everything that was asked of the process that got the last question, and where in it that version is */
  placeOf(vector: Vector, specVersion: SpecVersion): Pick<FailedVector, 'log' | 'position'>
}

/**
 * Numbers the questions. A question is asked again if its answer turns out to be a second one to an earlier vector,
 * which then fails.
 */
function createAsker(evaluator: Evaluator, failLast: (message: string) => void): Asker {
  let id = 0
  let previous: Vector | undefined
  let log: Asked[] = []
  let logOfLast = log
  const ask: Ask = async (vector, specVersion) => {
    for (;;) {
      id += 1
      const isFirst = previous !== vector
      previous = vector
      logOfLast = log
      log.push({ vector, specVersion })
      try {
        return await evaluator.ask(questionOf(vector, specVersion, id))
      } catch (error) {
        // An evaluator that does not answer is started again, and then remembers nothing
        log = []
        if (!(error instanceof NoAnswer && error.blamesPrevious && isFirst)) throw error
        failLast(error.message)
      }
    }
  }
  return {
    ask,
    placeOf(vector, specVersion) {
      const position = logOfLast.findLastIndex((one) => one.vector === vector && one.specVersion === specVersion)
      return { log: logOfLast, position: Math.max(0, position) }
    },
  }
}

function toFailedVector(vector: Vector, { wrongIn }: Judgement, asker: Asker): FailedVector | undefined {
  return wrongIn && { vector, specVersions: wrongIn, ...asker.placeOf(vector, wrongIn[0]) }
}

function toResult(vector: Vector, { verdict, message }: Judgement, durationMs: number): CaseResult {
  const { id, level, text, section } = requirement(vector.requirement)
  return {
    id: vector.id,
    title: vector.title,
    verdict,
    level: vector.level,
    requirements: [{ id, level, text, section }],
    durationMs,
    ...(message !== undefined && { message }),
    timeline: [],
  }
}
