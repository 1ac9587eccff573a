import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { checkNotifyRequest, type NotifyRequest } from '../../../spec/index.ts'
import { messageOf, NotApplicable, TargetError } from '../case/errors.ts'
import type { Timeline } from '../evidence/timeline.ts'
import type { Traffic } from '../evidence/traffic.ts'
import { Wake } from '../target/deadline.ts'
import { parseJson } from '../target/parse-json.ts'
import type { Certificate } from './certificate.ts'
import type { Inbox, Push } from './inbox.ts'
import { combined, type HttpResponse, type PushResponse, rejecting } from './push-response.ts'

/** The path that the specification gives to the notify endpoint. */
export const NOTIFY_PATH = '/_matrix/push/v1/notify'

/** The name under which requests to the gateway are counted in the traffic. */
export const NOTIFY_OPERATION = 'notify'

/** Largest push request that is read, in bytes. */
const LARGEST_PUSH = 1024 * 1024

export type Scheme = 'http' | 'https'

export interface GatewayOptions {
  /** Address to listen on */
  host: string
  /** Port for each scheme to listen on; 0 takes a free one. A scheme without a port is not listened on */
  ports: Partial<Record<Scheme, number>>
  certificate: Certificate
  /** Base URL under which the target reaches the gateway, when it differs from the address (a tunnel, a container) */
  publicUrl?: string
  traffic: Traffic
}

/** A gateway URL at which connections are refused until it is opened. */
export interface ClosedGateway {
  url: string
  /** @throws {NotApplicable} when something else has taken the port meanwhile */
  open(): Promise<void>
}

interface Subscription {
  inbox: Inbox
  timeline: Timeline
  caseId: string
  /** Resolves when nobody listens any more, with the answer for pushes that still wait for theirs */
  ended: Promise<PushResponse>
  end(): void
}

/** Plexor's own push gateway: receives what the target sends, checks it, and hands it to the inbox of its pushkey. */
export class Gateway {
  /** The notify URL of each scheme, as pushers are given it */
  readonly urls: Partial<Record<Scheme, string>> = {}
  /** TLS handshakes that the target broke off, as it does when it does not trust the certificate */
  tlsRefusals = 0
  /** What is wrong with the last request that named no pusher at all */
  unreadable: string | undefined
  /** Fires at every request and every refused handshake */
  readonly activity = new Wake()
  readonly #servers: Server[] = []
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #options: GatewayOptions

  private constructor(options: GatewayOptions) {
    this.#options = options
  }

  /** @throws {TargetError} when a port cannot be listened on */
  static async start(options: GatewayOptions): Promise<Gateway> {
    const gateway = new Gateway(options)
    try {
      for (const scheme of ['http', 'https'] as const) {
        const port = options.ports[scheme]
        if (port !== undefined) gateway.urls[scheme] = await gateway.#listen(scheme, port)
      }
    } catch (error) {
      await gateway.close()
      throw error
    }
    return gateway
  }

  /** Hands the pushes of a pushkey to an inbox from now on. */
  subscribe(inbox: Inbox, timeline: Timeline, caseId: string): void {
    const { promise: ended, resolve } = Promise.withResolvers<PushResponse>()
    const end = () => resolve(rejecting(inbox.pushkey))
    this.#subscriptions.set(inbox.pushkey, { inbox, timeline, caseId, ended, end })
  }

  /** Forgets a pushkey: later pushes for it are answered as rejected, so that the target removes the pusher. */
  unsubscribe(pushkey: string): void {
    this.#subscriptions.get(pushkey)?.end()
    this.#subscriptions.delete(pushkey)
  }

  /**
   * A URL of the same gateway at a free port that nothing listens on yet.
   *
   * @throws {NotApplicable} when the target reaches the gateway by a public URL, which has one port alone
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

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(closeServer))
  }

  /** Listens on a port, and gives the notify URL. */
  async #listen(scheme: Scheme, port: number): Promise<string> {
    const { host, certificate, publicUrl } = this.#options
    const handle = (request: IncomingMessage, response: ServerResponse) => {
      // Whatever a hostile request does, it ends that request alone.
      this.#handle(request, response).catch(() => response.destroy())
    }
    const server: Server =
      scheme === 'http'
        ? createHttpServer(handle)
        : createHttpsServer({ key: certificate.key, cert: certificate.cert }, handle)
    server.on('tlsClientError', () => {
      this.tlsRefusals += 1
      this.activity.all()
    })
    server.on('clientError', (_error, socket) => socket.destroy())
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error) => reject(cannotListen(host, port, error))
      server.once('error', fail)
      try {
        server.listen(port, host, resolve)
      } catch (error) {
        // Deno throws at once where it is not permitted to listen.
        fail(error instanceof Error ? error : new Error(String(error)))
      }
    })
    this.#servers.push(server)
    const { port: actual } = server.address() as AddressInfo
    const authority = `${host.includes(':') ? `[${host}]` : host}:${actual}`
    return (publicUrl?.replace(/\/+$/, '') ?? `${scheme}://${authority}`) + NOTIFY_PATH
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now()
    const text = await read(request)
    if (text === undefined) return respond(response, { status: 413, body: { errcode: 'M_TOO_LARGE' } })
    const body = parseJson(text)
    const violations = checkNotifyRequest(body)
    if (devicesOf(body).length === 0) this.unreadable = violations.join('; ')
    const seen = new Set<string>()
    const responses: (PushResponse | Promise<PushResponse>)[] = []
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
        contentType: request.headers['content-type'],
        notification: (body as NotifyRequest).notification,
        device,
        violations,
      }
      responses.push(this.#deliver(subscription, push, body))
    }
    this.activity.all()
    if (unknown.length > 0 || responses.length === 0) responses.push(rejecting(...unknown))
    const whole = combined(await Promise.all(responses))
    if (whole === 'cut') request.socket.destroy()
    else respond(response, whole)
  }

  #deliver(subscription: Subscription, push: Push, body: unknown): PushResponse | Promise<PushResponse> {
    const { inbox, timeline, caseId, ended } = subscription
    this.#options.traffic.record(NOTIFY_OPERATION, push.violations, caseId)
    const reply = inbox.response(push)
    const waits = reply instanceof Promise
    const summary = `${push.method} ${push.path}`
    timeline.add({
      at: timeline.now(),
      kind: 'gateway',
      actor: 'target',
      summary: waits ? `${summary} (the answer is kept back)` : reply === 'cut' ? `${summary} (cut off)` : summary,
      method: push.method,
      path: push.path,
      requestBody: body,
      ...(waits || reply === 'cut' ? {} : { status: reply.status, responseBody: reply.body }),
      ...(push.violations.length > 0 ? { violations: push.violations } : {}),
    })
    inbox.receive(push)
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

/** The body as text, or `undefined` when it is larger than a push can be or ends early. */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > LARGEST_PUSH) return undefined
      chunks.push(chunk)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The devices that a request names, as far as it has the shape of a request at all. */
function devicesOf(body: unknown): NotifyRequest['notification']['devices'] {
  const devices = (body as Partial<NotifyRequest> | null)?.notification?.devices
  return Array.isArray(devices) ? devices.filter((device) => typeof device?.pushkey === 'string') : []
}

function respond(response: ServerResponse, { status, body, headers = {} }: HttpResponse): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
