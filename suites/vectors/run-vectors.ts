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
import { type Ask, type Judgement, judgeVector, rangeOf } from './judge-vector.ts'
import { type Answer, NoAnswer, type Question } from './protocol.ts'
import { rulesetOf } from './ruleset-of.ts'
import type { Vector } from './vector.ts'

/** Evaluator of push rules: a function, or a program that is asked. */
export interface Evaluator {
  /** Answers a question; rejects with {@link NoAnswer} if there is no answer */
  ask(question: Question): Answer | Promise<Answer>
  /** Ends the questions; rejects with {@link NoAnswer} for a violation after the last answer */
  end?(): Promise<void>
}

export interface VectorRunOptions {
  /** Plexor's own version */
  plexor: string
  vectors: readonly Vector[]
  /** Versions to ask for, oldest first: each vector is asked in those to which it applies */
  specVersions: readonly SpecVersion[]
  target: EvaluatorInfo
  /** Weakest level whose mismatches fail; those of weaker levels warn */
  level?: JudgedLevel
  /** Called with every event as it happens */
  emit?(event: RunEvent): void
  /** Compares each result with the expectations that were recorded before */
  expectationOf?(result: CaseResult): Expectation | undefined
  /**
   * Checks all results before the run ends: returns the recorded expectations that do not hold, and whether that fails
   * the run
   */
  review?(results: readonly CaseResult[]): { remarks: string[]; red: boolean }
}

/**
 * Asks an evaluator every vector, one question after another, and judges its answers.
 *
 * The result of a vector is reported only after the next one was asked, because until then a second answer may still
 * invalidate it.
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
  const results = createResults(options, emit)
  const ask = createAsk(evaluator, results.failLast)
  for (const vector of options.vectors) {
    emit({ type: 'case-start', id: vector.id })
    const started = performance.now()
    const judgement = await judgeVector(vector, ask, options.specVersions, options.level)
    results.add(toResult(vector, judgement, Math.round(performance.now() - started)))
  }
  await evaluator.end?.().catch((error: unknown) => {
    if (!(error instanceof NoAnswer)) throw error
    results.failLast(error.message)
  })
  const cases = results.finish()
  const { remarks, red } = options.review?.(cases) ?? { remarks: [], red: false }
  const result: RunResult = {
    ...run,
    durationMs: Math.round(performance.now() - startedAt),
    ...summarise(cases, red),
    remarks,
  }
  emit({ type: 'run-end', result })
  return result
}

/** Collects the results, and holds back the last one. */
function createResults({ expectationOf }: VectorRunOptions, emit: (event: RunEvent) => void) {
  const finished: CaseResult[] = []
  let pending: CaseResult | undefined
  const release = () => {
    if (pending === undefined) return
    const expectation = expectationOf?.(pending)
    const result = expectation === undefined ? pending : { ...pending, expectation }
    finished.push(result)
    emit({ type: 'case-end', result })
    pending = undefined
  }
  return {
    add(result: CaseResult) {
      release()
      pending = result
    },
    /** Makes the last added result fail. */
    failLast(message: string) {
      if (pending !== undefined) pending = { ...pending, verdict: 'failed', message }
    },
    finish() {
      release()
      return finished
    },
  }
}

/**
 * Numbers the questions. A question is asked again if its answer turns out to be a second one to an earlier vector,
 * which then fails.
 */
function createAsk(evaluator: Evaluator, failLast: (message: string) => void): Ask {
  let id = 0
  let previous: Vector | undefined
  return async (vector, specVersion) => {
    const { id: name, user_id, event, room } = vector
    const ruleset = rulesetOf(vector, specVersion)
    for (;;) {
      id += 1
      const isFirst = previous !== vector
      previous = vector
      try {
        return await evaluator.ask({ id, vector: name, spec_version: specVersion, user_id, ruleset, event, room })
      } catch (error) {
        if (!(error instanceof NoAnswer && error.blamesPrevious && isFirst)) throw error
        failLast(error.message)
      }
    }
  }
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
