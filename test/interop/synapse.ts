/**
 * Runs the suites against a real Synapse, from its installation to the report: the command behind
 * `npm run interop:synapse`.
 *
 * Exit codes: those of `plexor`; 3 also when Synapse does not start or the run does not end; 4 when Synapse cannot be
 * had on this machine, so that nothing was run.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { certificateFor } from '../../cli/certificate-folder.ts'
import { type InteropChoice, parseInteropArguments } from './interop-arguments.ts'
import { installSynapse, SYNAPSE_VERSION, SynapseUnavailable } from './synapse-install.ts'
import { type Synapse, startSynapse, type TlsFiles } from './synapse-server.ts'

const REPORT = 'synapse-report.json'
const BASELINE = fileURLToPath(new URL('./synapse.baseline.yaml', import.meta.url))
const PLEXOR = fileURLToPath(new URL('../../cli/plexor.js', import.meta.url))

/** A run of this length hangs: one takes a minute or two, and several times as long with --repeat or on a busy machine. */
const RUN_DEADLINE_MS = 40 * 60_000

const EXIT_USAGE = 2
const EXIT_BROKEN = 3
const EXIT_NOT_RUN = 4

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  let choice: InteropChoice
  try {
    choice = parseInteropArguments(args, REPORT)
  } catch (error) {
    complain(error)
    return EXIT_USAGE
  }
  const interruption = new AbortController()
  // Once only: who interrupts a second time does not want to wait for the end in good order.
  process.once('SIGINT', () => interruption.abort(new Error('Interrupted')))
  process.once('SIGTERM', () => interruption.abort(new Error('Terminated')))
  try {
    return await withSynapse(choice, interruption.signal)
  } catch (error) {
    if (error instanceof SynapseUnavailable) {
      say(`Synapse: not run: ${error.message}`)
      return EXIT_NOT_RUN
    }
    complain(error)
    return EXIT_BROKEN
  }
}

async function withSynapse(choice: InteropChoice, interrupted: AbortSignal): Promise<number> {
  const { blockPrivateAddresses } = choice
  const python = await timed(`Synapse ${SYNAPSE_VERSION}: installed`, () => installSynapse(interrupted))
  const tlsFolder = choice.tls ? await mkdtemp(join(tmpdir(), 'plexor-tls-')) : undefined
  const tls = tlsFolder === undefined ? {} : { tls: await makeTlsFiles(tlsFolder) }
  try {
    const synapse = await timed('Synapse: started', () =>
      startSynapse({ python, blockPrivateAddresses, signal: interrupted, ...tls }),
    )
    try {
      if (choice.mode === 'serve') return await serve(synapse, tlsFolder, interrupted)
      const args = choice.args({
        url: synapse.url,
        baseline: BASELINE,
        ...(tlsFolder === undefined ? {} : { tlsFolder }),
      })
      return await timed(`plexor ${args[0]}: ended`, () => runPlexor(args, interrupted))
    } finally {
      await timed('Synapse: stopped', synapse.stop)
    }
  } finally {
    if (tlsFolder !== undefined) await rm(tlsFolder, { recursive: true, force: true })
  }
}

/** One certificate for Synapse and for Plexor's gateway, where `--gateway-tls` looks for it. */
async function makeTlsFiles(folder: string): Promise<TlsFiles> {
  await certificateFor(['127.0.0.1', '::1', 'localhost'], folder)
  return { caFile: join(folder, 'ca.pem'), certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }
}

/** Keeps Synapse for a developer to try things on, until interrupted. */
async function serve(synapse: Synapse, tlsFolder: string | undefined, interrupted: AbortSignal): Promise<number> {
  say(`  URL            ${synapse.url}`)
  say(`  shared secret  ${synapse.sharedSecret}`)
  say(`  files          ${synapse.directory}`)
  if (tlsFolder !== undefined)
    say(`  certificates   ${tlsFolder}; its ca.pem is for --target-ca, itself for --gateway-tls`)
  say(`  process        ${synapse.pid}; this one, which stops it, is ${process.pid} (or press Ctrl-C)`)
  if (!interrupted.aborted) await Promise.race([once(interrupted, 'abort'), synapse.ended])
  if (!interrupted.aborted) throw new Error('Synapse ended by itself')
  return 0
}

/** Runs the `plexor` command on this terminal and passes on its exit code. */
async function runPlexor(args: readonly string[], interrupted: AbortSignal): Promise<number> {
  const plexor = spawn(process.execPath, [PLEXOR, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  const end = once(plexor, 'exit')
  const timeout = AbortSignal.timeout(RUN_DEADLINE_MS)
  const stop = AbortSignal.any([interrupted, timeout])
  const kill = () => plexor.kill()
  stop.addEventListener('abort', kill)
  await end
  stop.removeEventListener('abort', kill)
  interrupted.throwIfAborted()
  if (timeout.aborted) throw new Error(`plexor did not end within ${RUN_DEADLINE_MS / 60_000} minutes, and was stopped`)
  if (plexor.exitCode === null) throw new Error(`plexor was ended by ${plexor.signalCode}`)
  return plexor.exitCode
}

async function timed<T>(what: string, action: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await action()
  say(`${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  return result
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
