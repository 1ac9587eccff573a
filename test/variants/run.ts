import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { allRuns, type Judged, type VariantRun } from './judge-variant.ts'

// Runs the suites against every variant of the reference, at its newest profile and at an old one. Each of them follows
// the text, so that anything but green is a mistake in a case. Arguments are parts of names: only these variants run.

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))

/** A run takes some seconds; one that takes so many minutes hangs. */
const DEADLINE_MS = 5 * 60_000

const parts = process.argv.slice(2)
const runs = allRuns().filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)))
if (runs.length === 0) {
  process.stderr.write(`No variant has ${parts.map((part) => `"${part}"`).join(' or ')} in its name\n`)
  process.exit(2)
}
const waiting = [...runs]
const judged: Judged[] = []
await Promise.all(Array.from({ length: Math.min(availableParallelism(), runs.length) }, work))

const red = judged.filter(({ troubles }) => troubles.length > 0)
process.stdout.write(
  red.length === 0
    ? `All ${judged.length} runs against ${new Set(judged.map(({ name }) => name)).size} variants are green\n`
    : `${red.length} of ${judged.length} runs are not green: ${red.map(({ name, profile }) => `${name} at ${profile}`).join(', ')}\n`,
)
process.exit(red.length === 0 ? 0 : 1)

/** Does runs in a process of its own until there are no more. */
async function work(): Promise<void> {
  let child: ChildProcess | undefined
  for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
    child = child?.connected ? child : fork(WORKER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const result = await resultOf(child, run)
    judged.push(result)
    tell(result)
  }
  child?.disconnect()
}

function resultOf(child: ChildProcess, run: VariantRun): Promise<Judged> {
  const { promise, resolve } = Promise.withResolvers<Judged>()
  const failed = (trouble: string) => resolve({ ...run, fine: 0, durationMs: 0, troubles: [trouble] })
  const ended = () => failed('The process ended before its run')
  const timer = setTimeout(() => {
    failed(`It did not end within ${DEADLINE_MS / 1000} s`)
    child.kill('SIGKILL')
  }, DEADLINE_MS)
  child.once('exit', ended)
  child.once('message', (result) => resolve(result as Judged))
  return promise.finally(() => {
    clearTimeout(timer)
    child.off('exit', ended)
    child.removeAllListeners('message')
  })
}

function tell({ name, profile, fine, durationMs, troubles }: Judged): void {
  const mark = troubles.length === 0 ? 'ok ' : 'RED'
  process.stdout.write(`${mark} ${name} at ${profile}: ${fine} cases, ${(durationMs / 1000).toFixed(1)} s\n`)
  for (const trouble of troubles) process.stdout.write(`    ${trouble}\n`)
}
