import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { totalsOfRun, totalsText } from '../../run/totals.ts'
import { beHonest, type Exchange, type Respond } from './exchange.ts'
import { problemsOf } from './problems.ts'
import type { KindOptions } from './run-kind.ts'
import { type PlexorEnd, runPlexor } from './run-plexor.ts'
import { startHomeserver } from './server.ts'

/** Longest run on a busy machine. */
const LIMIT_MS = 900_000

/** Busy processes for each core. */
const BUSY_PER_CORE = 4

/** Delay of every response, in milliseconds. */
const DELAY_MS = 3_000

/** Time for which nothing gets a response, and that between two of them, in milliseconds. */
const STALL = { forMs: 10_000, everyMs: 20_000 }

/** Circumstances under which the reference, which conforms, must not fail. */
export interface Load {
  name: string
  /** Number of cases that run at once; default: as many as the command finds fit */
  jobs?: number
  only?: readonly string[]
  /** True if busy processes take the time of the machine */
  isBusy?: boolean
  create(): Respond
}

const honest = () => beHonest

/** Every load. */
export const LOADS: readonly Load[] = [
  { name: 'jobs-64', jobs: 64, create: honest },
  { name: 'busy', isBusy: true, create: honest },
  { name: 'busy-jobs-64', jobs: 64, isBusy: true, create: honest },
  { name: 'delayed', jobs: 32, only: ['pushers'], create: () => delayed },
  { name: 'stalls', create: stalling },
]

async function delayed(exchange: Exchange): Promise<void> {
  await sleep(DELAY_MS)
  await beHonest(exchange)
}

/** Returns a homeserver that responds to nothing now and then, and then to all that has waited. */
function stalling(): Respond {
  const start = performance.now()
  return async (exchange) => {
    const inPeriod = (performance.now() - start) % (STALL.everyMs + STALL.forMs)
    if (inPeriod > STALL.everyMs) await sleep(STALL.everyMs + STALL.forMs - inPeriod)
    await beHonest(exchange)
  }
}

/**
 * Runs the suites against the reference on a busy machine, or through a connection that is slow, and shows the results.
 * Nothing may fail: what did not arrive in time says nothing about the target.
 *
 * @returns the exit code
 */
export async function runLoads(loads: readonly Load[], options: KindOptions): Promise<number> {
  let bad = 0
  for (const load of loads) {
    const end = await runLoad(load, options)
    const problems = [...problemsOf(end, { ...options, limitMs: LIMIT_MS }), ...failuresIn(end)]
    if (problems.length > 0) bad += 1
    const totals = end.report === undefined ? '-' : totalsText(totalsOfRun(end.report))
    process.stdout.write(`${load.name.padEnd(14)} ${end.seconds.toFixed(1).padStart(7)} s  ${totals}\n`)
    for (const problem of problems) process.stdout.write(`    ${problem}\n`)
  }
  process.stdout.write(
    bad === 0
      ? `Nothing failed in ${loads.length} runs under load\n`
      : `${bad} of ${loads.length} runs have problems\n`,
  )
  return bad === 0 ? 0 : 1
}

async function runLoad({ create, jobs, only = [], isBusy = false }: Load, options: KindOptions): Promise<PlexorEnd> {
  const server = await startHomeserver(create())
  const busy = isBusy ? startBusyProcesses() : []
  const patterns = options.only.length > 0 ? options.only : only
  const args = [
    ...(jobs === undefined ? [] : ['--jobs', String(jobs)]),
    ...['--gateway-scheme', 'http'],
    ...patterns.flatMap((one) => ['--only', one]),
  ]
  try {
    return await runPlexor(['test', server.url, ...args], { ...options, limitMs: LIMIT_MS })
  } finally {
    for (const child of busy) child.kill('SIGKILL')
    await server.close()
  }
}

function startBusyProcesses(): ChildProcess[] {
  return Array.from({ length: availableParallelism() * BUSY_PER_CORE }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  )
}

function failuresIn({ report }: PlexorEnd): string[] {
  const failed = report?.cases.filter(({ verdict }) => verdict === 'failed') ?? []
  return failed.map(({ id, message }) => `${id} failed: ${message?.slice(0, 300)}`)
}
