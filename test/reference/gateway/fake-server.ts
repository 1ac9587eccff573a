import type { Push } from '../../../reference/index.ts'
import { serveHttp2 } from '../../../reference/provider/http2/serve-http2.ts'
import { serve } from '../../../reference/serve.ts'
import { makeCertificates } from '../delivery/certificates.ts'

/** Request that a fake server received. */
export interface FakeRequest {
  path: string
  headers: Headers
  body: string
}

/** Server that replaces a push service. */
export interface FakeServer {
  url: string
  ca: string
  requests: FakeRequest[]
  close(): Promise<void>
}

/** Starts a fake server. `respond` is called for each request, with the number of earlier requests. */
export async function fakeServer(
  version: 'http/1.1' | 'http/2',
  respond: (request: FakeRequest, before: number) => Response | Promise<Response>,
): Promise<FakeServer> {
  const { ca, cert, key } = await makeCertificates()
  const requests: FakeRequest[] = []
  const handler = {
    async fetch(request: Request) {
      const { pathname: path } = new URL(request.url)
      const received = { path, headers: request.headers, body: await request.text() }
      requests.push(received)
      return await respond(received, requests.length - 1)
    },
  }
  const options = { host: '127.0.0.1', port: 0, tls: { cert, key } }
  const served = version === 'http/2' ? await serveHttp2(handler, options) : await serve(handler, options)
  return { url: served.url, ca, requests, close: served.close }
}

/** Creates a push of an event to the device with this pushkey. */
export function pushTo(pushkey: string, more: Partial<Push['device']> = {}): Push {
  const notification = { event_id: '$1', room_id: '!a:b', prio: 'high' as const, counts: {} }
  const device = { app_id: 'app', pushkey, data: {}, tweaks: {}, ...more }
  return { notification, device, content: 'ids', defaultPayload: {} }
}

/** Creates a signal that is never aborted. */
export const noTimeout = () => new AbortController().signal
