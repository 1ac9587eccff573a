import { type Case, cases, type Run, type RunEvent, select, startRun } from '../suites/index.ts'
import { applyBaseline, type Baseline, expectationOf, loadBaseline } from './baseline.ts'
import { didYouMean } from './nearest.ts'
import { readNamedFile, type Settings } from './options.ts'
import { openTarget } from './target.ts'
import { UsageError } from './usage-error.ts'
import { VERSION } from './version.ts'

/** A run that goes on, and the target that it holds open. */
export interface OpenRun {
  /** What was selected, in the order of the report */
  selected: readonly Case[]
  run: Run
  close(): Promise<void>
}

/** What the settings select and know of the target, read before anything is started. */
export interface Plan {
  settings: Settings
  selected: Case[]
  baseline: Baseline
}

/**
 * Checks what can be checked before the target is asked anything.
 *
 * @throws {UsageError} for a pattern that matches nothing, or a baseline that cannot be used
 */
export function plan(settings: Settings): Plan {
  const { selected, unmatched } = select(cases, settings.only, settings.skip)
  const [wrong] = unmatched
  if (wrong !== undefined) {
    const names = new Set(cases.flatMap(({ id, area }) => [id, area, `${area}/*`]))
    throw new UsageError(`The pattern "${wrong}" matches no case: plexor list shows them${didYouMean(wrong, names)}`)
  }
  if (selected.length === 0) throw new UsageError('No case is left to run: --skip takes away all that --only selects')
  const file = settings.baseline
  const baseline = file === undefined ? new Map() : loadBaseline(readNamedFile('baseline', file), file)
  return { settings, selected, baseline }
}

/**
 * Opens the target and starts the selected cases.
 *
 * @param emit told about everything as it happens
 * @param onStep told about each step of the preflight
 * @throws {TargetTrouble} when the target cannot be tested
 */
export async function openRun(
  { settings, selected, baseline }: Plan,
  emit?: (event: RunEvent) => void,
  onStep?: (done: string) => void,
): Promise<OpenRun> {
  const connection = await openTarget(settings, onStep)
  const run = startRun(connection.world, {
    plexor: VERSION,
    cases: selected,
    jobs: settings.jobs,
    level: settings.level,
    ...(emit === undefined ? {} : { emit }),
    expectationOf: (result) => expectationOf(result, baseline),
    review: (results) => applyBaseline(results, baseline, ids(cases), ids(selected)),
  })
  return { selected, run, close: connection.close }
}

function ids(list: readonly Case[]): string[] {
  return list.map(({ id }) => id)
}
