import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { checkNotifyRequest, type NotifyRequest } from '../../spec/index.ts'
import type { Certificate } from './certificate.ts'
import { Wake } from './deadline.ts'
import { TargetTrouble, messageOf } from './errors.ts'
import type { Inbox, Push, PushAnswer } from './inbox.ts'
import { parseJson } from './parse-json.ts'
import type { Timeline } from './timeline.ts'
import type { Traffic } from './traffic.ts'

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

interface Subscription {
  inbox: Inbox
  timeline: Timeline
  caseId: string
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
  readonly #traffic: Traffic

  private constructor(traffic: Traffic) {
    this.#traffic = traffic
  }

  /** @throws {TargetTrouble} when a port cannot be listened on */
  static async start(options: GatewayOptions): Promise<Gateway> {
    const gateway = new Gateway(options.traffic)
    try {
      for (const scheme of ['http', 'https'] as const) {
        const port = options.ports[scheme]
        if (port !== undefined) await gateway.#listen(scheme, port, options)
      }
    } catch (error) {
      await gateway.close()
      throw error
    }
    return gateway
  }

  /** Hands the pushes of a pushkey to an inbox from now on. */
  subscribe(inbox: Inbox, timeline: Timeline, caseId: string): void {
    this.#subscriptions.set(inbox.pushkey, { inbox, timeline, caseId })
  }

  /** Forgets a pushkey: later pushes for it are answered as rejected, so that the target removes the pusher. */
  unsubscribe(pushkey: string): void {
    this.#subscriptions.delete(pushkey)
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve())
            server.closeAllConnections()
          }),
      ),
    )
  }

  async #listen(scheme: Scheme, port: number, options: GatewayOptions): Promise<void> {
    const handle = (request: IncomingMessage, response: ServerResponse) => {
      // Whatever a hostile request does, it ends that request alone.
      this.#handle(request, response).catch(() => response.destroy())
    }
    const server: Server =
      scheme === 'http'
        ? createHttpServer(handle)
        : createHttpsServer({ key: options.certificate.key, cert: options.certificate.cert }, handle)
    server.on('tlsClientError', () => {
      this.tlsRefusals += 1
      this.activity.all()
    })
    server.on('clientError', (_error, socket) => socket.destroy())
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error) => reject(cannotListen(options.host, port, error))
      server.once('error', fail)
      try {
        server.listen(port, options.host, resolve)
      } catch (error) {
        // Deno throws at once where it is not permitted to listen.
        fail(error instanceof Error ? error : new Error(String(error)))
      }
    })
    this.#servers.push(server)
    const { port: actual } = server.address() as AddressInfo
    const host = options.host.includes(':') ? `[${options.host}]` : options.host
    const base = options.publicUrl?.replace(/\/+$/, '') ?? `${scheme}://${host}:${actual}`
    this.urls[scheme] = base + NOTIFY_PATH
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now()
    const text = await read(request)
    if (text === undefined) return answer(response, { status: 413, body: { errcode: 'M_TOO_LARGE' } })
    const body = parseJson(text)
    const violations = checkNotifyRequest(body)
    if (devicesOf(body).length === 0) this.unreadable = violations.join('; ')
    const seen = new Set<string>()
    const answers: PushAnswer[] = []
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
      answers.push(this.#deliver(subscription, push, body))
    }
    this.activity.all()
    if (unknown.length > 0 || answers.length === 0) answers.push({ status: 200, body: { rejected: unknown } })
    answer(response, combine(answers))
  }

  #deliver({ inbox, timeline, caseId }: Subscription, push: Push, body: unknown): PushAnswer {
    this.#traffic.record(NOTIFY_OPERATION, push.violations, caseId)
    const reply = inbox.answer(push)
    timeline.add({
      at: timeline.now(),
      kind: 'gateway',
      actor: 'target',
      summary: `${push.method} ${push.path}`,
      method: push.method,
      path: push.path,
      status: reply.status,
      requestBody: body,
      responseBody: reply.body,
      ...(push.violations.length > 0 ? { violations: push.violations } : {}),
    })
    inbox.receive(push)
    return reply
  }
}

function cannotListen(host: string, port: number, error: Error): TargetTrouble {
  const place = port === 0 ? `${host}, any port` : `${host}:${port}`
  return new TargetTrouble('gateway-port', `Cannot listen for pushes on ${place}: ${messageOf(error)}`, [
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

/** One answer for all devices of a request: the worst status, every rejected pushkey. */
function combine(answers: PushAnswer[]): PushAnswer {
  const worst = answers.reduce((a, b) => (b.status > a.status ? b : a))
  if (worst.status !== 200 || answers.length === 1) return worst
  const rejected = answers.flatMap(({ body }) => (body as { rejected?: string[] }).rejected ?? [])
  return { status: 200, body: { rejected } }
}

function answer(response: ServerResponse, { status, body }: PushAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
