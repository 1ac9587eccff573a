import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('durable-server.ts', import.meta.url))

/** A homeserver in a process of its own. */
export interface ServerProcess {
  url: string
  /** Ends the process by SIGKILL, so that it cannot do anything more; resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts a homeserver on a data file; throws with what it said when it does not start. */
export async function startProcess(file: string): Promise<ServerProcess> {
  const args = ['--import=tsx', '--disable-warning=ExperimentalWarning', PROGRAM, file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = once(child, 'close')
  const said = text(child.stderr)
  const lines = createInterface({ input: child.stdout })
  const [url] = await Promise.race([once(lines, 'line'), gone.then(() => [undefined])])
  if (typeof url !== 'string') throw new Error(`The server did not start: ${await said}`)
  return {
    url,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
