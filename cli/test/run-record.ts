import {
  type CaseResult,
  combineRepetitions,
  RUN_SCHEMA,
  type RunEvent,
  type RunResult,
  summarise,
} from '../../suites/index.ts'

type RunStart = Extract<RunEvent, { type: 'run-start' }>

/** Everything that a run has reported so far, for the case that it does not end by itself. */
export class RunRecord {
  readonly #ids: readonly string[]
  readonly #results = new Map<string, [CaseResult, ...CaseResult[]]>()
  #start: RunStart | undefined
  #hasEnded = false

  /** @param ids ids of the cases of the run, in the order of the report */
  constructor(ids: readonly string[]) {
    this.#ids = ids
  }

  /** True while the run has begun, and its result is not there yet. */
  get isOpen(): boolean {
    return this.#start !== undefined && !this.#hasEnded
  }

  /** Takes the next event of the run. */
  take(event: RunEvent): void {
    if (event.type === 'run-start') this.#start = event
    if (event.type === 'run-end') this.#hasEnded = true
    if (event.type !== 'case-end') return
    const earlier = this.#results.get(event.result.id)
    if (earlier === undefined) this.#results.set(event.result.id, [event.result])
    else earlier.push(event.result)
  }

  /**
   * Makes the result of a run that did not end by itself from those of its cases so far.
   *
   * @param why the reason as a clause
   * @returns undefined if the run has not begun, or has a result of its own
   */
  unfinished(why: string): RunResult | undefined {
    if (this.#start === undefined || this.#hasEnded) return undefined
    const { type: _, cases: _count, repeat, ...start } = this.#start
    const cases = this.#ids.flatMap((id) => {
      const results = this.#results.get(id)
      if (results === undefined) return []
      return [repeat === undefined ? results[0] : combineRepetitions(results)]
    })
    return {
      ...start,
      schema: RUN_SCHEMA,
      durationMs: Date.now() - Date.parse(start.startedAt),
      ...(repeat === undefined ? {} : { repeat }),
      ...summarise(cases, false, true),
      cutOff: { why, notReached: this.#ids.filter((id) => !this.#results.has(id)) },
      remarks: [],
    }
  }
}
