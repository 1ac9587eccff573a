import { drawHistory } from '../../explore/draw-history.ts'
import { type HistoryRun, runHistory } from '../../explore/run-history.ts'
import { createHomeserver, serve } from '../../reference/index.ts'
import { DEFAULT_JUDGED_LEVEL } from '../../run/index.ts'
import type { SpecVersion } from '../../spec/index.ts'
import { connect, makeCertificate } from '../../suites/index.ts'

/** Reference to explore: itself, with a fault, or a conforming variant. */
export interface ExploredReference {
  fault?: string
  variant?: string
  specVersion: SpecVersion
  seed: number
  /** Time after which no further history begins, in milliseconds */
  timeMs: number
  /** Number of histories that run at once */
  jobs: number
  /** True to end at the first disagreement */
  stopsAtFirst: boolean
}

/** Result of exploring the reference. */
export interface ExploredOutcome {
  histories: number
  steps: number
  durationMs: number
  /** Number of disagreements */
  found: number
  /** Disagreements and histories that could not be judged, one sentence each, with their seed */
  seen: string[]
}

/** Time to wait for a push or an effect, in milliseconds: the reference is on the same machine. */
const WAIT_MS = 2_500

/** Maximum time of the preflight checks, in milliseconds. */
const TIMEOUT_MS = 10_000

/** Explores a reference of its own, without making findings shorter. */
export async function exploreReference(explored: ExploredReference): Promise<ExploredOutcome> {
  const { fault, variant, specVersion } = explored
  const certificate = await makeCertificate(['127.0.0.1'])
  const homeserver = createHomeserver({
    specVersion,
    delivery: { allowHttp: true, allowPrivateAddresses: true, ca: certificate.ca },
    ...(fault === undefined ? {} : { fault }),
    ...(variant === undefined ? {} : { variant }),
  })
  const server = await serve(homeserver)
  try {
    const connection = await connect({
      name: fault ?? variant ?? 'ref:',
      url: server.url,
      specVersion,
      credentials: {},
      receiver: { host: '127.0.0.1', ports: { http: 0, https: 0 }, certificate },
      timeoutMs: TIMEOUT_MS,
      connections: explored.jobs * 4,
    })
    try {
      return await exploreAll(explored, connection.environment)
    } finally {
      await connection.close()
    }
  } finally {
    await server.close()
    await homeserver.close()
  }
}

type Environment = Parameters<typeof runHistory>[1]['environment']

async function exploreAll(
  { seed, timeMs, jobs, stopsAtFirst, specVersion }: ExploredReference,
  environment: Environment,
): Promise<ExploredOutcome> {
  const begin = performance.now()
  const outcome: ExploredOutcome = { histories: 0, steps: 0, durationMs: 0, found: 0, seen: [] }
  const end = new AbortController()
  let next = seed
  const work = async () => {
    while (performance.now() - begin < timeMs && !end.signal.aborted) {
      const own = next
      next += 1
      const history = drawHistory({ seed: own, specVersion, length: 12 + (own % 4) * 6 })
      const run = await runHistory(history, {
        environment,
        timeoutMs: WAIT_MS,
        level: DEFAULT_JUDGED_LEVEL,
        signal: end.signal,
      })
      if (end.signal.aborted) return
      outcome.histories += 1
      outcome.steps += run.steps
      if (run.verdict !== 'agrees') outcome.seen.push(`${own}: ${sentenceOf(run)}`)
      if (run.verdict === 'disagrees') outcome.found += 1
      if (run.verdict === 'disagrees' && stopsAtFirst) end.abort()
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return { ...outcome, durationMs: Math.round(performance.now() - begin) }
}

function sentenceOf({ verdict, comparison, requirement, result }: HistoryRun): string {
  return `${comparison === undefined ? verdict : `${comparison}, ${requirement}`}: ${result.message}`
}
