import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('durable-server.ts', import.meta.url))
const COMPILE_CACHE = new URL('../../../compile-cache.js', import.meta.url)

/** Homeserver in a process of its own. */
export interface ServerProcess {
  url: string
  /** Sends SIGKILL to the process, and resolves when it has ended. */
  kill(): Promise<void>
}

/** Starts a homeserver on a data file. Throws an error with its output when it does not start. */
export async function startProcess(file: string): Promise<ServerProcess> {
  const args = [`--import=${COMPILE_CACHE}`, '--disable-warning=ExperimentalWarning', PROGRAM, file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const errorOutput = text(child.stderr)
  const lines = createInterface({ input: child.stdout })
  const [url] = await Promise.race([once(lines, 'line'), closed.then(() => [undefined])])
  if (typeof url !== 'string') throw new Error(`The server did not start: ${await errorOutput}`)
  return {
    url,
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
  }
}
