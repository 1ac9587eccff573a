import { afterPreflight, beHonest, type Exchange, type HostileKind, type Respond, sendJson } from './exchange.ts'

/** Interval of the parts of a slow response, in milliseconds. */
const DRIP_MS = 1_000

/** Returns a server that does something for every request after the preflight, or for one of so many. */
function later(respond: Respond, oneOf = 1): () => Respond {
  return () => afterPreflight((exchange) => (exchange.number % oneOf === 0 ? respond(exchange) : beHonest(exchange)))
}

/** Writes the same part again and again, as fast as it is read, or slowly, until the connection is closed. */
function writeForever({ response }: Exchange, part: string, everyMs?: number): void {
  const next = () => {
    if (response.destroyed) return
    if (everyMs !== undefined) {
      response.write(part)
      setTimeout(next, everyMs)
    } else if (response.write(part)) setImmediate(next)
    else response.once('drain', next)
  }
  next()
}

function rateLimited(retryAfterMs: number): () => Respond {
  const body = JSON.stringify({ errcode: 'M_LIMIT_EXCEEDED', error: 'Slow down', retry_after_ms: retryAfterMs })
  return later(({ response }) => sendJson(response, 429, body))
}

/** Homeservers whose responses never end, come late, or are refusals. */
export const HOSTILE_CONNECTIONS: readonly HostileKind[] = [
  {
    name: 'endless-body',
    does: 'never ends its responses, and sends them as fast as it can',
    create: later((exchange) => {
      exchange.response.writeHead(200, { 'content-type': 'application/json' })
      exchange.response.write('{"a":"')
      writeForever(exchange, 'x'.repeat(65_536))
    }, 2),
  },
  {
    name: 'byte-a-second',
    does: 'sends one byte of its responses a second',
    create: later((exchange) => {
      exchange.response.writeHead(200, { 'content-type': 'application/json' })
      writeForever(exchange, ' ', DRIP_MS)
    }),
  },
  {
    name: 'endless-headers',
    does: 'never ends the headers of its responses',
    create: later(({ request: { socket } }) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const next = () => {
        if (socket.destroyed) return
        if (socket.write(`X-Header: ${'x'.repeat(1_000)}\r\n`)) setImmediate(next)
        else socket.once('drain', next)
      }
      next()
    }),
  },
  { name: 'never-responds', does: 'does not respond', create: later(() => {}) },
  { name: 'never-responds-to-some', does: 'does not respond to every hundredth request', create: later(() => {}, 100) },
  {
    name: 'just-in-time',
    does: 'responds after 1.9 s of 2',
    only: ['pushers'],
    create: later(async (exchange) => {
      await new Promise((resolve) => setTimeout(resolve, 1_900))
      await beHonest(exchange)
    }),
  },
  {
    name: 'closes-connections',
    does: 'closes the connection of every third request',
    create: later(({ request }) => request.socket.end(), 3),
  },
  {
    name: 'resets-connections',
    does: 'resets the connection of every third request',
    create: later(({ request }) => request.socket.resetAndDestroy(), 3),
  },
  {
    name: 'fails',
    does: 'responds with status 500',
    create: later(({ response }) => sendJson(response, 500, '{"errcode":"M_UNKNOWN","error":"Internal error"}')),
  },
  {
    name: 'rate-limit-tiny',
    only: ['pushers'],
    does: 'limits the rate, with a wait of a billionth of a millisecond',
    create: rateLimited(1e-9),
  },
  { name: 'rate-limit-huge', does: 'limits the rate, with a wait of 30 years', create: rateLimited(1e12) },
  {
    name: 'redirects',
    does: 'redirects every request to itself',
    create: later(({ request, response }) => {
      response.writeHead(307, { location: request.url ?? '/' })
      response.end()
    }),
  },
]
