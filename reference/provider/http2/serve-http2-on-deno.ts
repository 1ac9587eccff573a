import { deno } from '../../deno.ts'
import { baseUrl } from '../../listening.ts'
import type { Handler, Served } from '../../serve.ts'
import { DEFAULT_REQUEST_DEADLINE_MS, type ServeHttp2Options } from './http2-options.ts'

/** Serves a handler over HTTP/2 with the server of Deno. It also accepts HTTP/1.1, which is refused here. */
export async function serveHttp2OnDeno(
  handler: Handler,
  { host, port, tls, requestDeadlineMs = DEFAULT_REQUEST_DEADLINE_MS }: ServeHttp2Options,
): Promise<Served> {
  if (deno === undefined) throw new TypeError('Cannot serve with Deno, because this is another runtime')
  const closing = new AbortController()
  const server = deno.serve(
    {
      ...{ hostname: host, port, ...tls, signal: closing.signal },
      onListen: () => {},
      onError: () => new Response(null, { status: 500 }),
    },
    (request) =>
      // Only HTTP/1.1 has a header field with the host
      request.headers.has('host')
        ? new Response(null, { status: 505 })
        : handler.fetch(arrivingWithin(requestDeadlineMs, request)),
  )
  return {
    url: baseUrl('https', host, server.addr.port),
    close() {
      closing.abort()
      return server.finished
    },
  }
}

/** Copies a request. Its body fails if it has not arrived completely in time, or its sender has disconnected. */
function arrivingWithin(milliseconds: number, { body, headers, method, url }: Request): Request {
  // Deno's own signal has another meaning, and Deno warns when it is used
  const leaving = new AbortController()
  if (body === null) return new Request(url, { method, headers, signal: leaving.signal })
  const arriving = streamOf(chunksWithin(milliseconds, body, leaving))
  const init = { method, headers, signal: leaving.signal, body: arriving, duplex: 'half' }
  return new Request(url, init as RequestInit)
}

/** Does the same as `ReadableStream.from`, which the types do not have yet. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void chunks.return(undefined),
  })
}

async function* chunksWithin(
  milliseconds: number,
  body: ReadableStream<Uint8Array>,
  leaving: AbortController,
): AsyncGenerator<Uint8Array> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  late.catch(() => undefined)
  const timer = setTimeout(() => reject(new Error('The request did not arrive completely in time')), milliseconds)
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late])
      if (done) return
      yield value
    }
  } catch (error) {
    leaving.abort()
    throw error
  } finally {
    clearTimeout(timer)
    await reader.cancel().catch(() => undefined)
  }
}
