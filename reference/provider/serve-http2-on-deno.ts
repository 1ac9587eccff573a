import { deno } from '../deno.ts'
import type { Handler, Served } from '../serve.ts'
import type { ServeHttp2Options } from './serve-http2.ts'

/** {@link serveHttp2} with the server of Deno, which speaks HTTP/1.1 too: that is refused. */
export async function serveHttp2OnDeno(
  handler: Handler,
  { host, port, tls, requestDeadlineMs = 60_000 }: ServeHttp2Options,
): Promise<Served> {
  if (deno === undefined) throw new TypeError('Cannot serve with Deno: this is another runtime')
  const closing = new AbortController()
  const server = deno.serve(
    {
      ...{ hostname: host, port, ...tls, signal: closing.signal },
      onListen: () => {},
      onError: () => new Response(null, { status: 500 }),
    },
    (request) =>
      // In HTTP/2 the host is no header field
      request.headers.has('host')
        ? new Response(null, { status: 505 })
        : handler.fetch(arrivingWithin(requestDeadlineMs, request)),
  )
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${server.addr.port}`,
    close() {
      closing.abort()
      return server.finished
    },
  }
}

/** The same request, whose body fails when it has not arrived whole in time. */
function arrivingWithin(milliseconds: number, request: Request): Request {
  if (request.body === null) return request
  let timer: ReturnType<typeof setTimeout> | undefined
  const body = request.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      start(controller) {
        const cut = () => controller.error(new Error('The request did not arrive whole in time'))
        timer = setTimeout(cut, milliseconds)
      },
      flush: () => clearTimeout(timer),
    }),
  )
  request.signal.addEventListener('abort', () => clearTimeout(timer))
  const init: RequestInit & { duplex: 'half' } = { body, duplex: 'half' }
  return new Request(request, init)
}
