import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Hono } from 'hono'
import { type Served, serve } from '../../../reference/index.ts'
import { type RunningServer, startServer } from '../server-process.ts'
import type { EndpointFailure, Endpoints } from './endpoint-provider.ts'

/**
 * Starts fresh common-proxies on a free port of 127.0.0.1 and waits until they respond.
 *
 * @param programs folder with the program `common-proxies`
 * @param host host and port of the endpoints, which are on a private address that they would not send to
 * @param signal aborts the start and removes the files
 * @throws {Error} when they do not respond within a minute, with the last lines of their log
 */
export async function startCommonProxies(programs: string, host: string, signal?: AbortSignal): Promise<RunningServer> {
  return await startServer(
    {
      name: 'common-proxies',
      readyPath: '/health',
      portTaken: 'address already in use',
      async prepare(directory, port) {
        const file = join(directory, 'config.toml')
        const lines = [
          `listenAddr = "127.0.0.1:${port}"`,
          '[gateway]',
          `AllowedHosts = ["${host}"]`,
          '[gateway.matrix]',
          'enabled = true',
        ]
        await writeFile(file, `${lines.join('\n')}\n`)
        return { program: join(programs, 'common-proxies'), args: ['-c', file] }
      },
    },
    signal,
  )
}

/** Push server of UnifiedPush apps: it keeps what is sent to the URL of a device. */
export interface PushServer extends Endpoints, Served {}

/** Starts a push server on a free port of 127.0.0.1. */
export async function startPushServer(): Promise<PushServer> {
  const received = new Map<string, string[]>()
  const failures = new Map<string, EndpointFailure>()
  const app = new Hono()
  app.post('/:id', async (c) => {
    const id = c.req.param('id')
    const body = await c.req.text()
    const failure = failures.get(id)
    if (failure?.times !== undefined) {
      if (failure.times <= 1) failures.delete(id)
      else failures.set(id, { ...failure, times: failure.times - 1 })
    }
    await sleep(failure?.delay_ms ?? 0)
    if (failure?.status !== undefined) return new Response(null, { status: failure.status })
    received.set(id, [...(received.get(id) ?? []), body])
    return new Response(null, { status: 201 })
  })
  const { url, close } = await serve(app)
  return {
    url,
    close,
    canFail: true,
    urlOf: (id) => `${url}/${id}`,
    receivedAt: async (id) => received.get(id) ?? [],
    fail(id, failure) {
      if (failure === undefined) failures.delete(id)
      else failures.set(id, failure)
    },
  }
}
