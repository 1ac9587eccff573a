import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, rmSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Transport } from '../../suites/harness/target/transport.ts'
import { lastLines } from './run-program.ts'

/** How long a homeserver may take to answer its first request: it creates its database first. */
const START_DEADLINE_MS = 60_000

/** How long a homeserver may take to end when asked to, before it is made to. */
const STOP_DEADLINE_MS = 10_000

/** How often to ask whether it answers yet. */
const POLL_MS = 50

/** How often to try another port when somebody took the free one first. */
const PORT_TRIES = 3

/** A homeserver that answers. */
export interface RunningHomeserver {
  /** The base URL of the client-server API, without a slash at its end */
  url: string
  /** The temporary directory with its configuration, its database and its log */
  directory: string
  pid: number
  /** Settled when the process is gone, for whatever reason */
  ended: Promise<unknown>
  /** Ends the homeserver and removes its directory; calling it again does no harm */
  stop(): Promise<void>
}

/** How a homeserver is run, once its configuration is written. */
export interface Launch {
  program: string
  args: readonly string[]
  /** What its environment has besides that of this process */
  env?: Readonly<Record<string, string>>
  /** The authority of its certificate (PEM), where it answers over HTTPS */
  ca?: string
}

/** What one homeserver has of its own. */
export interface Homeserver {
  name: string
  /** What its log or its error says when the port was taken */
  portTaken: string
  /** Writes its configuration into an empty directory, for a port of 127.0.0.1 */
  prepare(directory: string, port: number): Promise<Launch>
}

/**
 * Starts a fresh homeserver on a free port of 127.0.0.1 and waits until it answers.
 *
 * It ends at `stop()`, and with this process at the latest, as far as an exit of this process can see to it. Its
 * standard input is a pipe that closes when this process is gone.
 *
 * @param signal gives up the start, and removes what was there already
 * @throws when it does not come up within a minute, with the last lines of its log
 */
export async function startHomeserver(homeserver: Homeserver, signal?: AbortSignal): Promise<RunningHomeserver> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(homeserver, await freePort(), signal)
    } catch (error) {
      const portTaken = error instanceof Error && error.message.includes(homeserver.portTaken)
      if (!portTaken || tries === PORT_TRIES) throw error
    }
  }
}

async function startOnce(
  { name, prepare }: Homeserver,
  port: number,
  signal: AbortSignal | undefined,
): Promise<RunningHomeserver> {
  const directory = await mkdtemp(join(tmpdir(), `plexor-${name.toLowerCase()}-`))
  const logFile = join(directory, `${name.toLowerCase()}.log`)
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
    const launch = await prepare(directory, port)
    child = spawnInto(logFile, launch, directory)
    await once(child, 'spawn')
    const ended = once(child, 'exit')
    const url = `${launch.ca === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
    const transport = new Transport(1, launch.ca)
    await untilResponding(name, url, transport, child, logFile, signal).finally(() => transport.close())
    return { url, directory, pid: child.pid ?? 0, ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function spawnInto(logFile: string, { program, args, env = {} }: Launch, cwd: string): ChildProcess {
  const log = openSync(logFile, 'a')
  try {
    return spawn(program, args, { cwd, stdio: ['pipe', log, log], env: { ...process.env, ...env } })
  } finally {
    closeSync(log)
  }
}

async function untilResponding(
  name: string,
  url: string,
  transport: Transport,
  child: ChildProcess,
  logFile: string,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS
  for (;;) {
    signal?.throwIfAborted()
    const answered = await responses(transport, `${url}/_matrix/client/versions`)
    // First whether it still lives: what answers on the port of a dead homeserver is somebody else.
    if (hasEnded(child)) {
      const how = child.signalCode ?? `exit code ${child.exitCode}`
      throw new Error(`${name} ended while it started (${how}). The end of its log:\n${await tail(logFile)}`)
    }
    if (answered) return
    if (Date.now() > deadline) {
      const seconds = START_DEADLINE_MS / 1000
      throw new Error(`${name} did not answer within ${seconds} s. The end of its log:\n${await tail(logFile)}`)
    }
    await delay(POLL_MS)
  }
}

async function responses(transport: Transport, url: string): Promise<boolean> {
  try {
    const { status } = await transport.send('GET', url, {}, undefined, 5_000)
    return status === 200
  } catch {
    return false
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS)
  await exit
  clearTimeout(timer)
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function tail(file: string): Promise<string> {
  return lastLines(await readFile(file, 'utf8'))
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('Could not find a free port on 127.0.0.1')
  return address.port
}
