/**
 * Measures how many steps `plexor explore` runs in a second against the reference, and which part of the CPU time the
 * model takes: drawing histories, evaluating rules, and keeping what is unread. The reference runs in the same process, so
 * the CPU time is that of both. Times differ between machines, but the part hardly does.
 *
 * Run it with `tsx bench/explore.ts`. It takes about 10 seconds.
 */
import { cpuUsage, stdout } from 'node:process'
import { readSettings } from '../cli/options/settings.ts'
import { openTarget } from '../cli/target/open-target.ts'
import { drawHistory } from '../explore/draw-history.ts'
import { explore } from '../explore/explorer.ts'
import { Notices } from '../explore/model/notices.ts'
import { Outcomes } from '../explore/model/outcomes.ts'
import { DEFAULT_JUDGED_LEVEL } from '../run/index.ts'
import { NEWEST } from '../spec/index.ts'
import { figure } from './figures.ts'

const SEED = 1
const RUNS = 16
const JOBS = 4

/** Maximum part of the CPU time that the model may take. */
const MAX_PART = 0.1

let modelMs = 0

/** True while a method is timed: those that it calls are a part of it */
let isTiming = false

function msOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

/** Adds the time of a method to that of the model. */
function timed<Name extends string>(
  type: { prototype: Record<Name, (...args: never[]) => unknown> },
  name: Name,
): void {
  const { prototype } = type
  const method = prototype[name]
  prototype[name] = function (this: unknown, ...args: never[]) {
    if (isTiming) return method.apply(this, args)
    isTiming = true
    const begin = cpuUsage()
    try {
      return method.apply(this, args)
    } finally {
      modelMs += msOf(cpuUsage(begin))
      isTiming = false
    }
  }
}

timed(Outcomes, 'for')
timed(Notices, 'of')
timed(Notices, 'send')
timed(Notices, 'leave')

const connection = await openTarget(
  readSettings('ref:', { specVersion: NEWEST, jobs: String(JOBS * 2), timeout: '30' }),
)
if (connection.kind !== 'homeserver') throw new RangeError('Expected a homeserver, found another target')
try {
  const start = cpuUsage()
  const begin = performance.now()
  const { environment } = connection
  const { steps, histories, found } = await explore({
    environment,
    seed: SEED,
    runs: RUNS,
    jobs: JOBS,
    level: DEFAULT_JUDGED_LEVEL,
  })
  const seconds = (performance.now() - begin) / 1000
  const cpuMs = msOf(cpuUsage(start))
  const drawing = cpuUsage()
  for (let seed = SEED; seed < SEED + RUNS; seed += 1) drawHistory({ seed, specVersion: NEWEST, length: 21 })
  modelMs += msOf(cpuUsage(drawing))
  if (found.length > 0) throw new Error(`Cannot measure: found ${found[0]?.id} on the reference`)
  const part = modelMs / cpuMs
  stdout.write(`${histories} histories with ${steps} steps against the reference, on Node ${process.version}: `)
  stdout.write(`${figure(steps / seconds)} steps per second, ${figure(cpuMs / steps)} ms of CPU time per step\n`)
  stdout.write(
    `The model takes ${figure(part * 100)} % of the CPU time: ${part <= MAX_PART ? 'less' : 'not less'} than a tenth\n`,
  )
} finally {
  await connection.close()
}
process.exit()
