import type { CaseResult, JudgedLevel } from '../run/index.ts'
import type { TestEnvironment } from '../suites/harness/runner/environment.ts'
import { type Comparison, findingId } from './disagreement.ts'
import { drawHistory } from './draw-history.ts'
import type { History } from './history.ts'
import { findingResult, type HistoryRun, type RunHistoryOptions, runHistory } from './run-history.ts'
import { shrink } from './shrink.ts'
import type { RecordedFinding } from './story/recorded-finding.ts'
import { possibleSteps, renumbered, storyOf } from './story/story.ts'
import { notableTrait } from './story/trait.ts'
import { SpareGateways } from './trial/spare-gateways.ts'

/** Options for {@link explore}. */
export interface ExploreOptions {
  environment: TestEnvironment
  /** Number from which all histories follow */
  seed: number
  /** Number of histories that are run at once, 1 or more */
  jobs: number
  level: JudgedLevel
  /** Time after which no further history begins, in milliseconds; default: no limit */
  timeMs?: number
  /** Maximum number of histories; default: no limit */
  runs?: number
  /** Names of the kinds of steps to draw; default: all */
  only?: ReadonlySet<string>
  /** Ids of findings that are known: they end no history, and need no story */
  known?: ReadonlySet<string>
  /** Maximum time to make a history shorter, in milliseconds */
  shrinkMs?: number
  /** True to record the requests of what is found, so that cases can be made of it; default: false */
  isRecorded?: boolean
  /** Ends the exploration when it is aborted */
  signal?: AbortSignal
  /** Called after each history, and when a finding is made shorter */
  onProgress?(progress: Progress): void
}

/** State of an exploration in progress. */
export interface Progress {
  histories: number
  steps: number
  findings: number
  /** Number of findings that are being made shorter */
  shrinking: number
}

/** Fault that was found, with the shortest history that shows it. */
export interface Finding {
  /** Id by which baselines know it: `explore/counts.receipts.marks-read` */
  id: string
  comparison: Comparison
  /** Id of the requirement that the target violates */
  requirement: string
  history: History
  /** Result as reports show it, with the story */
  result: CaseResult
  /** The sentence `Expected X, found Y`, without the story */
  message: string
  /** Requests and expectation that a case of it needs; absent unless it is recorded */
  recorded?: RecordedFinding
  /** Number of histories that showed the same */
  times: number
  /** Seed of the first of them */
  seed: number
}

/** Result of an exploration. */
export interface Exploration extends Progress {
  /** Findings in the order in which they were made */
  found: Finding[]
  /** Reasons why histories could not be run to their end, with the number of them */
  unclear: Map<string, number>
  /** Number of histories that showed what was known already, by its id */
  known: Map<string, number>
}

/** Shortest and longest time to wait while searching, in milliseconds. What is found is confirmed with the whole timeout. */
const SEARCH_MS = { min: 1_500, max: 10_000 }

/** Multiple of the latency of a target that is certain to be enough for one push. */
const LATENCIES = 25

/**
 * Time after which histories in progress end, in milliseconds from the end of the exploration: those that search, and those
 * that make a finding shorter or confirm it. A target that is slow on purpose can make each of them long.
 */
const ENDING_MS = { searching: 20_000, confirming: 150_000 }

/** Maximum time to make a history shorter, in milliseconds, if none is given. */
const SHRINK_MS = 90_000

/**
 * Runs histories that are drawn at random, until the time is over or all are run, and makes each that shows a fault as
 * short as possible.
 */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const explorer = new Explorer(options)
  await Promise.all(Array.from({ length: options.jobs }, () => explorer.work()))
  return explorer.result()
}

/** Options for {@link replay}. */
export type ReplayOptions = Pick<ExploreOptions, 'environment' | 'level' | 'isRecorded' | 'signal' | 'onProgress'>

/** Runs given histories, one after the other, with the whole timeout. */
export async function replay(histories: readonly History[], options: ReplayOptions): Promise<Exploration> {
  const explorer = new Explorer({ ...options, jobs: 1, seed: 0 })
  for (const history of histories) await explorer.runGiven(history)
  return explorer.result()
}

class Explorer {
  readonly #options: ExploreOptions
  readonly #end: number
  /** Aborted when nothing may be in progress any more */
  readonly #signal: AbortSignal
  /** Aborted when no history may search any more */
  readonly #searching: AbortSignal
  readonly #searchMs: number
  readonly #found = new Map<string, Finding>()
  /** Number of histories by the finding that they showed while it was not confirmed yet */
  readonly #shown = new Map<string, number>()
  readonly #unclear = new Map<string, number>()
  readonly #gateways = new SpareGateways()
  readonly #avoid = new Set<string>()
  /** Number of histories that showed a known finding, and went on */
  readonly #knownShown = new Map<string, number>()
  #begun = 0
  #histories = 0
  #steps = 0
  #shrinking = 0

  constructor(options: ExploreOptions) {
    const { environment, timeMs, signal } = options
    this.#options = options
    this.#end = performance.now() + (timeMs ?? Number.POSITIVE_INFINITY)
    this.#signal = AbortSignal.any([...(signal === undefined ? [] : [signal]), ...limits(timeMs, ENDING_MS.confirming)])
    this.#searching = AbortSignal.any([this.#signal, ...limits(timeMs, ENDING_MS.searching)])
    const { latencyMs } = environment.targetInfo
    this.#searchMs = searchTimeOf(latencyMs, environment.access.timeoutMs)
  }

  /** Runs one history after the other until there is nothing more to do. */
  async work(): Promise<void> {
    const { runs = Number.POSITIVE_INFINITY, environment } = this.#options
    while (!this.#isOver && this.#begun < runs && !environment.access.health.isGone) {
      const number = this.#begun
      this.#begun += 1
      await this.#runNumber(number)
    }
  }

  /** Runs a history that was not drawn. */
  async runGiven(history: History): Promise<void> {
    if (this.#isOver) return
    const { specVersion } = this.#options.environment
    const outcome = await this.#run(history, this.#options.environment.access.timeoutMs)
    this.#histories += 1
    this.#steps += outcome.steps
    if (outcome.verdict === 'unclear') this.#noteUnclear(outcome)
    if (outcome.verdict === 'disagrees') {
      this.#keep(outcome, possibleSteps(history.slice(0, outcome.steps), specVersion), { times: 1, seed: 0 })
    }
    this.#report()
  }

  result(): Exploration {
    return {
      ...this.#progress(),
      found: [...this.#found.values()],
      unclear: this.#unclear,
      known: this.#knownShown,
    }
  }

  get #isOver(): boolean {
    return this.#signal.aborted || performance.now() > this.#end
  }

  async #runNumber(number: number): Promise<void> {
    const { environment, seed, only } = this.#options
    const own = seed + number
    const { specVersion } = environment
    const history = drawHistory({ seed: own, specVersion, length: lengthOf(number), only, avoid: this.#avoid })
    const outcome = await this.#run(history, this.#searchMs, this.#knownIds(), this.#searching)
    for (const id of outcome.forgiven) this.#knownShown.set(id, (this.#knownShown.get(id) ?? 0) + 1)
    if (outcome.verdict === 'unclear' && this.#searching.aborted) return
    this.#histories += 1
    this.#steps += outcome.steps
    if (outcome.verdict === 'unclear') this.#noteUnclear(outcome)
    if (outcome.verdict === 'disagrees') await this.#pursue(history.slice(0, outcome.steps), outcome, own)
    this.#report()
  }

  async #pursue(history: History, first: HistoryRun, seed: number): Promise<void> {
    const { comparison, requirement } = first
    if (comparison === undefined || requirement === undefined) return
    const id = findingId({ comparison, requirement })
    const known = this.#found.get(id)
    if (known !== undefined) {
      known.times += 1
      return
    }
    const times = this.#shown.get(id) ?? 0
    this.#shown.set(id, times + 1)
    if (times > 0) return
    this.#shrinking += 1
    this.#report()
    const shorter = renumbered(await this.#shorten(history, comparison))
    if (!this.#signal.aborted) await this.#confirm({ id, shorter, whole: history, seed })
    if (this.#signal.aborted && this.#found.size === 0) this.#keepUnconfirmed(history, first, seed)
    this.#shrinking -= 1
  }

  /** Runs the shortest history once more, with the whole timeout, and keeps what it shows. */
  async #confirm({ id, shorter, whole, seed }: { id: string; shorter: History; whole: History; seed: number }) {
    const { environment } = this.#options
    const { specVersion } = environment
    for (const history of shorter === whole ? [whole] : [shorter, whole]) {
      const outcome = await this.#run(history, environment.access.timeoutMs)
      if (outcome.verdict !== 'disagrees') continue
      const part = possibleSteps(history.slice(0, outcome.steps), specVersion)
      this.#keep(outcome, part, { times: this.#shown.get(id) ?? 1, seed })
      const trait = notableTrait(part)
      if (trait !== undefined) this.#avoid.add(trait)
      return
    }
    if (!this.#signal.aborted) this.#count(`What a history showed did not show again: ${id}, with the seed ${seed}`)
    this.#shown.delete(id)
  }

  /** Keeps what was found before an interruption, as it is. */
  #keepUnconfirmed(history: History, first: HistoryRun, seed: number): void {
    const message = `${first.result.message}; the run was interrupted before this was confirmed`
    const outcome = { ...first, result: { ...first.result, message } }
    this.#keep(outcome, possibleSteps(history, this.#options.environment.specVersion), { times: 1, seed })
  }

  #keep(outcome: HistoryRun, history: History, { times, seed }: { times: number; seed: number }): void {
    const { comparison, requirement } = outcome
    if (comparison === undefined || requirement === undefined) return
    const id = findingId({ comparison, requirement })
    const before = this.#found.get(id)
    if (before !== undefined) {
      before.times += times
      return
    }
    const story = storyOf(history, this.#options.environment.specVersion)
    const result = findingResult(outcome, { id, story })
    const { recorded, result: shown } = outcome
    const message = shown.message ?? ''
    const finding = { id, comparison, requirement, history, result, message, times, seed }
    this.#found.set(id, recorded === undefined ? finding : { ...finding, recorded })
  }

  async #shorten(history: History, comparison: Comparison): Promise<History> {
    const { environment, jobs, shrinkMs = SHRINK_MS } = this.#options
    const end = performance.now() + shrinkMs
    return await shrink(history, {
      specVersion: environment.specVersion,
      jobs,
      isOver: () => this.#signal.aborted || performance.now() > end,
      shows: async (candidate) => {
        const outcome = await this.#run(candidate)
        // On a busy machine, what could not be judged once may be judged the next time
        const judged = outcome.verdict === 'unclear' ? await this.#run(candidate) : outcome
        return judged.comparison === comparison
      },
    })
  }

  /** Returns the ids of everything that is known, or is being made shorter, which does not end a history any more. */
  #knownIds(): ReadonlySet<string> {
    return new Set([...(this.#options.known ?? []), ...this.#found.keys(), ...this.#shown.keys()])
  }

  async #run(
    history: History,
    timeoutMs = this.#searchMs,
    known: ReadonlySet<string> = this.#options.known ?? new Set(),
    signal = this.#signal,
  ): Promise<HistoryRun> {
    const { environment, level, isRecorded = false } = this.#options
    const options: RunHistoryOptions = {
      environment,
      level,
      timeoutMs,
      known,
      gateways: this.#gateways,
      isRecorded,
      signal,
    }
    return await runHistory(history, options)
  }

  #noteUnclear({ result }: HistoryRun): void {
    this.#count(result.message ?? 'A history could not be run to its end')
  }

  #count(reason: string): void {
    this.#unclear.set(reason, (this.#unclear.get(reason) ?? 0) + 1)
  }

  #progress(): Progress {
    return {
      histories: this.#histories,
      steps: this.#steps,
      findings: this.#found.size,
      shrinking: this.#shrinking,
    }
  }

  #report(): void {
    this.#options.onProgress?.(this.#progress())
  }
}

/** Returns a signal that is aborted some time after the end of an exploration; none if it has no end. */
function limits(timeMs: number | undefined, laterMs: number): AbortSignal[] {
  return timeMs === undefined ? [] : [AbortSignal.timeout(timeMs + laterMs)]
}

/** Returns the time to wait while searching, in milliseconds. */
function searchTimeOf(latencyMs: number, timeoutMs: number): number {
  const enough = Math.min(SEARCH_MS.max, Math.max(SEARCH_MS.min, latencyMs * LATENCIES))
  return Math.min(timeoutMs, enough)
}

/** Returns the number of steps of a history: short ones are run faster, and long ones find more. */
function lengthOf(number: number): number {
  return 12 + (number % 4) * 6
}
