import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, rmSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { Transport } from '../../suites/harness/transport.ts'
import { endProcess, freePort, untilAnswering } from './homeserver-process.ts'
import { lastLines, runProgram } from './run-program.ts'

/** A Dendrite that answers. */
export interface Dendrite {
  /** The base URL of the client-server API, without a slash at its end */
  url: string
  /** The temporary directory with its configuration, its databases and `dendrite.log` */
  directory: string
  pid: number
  /** Settled when the process is gone, for whatever reason */
  ended: Promise<unknown>
  /** Ends Dendrite and removes its directory; calling it again does no harm */
  stop(): Promise<void>
}

/**
 * Starts a fresh Dendrite on a free port of 127.0.0.1 and waits until it answers. Anyone may register.
 *
 * @param programs the folder with its programs, as `installDendrite` returns it
 * @param signal gives up the start, and removes what was there already
 * @throws when Dendrite does not come up within a minute, with the last lines of its log
 */
export async function startDendrite(programs: string, signal?: AbortSignal): Promise<Dendrite> {
  const directory = await mkdtemp(join(tmpdir(), 'plexor-dendrite-'))
  let child: ChildProcess | undefined
  // The last resort, for an exception that nobody caught: an exit leaves no time to ask and wait.
  const onExit = () => {
    child?.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  }
  process.once('exit', onExit)
  const stop = async () => {
    if (child) await endProcess(child)
    await rm(directory, { recursive: true, force: true })
    process.off('exit', onExit)
  }
  try {
    const configFile = await configure(programs, directory, signal)
    const port = await freePort()
    child = spawnDendrite(programs, configFile, directory, port)
    await once(child, 'spawn')
    const ended = once(child, 'exit')
    const url = `http://127.0.0.1:${port}`
    const transport = new Transport(1)
    const logFile = join(directory, 'dendrite.log')
    await untilAnswering('Dendrite', url, transport, child, logFile, signal).finally(() => transport.close())
    return { url, directory, pid: child.pid ?? 0, ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Makes its key and its configuration, and gives the file that has it. */
async function configure(programs: string, directory: string, signal?: AbortSignal): Promise<string> {
  const keyFile = join(directory, 'matrix_key.pem')
  await output(join(programs, 'generate-keys'), ['--private-key', keyFile], signal)
  // For tests: SQLite, no rate limits, cheap hashing of passwords
  const generator = ['-ci', '-server', 'localhost', '-dir', directory]
  const config = parse(await output(join(programs, 'generate-config'), generator, signal))
  config.global.private_key = keyFile
  config.global.disable_federation = true
  // The certificate of Plexor's gateway is of an authority that Dendrite does not know
  config.user_api.push_gateway_disable_tls_validation = true
  const file = join(directory, 'dendrite.yaml')
  await writeFile(file, stringify(config))
  return file
}

async function output(program: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const { code, output } = await runProgram(program, args, signal)
  if (code !== 0) throw new Error(`${program} ended with exit code ${code}:\n${lastLines(output)}`)
  return output
}

function spawnDendrite(programs: string, configFile: string, directory: string, port: number): ChildProcess {
  const log = openSync(join(directory, 'dendrite.log'), 'a')
  const args = ['-really-enable-open-registration', '-config', configFile, '-http-bind-address', `127.0.0.1:${port}`]
  try {
    return spawn(join(programs, 'dendrite'), args, { cwd: directory, stdio: ['ignore', log, log] })
  } finally {
    closeSync(log)
  }
}
