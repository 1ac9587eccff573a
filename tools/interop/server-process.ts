import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, rmSync } from 'node:fs'
import { access, constants, mkdtemp, readFile, rm, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Transport } from '../../suites/harness/target/transport.ts'
import { lastLines } from './run-program.ts'

/** Longest time until the first response of a server, which may create its database first. */
const START_DEADLINE_MS = 60_000

/** Time that a server has to exit after SIGTERM, before SIGKILL. */
const STOP_DEADLINE_MS = 10_000

/** Interval between two attempts to reach a starting server. */
const POLL_MS = 50

/** Number of ports to try if another process takes the free one first. */
const PORT_TRIES = 3

/** Memory that is used like a disk, on Linux. */
const IN_MEMORY = '/dev/shm'

/** Minimum of free memory to use it, in bytes: containers often have less than a database needs. */
const MIN_FREE_BYTES = 2 ** 30

/** A homeserver or a push gateway that responds to requests. */
export interface RunningServer {
  /** Base URL, without a trailing slash */
  url: string
  /** Temporary directory with its configuration, database and log */
  directory: string
  pid: number
  /** Settles when the process has exited, for any reason */
  ended: Promise<unknown>
  /** Ends the server and removes its directory; later calls do nothing */
  stop(): Promise<void>
}

/** Command line that runs a configured server. */
export interface Launch {
  program: string
  args: readonly string[]
  /** Environment variables to add to those of this process */
  env?: Readonly<Record<string, string>>
  /** CA of its certificate (PEM), if it listens on HTTPS */
  ca?: string
}

/** Properties of one kind of server. */
export interface Server {
  name: string
  /** Path to which it responds with 200 when it is ready; default: that of a homeserver's versions */
  readyPath?: string
  /** Part of its log or error if the port was taken */
  portTaken: string
  /** Writes its configuration into an empty directory, for a port of 127.0.0.1 */
  prepare(directory: string, port: number): Promise<Launch>
}

/**
 * Starts a fresh server on a free port of 127.0.0.1 and waits until it responds.
 *
 * It ends at `stop()`, or when this process exits. Its standard input is a pipe that closes when this process is gone,
 * so that it can notice a SIGKILL of this process too.
 *
 * @param signal aborts the start and removes the directory
 * @throws {Error} when it does not respond within a minute, with the last lines of its log
 */
export async function startServer(server: Server, signal?: AbortSignal): Promise<RunningServer> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(server, await freePort(), signal)
    } catch (error) {
      const portTaken = error instanceof Error && error.message.includes(server.portTaken)
      if (!portTaken || tries === PORT_TRIES) throw error
    }
  }
}

/**
 * Returns where the directories of servers go: into memory if there is room, because most of them write to the disk after
 * every request, otherwise to the directory for temporary files.
 */
async function parentFolder(): Promise<string> {
  try {
    await access(IN_MEMORY, constants.W_OK)
    const memory = await statfs(IN_MEMORY)
    const hasRoom = memory.bavail * memory.bsize >= MIN_FREE_BYTES
    return process.env.TMPDIR === undefined && hasRoom ? IN_MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

async function startOnce(
  { name, readyPath = '/_matrix/client/versions', prepare }: Server,
  port: number,
  signal: AbortSignal | undefined,
): Promise<RunningServer> {
  const directory = await mkdtemp(join(await parentFolder(), `plexor-${name.toLowerCase()}-`))
  const logFile = join(directory, `${name.toLowerCase()}.log`)
  let child: ChildProcess | undefined

  // For uncaught exceptions: an exiting process cannot wait for SIGTERM to take effect.
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
    await untilResponding(name, url + readyPath, transport, child, logFile, signal).finally(() => transport.close())
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
    const responded = await isResponding(transport, url)
    // Checked first: if the server has died, another process responds on its port.
    if (hasEnded(child)) {
      const how = child.signalCode ?? `exit code ${child.exitCode}`
      throw new Error(`${name} ended while it started (${how}). The end of its log:\n${await tail(logFile)}`)
    }
    if (responded) return
    if (Date.now() > deadline) {
      const seconds = START_DEADLINE_MS / 1000
      throw new Error(`${name} did not respond within ${seconds} s. The end of its log:\n${await tail(logFile)}`)
    }
    await delay(POLL_MS)
  }
}

async function isResponding(transport: Transport, url: string): Promise<boolean> {
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

/** Returns a port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('Could not find a free port on 127.0.0.1')
  return address.port
}
