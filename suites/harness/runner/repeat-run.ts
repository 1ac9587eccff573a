import {
  combineRepetitions,
  RUN_SCHEMA,
  type RunEvent,
  type RunResult,
  summarise,
  sumTimes,
} from '../../../run/index.ts'
import { createThinner } from '../../../run/repetitions.ts'
import { type Run, type RunOptions, startRun } from './runner.ts'
import type { AnyTestEnvironment } from './session.ts'

/**
 * Starts a run that repeats all cases one repetition after the other, each with new users, and combines their results.
 *
 * The events are those of one run, in which each case starts and ends several times. Cases that check the whole run check
 * each repetition by itself.
 *
 * @param environment the target, from {@link connect} or {@link connectGateway}
 * @param repeat the number of repetitions, 1 or more; with 1, this is {@link startRun}
 * @param options the cases, and how to run them
 * @throws {RangeError} when a case is about another kind of target
 */
export function startRepeatedRun(environment: AnyTestEnvironment, repeat: number, options: RunOptions): Run {
  if (repeat === 1) return startRun(environment, options)
  const finished = repeatRun(environment, repeat, options)
  const resultOf = async (id: string) => (await finished).cases.find((each) => each.id === id)
  return { results: new Map(options.cases.map(({ id }) => [id, resultOf(id)])), finished }
}

async function repeatRun(
  environment: AnyTestEnvironment,
  repeat: number,
  { review, ...options }: RunOptions,
): Promise<RunResult> {
  const emit = options.emit ?? (() => {})
  const begin = performance.now()
  const runs: RunResult[] = []
  const thin = createThinner()
  for (let number = 1; number <= repeat; number += 1) {
    environment.access.traffic.clear()
    const forward = (event: RunEvent) => {
      if (event.type === 'run-start' && number === 1) emit({ ...event, repeat })
      if (event.type !== 'run-start' && event.type !== 'run-end') emit(event)
    }
    const run = await startRun(environment, { ...options, comparesTimelines: true, emit: forward }).finished
    runs.push({ ...run, cases: run.cases.map(thin) })
    if (run.cutOff !== undefined) break
  }
  const result = combineRuns(runs, Math.round(performance.now() - begin), review)
  emit({ type: 'run-end', result })
  return result
}

function combineRuns(runs: readonly RunResult[], durationMs: number, review: RunOptions['review']): RunResult {
  const [first] = runs
  if (first === undefined) throw new RangeError('A run has at least one repetition')
  const byId = Map.groupBy(
    runs.flatMap(({ cases }) => cases),
    ({ id }) => id,
  )
  const cases = [...byId.values()].flatMap(([one, ...more]) =>
    one === undefined ? [] : combineRepetitions([one, ...more]),
  )
  const cut = runs.at(-1)?.cutOff
  const notReached = cut?.notReached.filter((id) => !byId.has(id)) ?? []
  const { remarks, red } = review?.(cases, new Set(notReached)) ?? { remarks: [], red: false }
  const interruptions = runs.flatMap((run) => run.interruptions ?? [])
  const targetTime = sumTimes(runs.map((run) => run.targetTime))
  return {
    ...first,
    schema: RUN_SCHEMA,
    durationMs,
    ...(targetTime === undefined ? {} : { targetTime }),
    repeat: runs.length,
    ...summarise(cases, red, cut !== undefined || interruptions.some(({ recovered }) => !recovered)),
    ...(cut === undefined ? {} : { cutOff: { why: cut.why, notReached } }),
    ...(interruptions.length === 0 ? {} : { interruptions }),
    remarks: [...new Set([...remarks, ...runs.flatMap((run) => run.remarks)])],
  }
}
