import type { Push } from '../../../reference/index.ts'
import { serveHttp2 } from '../../../reference/provider/http2/serve-http2.ts'
import { serve } from '../../../reference/serve.ts'
import { makeCertificates } from '../delivery/certificates.ts'

/** A request that a fake server got, and what it says in answer. */
export interface FakeRequest {
  path: string
  headers: Headers
  body: string
}

/** A server in the place of a service that answers as it is told. */
export interface FakeServer {
  url: string
  ca: string
  requests: FakeRequest[]
  close(): Promise<void>
}

/** @param answer is asked for each request, with how many came before it */
export async function fakeServer(
  version: 'http/1.1' | 'http/2',
  response: (request: FakeRequest, before: number) => Response | Promise<Response>,
): Promise<FakeServer> {
  const { ca, cert, key } = await makeCertificates()
  const requests: FakeRequest[] = []
  const handler = {
    async fetch(request: Request) {
      const { pathname: path } = new URL(request.url)
      const got = { path, headers: request.headers, body: await request.text() }
      requests.push(got)
      return await response(got, requests.length - 1)
    },
  }
  const where = { host: '127.0.0.1', port: 0, tls: { cert, key } }
  const served = version === 'http/2' ? await serveHttp2(handler, where) : await serve(handler, where)
  return { url: served.url, ca, requests, close: served.close }
}

/** A push of an event to the device with this pushkey. */
export function pushTo(pushkey: string, more: Partial<Push['device']> = {}): Push {
  const notification = { event_id: '$1', room_id: '!a:b', prio: 'high' as const, counts: {} }
  const device = { app_id: 'app', pushkey, data: {}, tweaks: {}, ...more }
  return { notification, device, content: 'ids', defaultPayload: {} }
}

/** A signal that never aborts. */
export const timeout = () => new AbortController().signal
