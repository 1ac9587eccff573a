import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { checkNotifyRequest, type NotifyRequest } from '../../../spec/index.ts'
import { messageOf, NotApplicable, TargetError } from '../case/errors.ts'
import { NOTIFY_OPERATION, NOTIFY_PATH } from '../case/operations.ts'
import { MAX_KEPT_BODY, type Timeline } from '../evidence/timeline.ts'
import type { Traffic } from '../evidence/traffic.ts'
import { parseJson } from '../target/body.ts'
import { Wake } from '../target/deadline.ts'
import type { Certificate } from './certificate.ts'
import type { Inbox, Push } from './inbox.ts'
import { combined, type HttpResponse, type PushResponse, rejecting } from './push-response.ts'

/** Maximum size of a push, in bytes. */
const MAX_PUSH = 1024 * 1024

/** Number of arrivals that are remembered, so that it is known which case got the last push. */
const MAX_ARRIVALS = 1_000

/** Number of pushes with unknown pushkeys that are remembered. */
const MAX_STRAYS = 100

/** Time within which a response is prompt, so that no target gives up on it, in milliseconds. */
const PROMPT_MS = 1_000

/** Scheme by which a target reaches the push receiver. */
export type Scheme = 'http' | 'https'

/** Settings of the push receiver, the push gateway to which a homeserver under test sends its pushes. */
export interface PushReceiverSettings {
  /** Address to listen on, such as `127.0.0.1` */
  host: string
  /** Port for each scheme that the target may use; 0 for a free one */
  ports: Partial<Record<Scheme, number>>
  /** Certificate for HTTPS */
  certificate: Certificate
  /** Base URL by which the target reaches the push receiver, if it differs from the address (a tunnel, a container) */
  publicUrl?: string
}

/** Settings of the push receiver, with what it shares with the rest of a run. */
export interface PushReceiverOptions extends PushReceiverSettings {
  traffic: Traffic
}

/** Gateway URL that refuses connections until it is opened. */
export interface ClosedGateway {
  url: string
  /**
   * Starts to accept connections.
   *
   * @throws {NotApplicable} when another process has taken the port in the meantime
   */
  open(): Promise<void>
}

interface Subscription {
  inbox: Inbox
  timeline: Timeline
  caseId: string
  /** Events whose push was accepted */
  accepted: Set<string>
  /** Resolves at the end of the subscription, with the response to pushes that still wait for one */
  ended: Promise<PushResponse>
  end(): void
}

/** Body of a request to the push receiver, as text and parsed. */
interface ReceivedBody {
  text: string
  body: unknown
}

/** Push gateway of Plexor: receives pushes from the target, checks them, and delivers them to the inbox of their pushkey. */
export class PushReceiver {
  /** Notify URL of each scheme, for pushers */
  readonly urls: Partial<Record<Scheme, string>> = {}
  /** Number of TLS handshakes that the target aborted, as it does if it does not trust the certificate */
  tlsRefusals = 0
  /** Violations of the last request that named no pusher at all */
  unreadable: string | undefined
  /** Latest events that were pushed with a pushkey that no pusher of Plexor has; `undefined` for a push without an event */
  readonly strays: unknown[] = []
  /** Number of connections that were opened, whatever came over them */
  connections = 0
  /** Wakes at every request and every aborted handshake */
  readonly activity = new Wake()
  /** Latest pushes by case, oldest first */
  readonly #arrivals: { caseId: string; at: number }[] = []
  readonly #servers: Server[] = []
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #options: PushReceiverOptions

  private constructor(options: PushReceiverOptions) {
    this.#options = options
  }

  /**
   * Starts to listen.
   *
   * @throws {TargetError} when it cannot listen on a port
   */
  static async start(options: PushReceiverOptions): Promise<PushReceiver> {
    const receiver = new PushReceiver(options)
    try {
      for (const scheme of ['http', 'https'] as const) {
        const port = options.ports[scheme]
        if (port !== undefined) receiver.urls[scheme] = await receiver.#listen(scheme, port)
      }
    } catch (error) {
      await receiver.close()
      throw error
    }
    return receiver
  }

  /** Delivers the pushes to a pushkey to an inbox. */
  subscribe(inbox: Inbox, timeline: Timeline, caseId: string): void {
    const { promise: ended, resolve } = Promise.withResolvers<PushResponse>()
    const end = () => resolve(rejecting(inbox.pushkey))
    this.#subscriptions.set(inbox.pushkey, { inbox, timeline, caseId, accepted: new Set(), ended, end })
  }

  /** Ends a subscription. Later pushes to the pushkey are rejected, so that the target removes the pusher. */
  unsubscribe(pushkey: string): void {
    this.#subscriptions.get(pushkey)?.end()
    this.#subscriptions.delete(pushkey)
  }

  /**
   * Reserves a URL with a free port that nothing listens on yet.
   *
   * @throws {NotApplicable} when the target reaches the push receiver by a public URL, which has only one port
   */
  async closed(scheme: Scheme): Promise<ClosedGateway> {
    if (this.#options.publicUrl !== undefined) {
      throw new NotApplicable('The target reaches the gateway by a public URL, which cannot be closed')
    }
    const url = await this.#listen(scheme, 0)
    const server = this.#servers.pop()
    if (server !== undefined) await closeServer(server)
    const open = async () => {
      try {
        await this.#listen(scheme, Number(new URL(url).port))
      } catch (error) {
        throw new NotApplicable(messageOf(error))
      }
    }
    return { url, open }
  }

  /**
   * Listens on a further port, and returns its URL; undefined if the target reaches the push receiver by a public URL, which
   * has only one port. It is not known whether the target reaches the port.
   */
  async another(scheme: Scheme): Promise<string | undefined> {
    return this.#options.publicUrl === undefined ? await this.#listen(scheme, 0) : undefined
  }

  /**
   * Returns the case that got the last push before a time; undefined if none did, or that is too long ago.
   *
   * @param time the time, as `performance.now()`
   */
  lastArrivalBefore(time: number): string | undefined {
    return this.#arrivals.findLast(({ at }) => at < time)?.caseId
  }

  /** Stops listening, and closes all connections. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.map(closeServer))
  }

  /** Listens on a port, and returns the notify URL. */
  async #listen(scheme: Scheme, port: number): Promise<string> {
    const { host, certificate, publicUrl } = this.#options
    const handle = (request: IncomingMessage, response: ServerResponse) => {
      // An error in one request does not affect the others.
      const address = server.address()
      const at = typeof address === 'object' ? address?.port : undefined
      this.#handle(request, response, at).catch(() => response.destroy())
    }
    const server: Server =
      scheme === 'http'
        ? createHttpServer(handle)
        : createHttpsServer({ key: certificate.key, cert: certificate.cert }, handle)
    server.on('tlsClientError', () => {
      this.tlsRefusals += 1
      this.activity.all()
    })
    server.on('connection', () => {
      this.connections += 1
    })
    server.on('clientError', (_error, socket) => socket.destroy())
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error) => reject(cannotListen(host, port, error))
      server.once('error', fail)
      try {
        server.listen(port, host, resolve)
      } catch (error) {
        // Deno throws at once if it is not permitted to listen.
        fail(error instanceof Error ? error : new Error(String(error)))
      }
    })
    this.#servers.push(server)
    const { port: actual } = server.address() as AddressInfo
    const address = `${host.includes(':') ? `[${host}]` : host}:${actual}`
    return (publicUrl?.replace(/\/+$/, '') ?? `${scheme}://${address}`) + NOTIFY_PATH
  }

  async #handle(request: IncomingMessage, response: ServerResponse, port: number | undefined): Promise<void> {
    const at = performance.now()
    const text = await read(request)
    if (text === undefined) return respond(response, { status: 413, body: { errcode: 'M_TOO_LARGE' } })
    const body = parseJson(text)
    const violations = checkNotifyRequest(body)
    if (devicesOf(body).length === 0) this.unreadable = violations.join('; ')
    const seen = new Set<string>()
    const responses: (PushResponse | Promise<PushResponse>)[] = []
    const reached: Subscription[] = []
    const unknown: string[] = []
    for (const device of devicesOf(body)) {
      if (seen.has(device.pushkey)) continue
      seen.add(device.pushkey)
      const subscription = this.#subscriptions.get(device.pushkey)
      if (subscription === undefined) {
        unknown.push(device.pushkey)
        continue
      }
      const push: Push = {
        at,
        method: request.method ?? '',
        path: request.url ?? '',
        ...(port === undefined ? {} : { port }),
        contentType: request.headers['content-type'],
        notification: (body as NotifyRequest).notification,
        device,
        violations,
      }
      reached.push(subscription)
      responses.push(this.#deliver(subscription, push, { text, body }))
    }
    if (unknown.length > 0 && this.strays.push((body as NotifyRequest).notification.event_id) > MAX_STRAYS) {
      this.strays.shift()
    }
    this.activity.all()
    if (unknown.length > 0 || responses.length === 0) responses.push(rejecting(...unknown))
    const whole = combined(await Promise.all(responses))
    if (whole === 'cut') return void request.socket.destroy()
    respond(response, whole)
    const eventId = eventIdOf(body)
    const inTime = performance.now() - at < PROMPT_MS
    if (eventId !== undefined && whole.status === 200 && inTime)
      for (const { accepted } of reached) accepted.add(eventId)
  }

  #deliver(subscription: Subscription, push: Push, { text, body }: ReceivedBody): PushResponse | Promise<PushResponse> {
    const { inbox, timeline, caseId, accepted, ended } = subscription
    this.#options.traffic.record(NOTIFY_OPERATION, push.violations, caseId)
    this.#arrivals.push({ caseId, at: push.at })
    if (this.#arrivals.length > MAX_ARRIVALS) this.#arrivals.shift()
    const reply = inbox.response(push)
    const waits = reply instanceof Promise
    const eventId = eventIdOf(body)
    const isRepeated = eventId !== undefined && accepted.has(eventId)
    if (eventId !== undefined) this.#options.traffic.recordPush(isRepeated, caseId)
    const summary = `${push.method} ${push.path}${isRepeated ? ' (once more, although it was accepted)' : ''}`
    timeline.add({
      at: timeline.now(),
      kind: 'gateway',
      actor: 'target',
      summary: waits ? `${summary} (the response is delayed)` : reply === 'cut' ? `${summary} (cut off)` : summary,
      method: push.method,
      path: push.path,
      requestBody: text.length > MAX_KEPT_BODY ? text : body,
      ...(waits || reply === 'cut' ? {} : { status: reply.status, responseBody: reply.body }),
      ...(push.violations.length > 0 ? { violations: push.violations } : {}),
    })
    inbox.receive(push, text)
    return waits ? Promise.race([reply, ended]) : reply
  }
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function cannotListen(host: string, port: number, error: Error): TargetError {
  const place = port === 0 ? `${host}, any port` : `${host}:${port}`
  return new TargetError('gateway-port', `Cannot listen for pushes on ${place}: ${messageOf(error)}`, [
    'Choose another address or port with --gateway-listen HOST:PORT, or leave the port out to take a free one',
  ])
}

/** Reads the body as text; undefined if it is too large or ends early. */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_PUSH) return undefined
      chunks.push(chunk)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Returns the ID of the event of a request; undefined if it is about none, or does not have the shape of a request. */
function eventIdOf(body: unknown): string | undefined {
  const eventId: unknown = (body as Partial<NotifyRequest> | null)?.notification?.event_id
  return typeof eventId === 'string' ? eventId : undefined
}

/** Returns the devices of a request; none if it does not have the shape of a request. */
function devicesOf(body: unknown): NotifyRequest['notification']['devices'] {
  const devices = (body as Partial<NotifyRequest> | null)?.notification?.devices
  return Array.isArray(devices) ? devices.filter((device) => typeof device?.pushkey === 'string') : []
}

function respond(response: ServerResponse, { status, body, headers = {} }: HttpResponse): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
