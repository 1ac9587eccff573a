import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Transport } from '../../suites/harness/transport.ts'
import { lastLines } from './run-program.ts'

/** How long a homeserver may take to answer its first request: it creates its database first. */
const START_DEADLINE_MS = 60_000

/** How long a homeserver may take to end when asked to, before it is made to. */
const STOP_DEADLINE_MS = 10_000

/** How often to ask whether it answers yet. */
const POLL_MS = 50

/**
 * Waits until a homeserver answers that was just started.
 *
 * @throws when it ends, or does not come up within a minute, with the last lines of its log
 */
export async function untilAnswering(
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
    const answered = await answers(transport, `${url}/_matrix/client/versions`)
    // First whether it still lives: what answers on the port of a dead Synapse is somebody else.
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

async function answers(transport: Transport, url: string): Promise<boolean> {
  try {
    const { status } = await transport.send('GET', url, {}, undefined, 5_000)
    return status === 200
  } catch {
    return false
  }
}

/** Asks a process to end, and makes it after a while. */
export async function endProcess(child: ChildProcess): Promise<void> {
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
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('Could not find a free port on 127.0.0.1')
  return address.port
}
