import { readNamedFile } from '../../common/named-file.ts'
import { UsageError } from '../../common/usage-error.ts'
import { applyBaseline, type Baseline, expectationOf, loadBaseline } from '../../run/baseline.ts'
import { casesOfShard } from '../../run/shard.ts'
import { type AnyCase, allCases, type Run, type RunEvent, type Shard, startRepeatedRun } from '../../suites/index.ts'
import { selectForTarget } from '../select-cases.ts'
import type { Settings } from '../options/settings.ts'
import { openTarget } from '../target/open-target.ts'
import { targetKindOf } from '../target/target-kind.ts'
import { VERSION } from '../version.ts'

/** A run that goes on, and the target that it holds open. */
export interface OpenRun {
  /** What was selected, in the order of the report */
  selected: readonly AnyCase[]
  run: Run
  close(): Promise<void>
}

/** What the settings select and know of the target, read before anything is started. */
export interface Plan {
  settings: Settings
  selected: AnyCase[]
  /** Which part of what was selected that is; absent for all of it */
  shard?: Shard
  baseline: Baseline
}

/**
 * Checks what can be checked before the target is asked anything.
 *
 * @throws {UsageError} for a pattern that matches nothing, or a baseline that cannot be used
 */
export function plan(settings: Settings): Plan {
  const selected = selectForTarget(targetKindOf(settings.target), settings.only, settings.skip)
  const file = settings.baseline
  const baseline = file === undefined ? new Map() : loadBaseline(readNamedFile('baseline', file), file)
  return { settings, baseline, ...partOf(selected, settings) }
}

/** The selected cases that are to run here. */
function partOf(selected: AnyCase[], { shard }: Settings): Pick<Plan, 'selected' | 'shard'> {
  if (shard === undefined) return { selected }
  const part = casesOfShard(selected, shard)
  const { index, count } = shard
  if (part.every(({ runsLast }) => runsLast) && !selected.every(({ runsLast }) => runsLast)) {
    throw new UsageError(
      `No case is left to run: of the ${selected.length} selected ones, none falls into shard ${index}/${count}; make fewer shards`,
    )
  }
  return { selected: part, shard: { index, count, selected: selected.length } }
}

/**
 * Opens the target and starts the selected cases.
 *
 * @param emit told about everything as it happens
 * @param onStep told about each step of the preflight
 * @throws {TargetError} when the target cannot be tested
 */
export async function openRun(
  { settings, selected, shard, baseline }: Plan,
  emit?: (event: RunEvent) => void,
  onStep?: (done: string) => void,
): Promise<OpenRun> {
  const connection = await openTarget(settings, onStep)
  // What judges the whole run saw a part of it in a shard: a known failure may show in another one.
  const partial = new Set(
    shard === undefined || shard.count === 1 ? [] : ids(selected.filter(({ runsLast }) => runsLast)),
  )
  const run = startRepeatedRun(connection.environment, settings.repeat, {
    plexor: VERSION,
    cases: selected,
    jobs: settings.jobs,
    level: settings.level,
    ...(shard === undefined ? {} : { shard }),
    ...(emit === undefined ? {} : { emit }),
    expectationOf: (result) => expectationOf(result, baseline, partial),
    review: (results) => applyBaseline(results, baseline, ids(allCases), ids(selected), partial),
  })
  return { selected, run, close: connection.close }
}

function ids(list: readonly AnyCase[]): string[] {
  return list.map(({ id }) => id)
}
