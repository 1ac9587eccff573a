import { UsageError } from '../../common/usage-error.ts'
import { applyBaseline, type Baseline, expectationOf } from '../../run/baseline.ts'
import { casesOfShard } from '../../run/shard.ts'
import {
  type AnyCase,
  allCases,
  type Run,
  type RunEvent,
  type RunOptions,
  type Shard,
  startRepeatedRun,
} from '../../suites/index.ts'
import type { Settings } from '../options/settings.ts'
import { readBaselineFile } from '../output/baseline-file.ts'
import { casesToRerun, selectForTarget } from '../select-cases.ts'
import { openTarget } from '../target/open-target.ts'
import { targetKindOf } from '../target/target-kind.ts'
import { VERSION } from '../version.ts'
import { runHalfwayCommand } from './halfway-command.ts'

/** Run in progress, and the target that it keeps open. */
export interface OpenRun {
  /** Selected cases, in the order of the report */
  selected: readonly AnyCase[]
  run: Run
  close(): Promise<void>
}

/** Everything that a run needs besides its target. It is read before the target is opened. */
export interface Plan {
  settings: Settings
  selected: AnyCase[]
  /** Part of the selection that these cases are; absent for all of it */
  shard?: Shard
  baseline: Baseline
  /** Ends the run when it is aborted, with a clause as its reason */
  signal?: AbortSignal
}

/**
 * Plans a run: selects its cases and reads its baseline, without sending anything to the target.
 *
 * @returns a plan without cases if the run of `--rerun` was green
 * @throws {UsageError} for a pattern that matches nothing, or a baseline or report that cannot be used
 */
export function plan(settings: Settings): Plan {
  const selected = selectForTarget(targetKindOf(settings.target), settings)
  const baseline = readBaselineFile(settings.baseline)
  if (settings.rerun === undefined) return { settings, baseline, ...partOf(selected, settings) }
  const rerun = casesToRerun(selected, settings.rerun, targetKindOf(settings.target))
  return { settings, baseline, ...(rerun.length === 0 ? { selected: [] } : partOf(rerun, settings)) }
}

/** Returns the selected cases of this shard. */
function partOf(selected: AnyCase[], { shard }: Settings): Pick<Plan, 'selected' | 'shard'> {
  if (shard === undefined) return { selected }
  const part = casesOfShard(selected, shard)
  const { index, count } = shard
  if (part.every(({ runsLast }) => runsLast) && !selected.every(({ runsLast }) => runsLast)) {
    throw new UsageError(
      `No case is left to run: none of the ${selected.length} selected cases is in shard ${index}/${count}; make fewer shards`,
    )
  }
  return { selected: part, shard: { index, count, selected: selected.length } }
}

/**
 * Opens the target and starts the selected cases.
 *
 * @param emit called for each event of the run
 * @param onStep called after each step of the preflight checks
 * @throws {TargetError} when the target cannot be tested
 */
export async function openRun(
  { settings, selected, shard, baseline, signal }: Plan,
  emit?: (event: RunEvent) => void,
  onStep?: (done: string) => void,
): Promise<OpenRun> {
  const connection = await openTarget(settings, onStep, signal)
  const partial = new Set(seesWholeRun(selected, settings) ? [] : ids(selected.filter(({ runsLast }) => runsLast)))
  const run = startRepeatedRun(connection.environment, settings.repeat, {
    plexor: VERSION,
    cases: selected,
    jobs: settings.jobs,
    adaptsJobs: settings.adaptsJobs,
    level: settings.level,
    ...(signal === undefined ? {} : { signal }),
    ...halfwayOf(settings),
    ...(settings.settleMs === undefined ? {} : { settleMs: settings.settleMs }),
    ...(settings.maxFailures === undefined ? {} : { maxFailures: settings.maxFailures }),
    ...(shard === undefined ? {} : { shard }),
    ...(emit === undefined ? {} : { emit }),
    isExpectedToFail: (id) => baseline.get(id)?.kind === 'must-fail',
    expectationOf: (result) => expectationOf(result, baseline, partial),
    review: (results, notReached) =>
      applyBaseline(results, baseline, {
        knownIds: ids(allCases),
        selectedIds: ids(selected).filter((id) => !notReached.has(id)),
        partial,
      }),
  })
  return { selected, run, close: connection.close }
}

function halfwayOf({ halfway: command, halfwayTimeoutMs: timeoutMs }: Settings): Pick<RunOptions, 'halfway'> {
  if (command === undefined) return {}
  return { halfway: { run: (signal) => runHalfwayCommand(command, timeoutMs, signal), timeoutMs } }
}

/**
 * Reports whether a run has every case about its target. Otherwise its cases that check the whole run see only a part of
 * it, and a known failure may not show.
 */
function seesWholeRun(selected: readonly AnyCase[], { target }: Settings): boolean {
  const kind = targetKindOf(target)
  return allCases.filter((one) => one.target === kind).length === selected.length
}

function ids(list: readonly AnyCase[]): string[] {
  return list.map(({ id }) => id)
}
