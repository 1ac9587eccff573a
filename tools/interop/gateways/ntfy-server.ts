import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningServer, startServer } from '../server-process.ts'
import type { Endpoints } from './endpoint-provider.ts'

/**
 * Starts a fresh ntfy on a free port of 127.0.0.1 and waits until it responds.
 *
 * @param programs folder with the program `ntfy`
 * @param signal aborts the start and removes the files
 * @throws {Error} when it does not respond within a minute, with the last lines of its log
 */
export async function startNtfy(programs: string, signal?: AbortSignal): Promise<RunningServer> {
  return await startServer(
    {
      name: 'ntfy',
      readyPath: '/v1/health',
      portTaken: 'address already in use',
      async prepare(directory, port) {
        const file = join(directory, 'server.yml')
        await writeFile(file, ntfyConfig(directory, port))
        return { program: join(programs, 'ntfy'), args: ['serve', '--config', file] }
      },
    },
    signal,
  )
}

/** Returns the `server.yml` of a throw-away ntfy. The file is JSON, which is also YAML. */
function ntfyConfig(directory: string, port: number): string {
  const config = {
    // Topics below this URL are pushkeys
    'base-url': `http://127.0.0.1:${port}`,
    'listen-http': `127.0.0.1:${port}`,
    // Messages can be read later
    'cache-file': join(directory, 'cache.db'),
    // No rate limits
    'visitor-request-limit-exempt-hosts': '127.0.0.1',
    'visitor-message-daily-limit': 100_000,
    'visitor-subscription-limit': 10_000,
    'global-topic-limit': 100_000,
  }
  return JSON.stringify(config, null, 2)
}

/** Topics of an ntfy, as devices: an app that is a UnifiedPush distributor subscribes to them. */
export function ntfyTopics(url: string): Endpoints {
  return {
    canFail: false,
    urlOf: (id) => `${url}/${id}?up=1`,
    async receivedAt(id) {
      const response = await fetch(`${url}/${id}/json?poll=1`)
      const lines = (await response.text()).split('\n').filter((line) => line !== '')
      const messages: { event: string; message?: string }[] = lines.map((line) => JSON.parse(line))
      return messages.flatMap(({ event, message }) => (event === 'message' ? [message ?? ''] : []))
    },
  }
}
