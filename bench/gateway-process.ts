/**
 * Push gateway in a separate process, so that it does not use the event loop of the homeserver. It accepts everything.
 * It sends its URL to the parent process; and after a message `{ expected }`, when that many pushes have arrived, the
 * event and the time of each.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

const RESPONSE = '{"rejected":[]}'
const HEADERS = { 'content-type': 'application/json', 'content-length': String(RESPONSE.length) }

let arrivals: [eventId: string, moment: number][] = []
let expected = Number.POSITIVE_INFINITY

function reportWhenAll(): void {
  if (arrivals.length < expected) return
  process.send?.({ arrivals })
  arrivals = []
  expected = Number.POSITIVE_INFINITY
}

process.on('message', (message: { expected: number }) => {
  expected = message.expected
  reportWhenAll()
})

const server = createServer(async (request, response) => {
  const body = await text(request)
  const moment = performance.timeOrigin + performance.now()
  response.writeHead(200, HEADERS).end(RESPONSE)
  const { event_id } = JSON.parse(body).notification
  // Badge updates have no event, and are not measured
  if (typeof event_id !== 'string') return
  arrivals.push([event_id, moment])
  reportWhenAll()
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/_matrix/push/v1/notify` })
})
