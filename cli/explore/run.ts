import { UsageError } from '../../common/usage-error.ts'
import { explorationResult } from '../../explore/exploration-result.ts'
import { type Exploration, explore, type Progress, replay } from '../../explore/explorer.ts'
import { SAVED_SCHEMA } from '../../explore/story/saved-histories.ts'
import { expectationOf } from '../../run/baseline.ts'
import { RUN_SCHEMA } from '../../run/index.ts'
import type { Connection } from '../../suites/index.ts'
import { Interrupted, type Interruption, interruptible, listenForInterruption } from '../interruption.ts'
import { type EXPLORE_OPTIONS, OWN_EXPLORE_OPTIONS } from '../options/explore-table.ts'
import type { OptionValues, RawOptions } from '../options/option.ts'
import { readOptions } from '../options/read-options.ts'
import { readSettings, type Settings } from '../options/settings.ts'
import { readBaselineFile } from '../output/baseline-file.ts'
import { type OpenReports, openReports } from '../output/report-files.ts'
import { statusLine } from '../output/status-line.ts'
import { print } from '../report-error.ts'
import { openTarget } from '../target/open-target.ts'
import { targetKindOf } from '../target/target-kind.ts'
import { VERSION } from '../version.ts'
import { type CaseFile, type HistoryFile, openCaseFile, openHistoryFile, readHistoryFile } from './history-file.ts'

type OwnOptions = OptionValues<typeof OWN_EXPLORE_OPTIONS>

/** Everything that an exploration needs besides its target. */
interface Plan {
  settings: Settings
  own: OwnOptions
  seed: number
  histories: ReturnType<typeof readHistoryFile> | undefined
}

/**
 * Runs `plexor explore [TARGET]`: random histories against a homeserver, with reports.
 *
 * @returns the exit code: 0 nothing found, 1 findings, 3 inconclusive; 128 and its number after a signal
 * @throws {UsageError} when the options cannot be used
 * @throws {TargetError} when the target cannot be tested
 */
export async function exploreTarget(
  target: string | undefined,
  raw: RawOptions<typeof EXPLORE_OPTIONS>,
): Promise<number> {
  const plan = planOf(target, raw)
  const { save, writeCase } = plan.own
  const saved = save === undefined ? undefined : openHistoryFile(save)
  const cases = writeCase === undefined ? undefined : openCaseFile(writeCase, plan.settings.target)
  const reports = openReports(plan.settings.report, { verbose: plan.settings.verbose, areas: new Map() })
  const interruption = listenForInterruption()
  try {
    const connection = await interruptible(openHomeserver(plan), interruption.signal, ({ close }) => close())
    try {
      return await exploreConnection(plan, connection, { reports, saved, cases, interruption })
    } finally {
      await connection.close()
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    return print([`The checks before the run were cut off: ${error.message}`], interruption.exitCode ?? 3)
  } finally {
    interruption.stop()
    reports.close()
  }
}

function planOf(target: string | undefined, raw: RawOptions<typeof EXPLORE_OPTIONS>): Plan {
  const own = readOptions(OWN_EXPLORE_OPTIONS, raw)
  // The kinds of steps are not patterns of cases
  const { only: _, ...shared } = raw
  const settings = readSettings(target, { ...shared, jobs: String(own.jobs) })
  if (targetKindOf(settings.target) !== 'homeserver') {
    throw new UsageError(
      `plexor explore: expected the URL of a homeserver, or ref:, found the push gateway "${settings.target}"`,
    )
  }
  const histories = own.replay === undefined ? undefined : readHistoryFile(own.replay)
  // Histories are those of a version: another one may not have some of their steps
  const { specVersion } = settings
  const version = specVersion === 'auto' && histories !== undefined ? histories.specVersion : specVersion
  return { settings: { ...settings, specVersion: version }, own, seed: own.seed ?? newSeed(), histories }
}

/** Largest seed that is chosen if the user names none, short enough to be typed again. */
const MAX_NEW_SEED = 1_000_000

function newSeed(): number {
  return Math.floor(Math.random() * MAX_NEW_SEED)
}

async function openHomeserver({ settings }: Plan): Promise<Connection> {
  const line = statusLine()
  try {
    const connection = await openTarget(settings, line.show)
    if (connection.kind !== 'homeserver') throw new RangeError('Expected a homeserver, found another target')
    return connection
  } finally {
    line.clear()
  }
}

/** Destinations of the results of an exploration, and its possible interruption. */
interface Surroundings {
  reports: OpenReports
  saved: HistoryFile | undefined
  cases: CaseFile | undefined
  interruption: Interruption
}

async function exploreConnection(
  plan: Plan,
  { environment }: Connection,
  { reports, saved, cases, interruption }: Surroundings,
): Promise<number> {
  const { settings, own, seed, histories } = plan
  const baseline = readBaselineFile(settings.baseline)
  const startedAt = new Date()
  reports.write({
    type: 'run-start',
    schema: RUN_SCHEMA,
    plexor: VERSION,
    startedAt: startedAt.toISOString(),
    specVersion: environment.specVersion,
    target: environment.targetInfo,
    cases: 0,
  })
  const line = statusLine()
  const common = {
    environment,
    level: settings.level,
    isRecorded: cases !== undefined,
    signal: interruption.signal,
    onProgress: (progress: Progress) => line.show(progressText(progress)),
  }
  const exploration =
    histories === undefined
      ? await explore({ ...common, ...limitsOf(own), seed, known: new Set(baseline.keys()) })
      : await replay(
          histories.histories.map(({ steps }) => steps),
          common,
        )
  line.clear()
  const result = explorationResult(exploration, {
    plexor: VERSION,
    environment,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    level: settings.level,
    jobs: own.jobs,
    seed: histories === undefined ? seed : undefined,
    cutOff: interruption.signal.aborted ? String(interruption.signal.reason) : undefined,
    expectationOf: (found) => expectationOf(found, baseline),
  })
  for (const found of result.cases) reports.write({ type: 'case-end', result: found })
  reports.write({ type: 'run-end', result })
  save(saved, exploration, environment.specVersion)
  cases?.write(exploration.found, environment.specVersion)
  return interruption.exitCode ?? result.exitCode
}

function limitsOf({ time, runs, jobs, only }: OwnOptions) {
  return {
    timeMs: time * 1000,
    jobs,
    ...(runs === undefined ? {} : { runs }),
    ...(only.length === 0 ? {} : { only: new Set<string>(only) }),
  }
}

function save(
  file: HistoryFile | undefined,
  { found }: Exploration,
  specVersion: Connection['environment']['specVersion'],
) {
  file?.write({
    schema: SAVED_SCHEMA,
    specVersion,
    histories: found.map(({ id, history }) => ({ finding: id, steps: history })),
  })
}

function progressText({ histories, steps, findings, shrinking }: Progress): string {
  const story = shrinking === 0 ? '' : `, making ${shrinking === 1 ? 'one of them' : `${shrinking} of them`} shorter`
  return `${histories} histories with ${steps} steps, ${findings + shrinking} findings${story}`
}
