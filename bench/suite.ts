/**
 * Measures the whole suite on a real Synapse: the time that it takes, and the CPU time that it costs the server. With
 * another checkout of Plexor, it measures both in turn, in several rounds, and prints the ratios:
 * `tsx bench/suite.ts ../before --rounds 3`. Each run has a fresh Synapse. Both have the settings of this checkout, or with
 * `--own-settings` those of their own: what `npm run interop:synapse` takes in each.
 *
 * A run takes one to two minutes. CPU time is known on Linux only. Times of the same code differ by a tenth, so compare
 * several rounds. The other checkout needs its packages: `npm ci`.
 *
 * Exit codes: 0; 1 if a run found something unexpected; 2 for wrong arguments.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { stdout } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { messageOf } from '../suites/harness/case/errors.ts'
import { figure, printTable, quantile } from './figures.ts'

const HERE = fileURLToPath(new URL('..', import.meta.url))
const SYNAPSE = 'tools/interop/synapse.ts'
const BASELINE = 'tools/interop/synapse.baseline.yaml'
const EXIT_USAGE = 2

/** Clock ticks of a second, in which Linux counts CPU time. */
const TICKS = 100

/** Time of one run, in seconds. */
interface Time {
  wall: number
  /** CPU time of Synapse; NaN where it is not known */
  cpu: number
}

/** Synapse that a checkout has started. */
interface Server {
  url: string
  secret: string
  pid: string
  tool: ChildProcess
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  let other: string | undefined
  let rounds: number
  let ownSettings: boolean
  try {
    const options = { rounds: { type: 'string', default: '1' }, 'own-settings': { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    rounds = Number(values.rounds)
    ownSettings = values['own-settings'] === true
    other = positionals[0] === undefined ? undefined : resolve(positionals[0])
    if (positionals.length > 1) throw new RangeError('Expected the folder of one other checkout, found several')
    if (!Number.isInteger(rounds) || rounds < 1) {
      throw new RangeError(`--rounds: expected a whole number, 1 or more, found "${values.rounds}"`)
    }
    if (other !== undefined && !existsSync(join(other, SYNAPSE))) {
      throw new RangeError(`Expected the folder of another checkout of Plexor, found no ${SYNAPSE} in ${other}`)
    }
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    return EXIT_USAGE
  }
  const checkouts = other === undefined ? [HERE] : [other, HERE]
  const times = new Map<string, Time[]>(checkouts.map((checkout) => [checkout, []]))
  for (let round = 1; round <= rounds; round += 1) {
    for (const checkout of checkouts) {
      const time = await measure(checkout, ownSettings ? checkout : HERE)
      times.get(checkout)?.push(time)
      const name = checkout === HERE ? 'this checkout' : 'the other one'
      stdout.write(`Round ${round}, ${name}: ${figure(time.wall)} s, Synapse ${figure(time.cpu)} s of CPU time\n`)
    }
  }
  if (other !== undefined) printRatios(times.get(other) ?? [], times.get(HERE) ?? [])
  return process.exitCode === undefined ? 0 : Number(process.exitCode)
}

function printRatios(before: readonly Time[], after: readonly Time[]): void {
  const row = (name: string, secondsOf: (time: Time) => number) => {
    const [one, another] = [before, after].map((times) => quantile(times.map(secondsOf), 0.5)) as [number, number]
    return [name, figure(one), figure(another), figure(another / one)]
  }
  stdout.write('\n')
  printTable([
    ['median, in seconds', 'other', 'this', 'ratio'],
    row('whole run', ({ wall }) => wall),
    row('CPU time of Synapse', ({ cpu }) => cpu),
  ])
}

/** Runs the suite of one checkout against a fresh Synapse of another, or of the same one. */
async function measure(checkout: string, serverOf: string): Promise<Time> {
  const server = await start(serverOf)
  const folder = await mkdtemp(join(tmpdir(), 'plexor-bench-'))
  try {
    const secretFile = join(folder, 'secret')
    await writeFile(secretFile, server.secret)
    const cpuBefore = await cpuOf(server.pid)
    const begin = performance.now()
    const args = ['cli/plexor.js', 'test', server.url, '--shared-secret-file', secretFile, '--baseline', BASELINE]
    const plexor = spawn(process.execPath, args, { cwd: checkout, stdio: ['ignore', 'pipe', 'inherit'] })
    const lines: string[] = []
    createInterface({ input: plexor.stdout }).on('line', (line) => lines.push(line))
    await once(plexor, 'close')
    const wall = (performance.now() - begin) / 1000
    const cpu = (await cpuOf(server.pid)) - cpuBefore
    if (plexor.exitCode !== 0) {
      process.exitCode = 1
      stdout.write(`Not as expected: ${lines.at(-1)}\n`)
    }
    return { wall, cpu }
  } finally {
    server.tool.kill('SIGINT')
    await once(server.tool, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
}

/** Starts a Synapse with the tool of a checkout, and waits until it responds. */
async function start(checkout: string): Promise<Server> {
  const args = ['--disable-warning=ExperimentalWarning', '--import=tsx', SYNAPSE, '--serve']
  const tool = spawn(process.execPath, args, { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'] })
  const found: Record<string, string> = {}
  for (const stream of [tool.stdout, tool.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      const [, name, value] = /^ +(URL|shared secret|process) +([^ ;]+)/.exec(line) ?? []
      if (name !== undefined && value !== undefined) found[name] = value
      if (name === 'process') tool.emit('started')
    })
  }
  await Promise.race([once(tool, 'started'), once(tool, 'exit')])
  const { URL: url, 'shared secret': secret, process: pid } = found
  if (url === undefined || secret === undefined || pid === undefined) {
    throw new Error(`Cannot measure: Synapse did not start in ${checkout}`)
  }
  return { url, secret, pid, tool }
}

/** Returns the CPU time of a process, in seconds; NaN where it is not known. */
async function cpuOf(pid: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (text === undefined) return Number.NaN
  // The name of the program, in parentheses, may contain spaces
  const [user, system] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) / TICKS
}
