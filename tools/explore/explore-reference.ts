import { readSettings } from '../../cli/options/settings.ts'
import { openTarget } from '../../cli/target/open-target.ts'
import { type Exploration, explore } from '../../explore/explorer.ts'
import { DEFAULT_JUDGED_LEVEL } from '../../run/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { TargetError } from '../../suites/harness/case/errors.ts'

/** Reference to explore, and for how long. */
export interface ExploredReference {
  /** Name of a fault or a variant; empty for the reference itself */
  name: string
  specVersion: SpecVersion
  /** Number from which the histories follow */
  seed: number
  /** Time after which no further history begins, in milliseconds */
  timeMs: number
  /** Number of histories that run at once */
  jobs: number
  /** True to end with the first finding */
  stopsAtFirst: boolean
}

/** Fault that an exploration found. */
export interface ExploredFinding {
  /** Id of the finding: `explore/counts.receipts.marks-read`; `preflight` for the checks before the first history */
  id: string
  message: string
  /** Seed of the history that showed it */
  seed: number
  /** Time from the beginning until it was confirmed, in milliseconds */
  afterMs: number
}

/** Result of exploring the reference. */
export interface ExploredOutcome {
  histories: number
  steps: number
  durationMs: number
  found: ExploredFinding[]
  /** Reasons why histories could not be judged */
  unclear: string[]
}

/** Maximum time to wait when what was found is confirmed, in seconds. */
const TIMEOUT_S = '10'

/** Explores a reference of its own. A finding is confirmed by a second run of its history, but not made shorter. */
export async function exploreReference(explored: ExploredReference): Promise<ExploredOutcome> {
  const { name, specVersion, jobs } = explored
  const begin = performance.now()
  const settings = readSettings(`ref:${name}`, { specVersion, jobs: String(jobs * 2), timeout: TIMEOUT_S })
  let connection: Awaited<ReturnType<typeof openTarget>>
  try {
    connection = await openTarget(settings)
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    const afterMs = Math.round(performance.now() - begin)
    const found = [{ id: 'preflight', message: error.message, seed: 0, afterMs }]
    return { histories: 0, steps: 0, durationMs: afterMs, found, unclear: [] }
  }
  if (connection.kind !== 'homeserver') throw new RangeError('Expected a homeserver, found another target')
  try {
    return await exploreHomeserver(explored, connection.environment)
  } finally {
    await connection.close()
  }
}

type Environment = Parameters<typeof explore>[0]['environment']

async function exploreHomeserver(explored: ExploredReference, environment: Environment): Promise<ExploredOutcome> {
  const { seed, timeMs, jobs, stopsAtFirst } = explored
  const begin = performance.now()
  const end = new AbortController()
  let afterMs = 0
  const exploration = await explore({
    environment,
    seed,
    timeMs,
    jobs,
    level: DEFAULT_JUDGED_LEVEL,
    shrinkMs: 0,
    signal: end.signal,
    onProgress: ({ findings }) => {
      if (findings === 0 || end.signal.aborted) return
      afterMs = Math.round(performance.now() - begin)
      if (stopsAtFirst) end.abort('a fault was found')
    },
  })
  return outcomeOf(exploration, afterMs, Math.round(performance.now() - begin))
}

function outcomeOf(exploration: Exploration, afterMs: number, durationMs: number): ExploredOutcome {
  const { histories, steps, found, unclear } = exploration
  return {
    histories,
    steps,
    durationMs,
    found: found.map(({ id, result, seed }) => ({ id, message: result.message ?? '', seed, afterMs })),
    unclear: [...unclear.keys()],
  }
}
