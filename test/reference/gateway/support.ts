import { createPushGateway, type Push, type PushGatewayOptions, type PushOutcome } from '../../../reference/index.ts'

export const SENT: PushOutcome = { result: 'sent' }
export const GONE: PushOutcome = { result: 'rejected', reason: 'it is gone', since: 1_000_000 }
export const DOWN = { result: 'failed', reason: 'it is down' } as const satisfies PushOutcome

/** Service with configurable outcomes, which records the pushes. */
export class FakeService {
  readonly name = 'a fake'
  readonly pushes: Push[] = []

  /** Outcomes of pushes by pushkey; other pushes are sent */
  readonly outcomes = new Map<string, PushOutcome>()

  /** Promise that pushes wait for before they end */
  gate: Promise<unknown> = Promise.resolve()

  async send(push: Push): Promise<PushOutcome> {
    this.pushes.push(push)
    await this.gate
    return this.outcomes.get(push.device.pushkey) ?? SENT
  }

  async close(): Promise<void> {}

  get pushkeys(): string[] {
    return this.pushes.map(({ device }) => device.pushkey)
  }
}

export const APP = 'org.example.app'

export const event = { event_id: '$1', room_id: '!a:b', type: 'm.room.message', sender: '@b:b', counts: { unread: 1 } }

export function device(pushkey: string, more: object = {}): object {
  return { app_id: APP, pushkey, ...more }
}

/** Creates a gateway with one app, its service, and functions that send requests to it. */
export function gatewayWith(options: Partial<PushGatewayOptions> & { inFlight?: number } = {}) {
  const service = new FakeService()
  const { inFlight, ...rest } = options
  const app = { app_id: APP, provider: service, ...(inFlight === undefined ? {} : { inFlight }) }
  const gateway = createPushGateway({ apps: [app], ...rest })

  async function ask(body: unknown, init: RequestInit = {}, path = '/_matrix/push/v1/notify') {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const method = init.method ?? 'POST'
    const request = new Request(`http://gateway.example${path}`, {
      ...init,
      method,
      ...(method === 'GET' ? {} : { body: text }),
    })
    const response = await gateway.fetch(request)
    return { status: response.status, headers: response.headers, body: await response.json() }
  }

  const notify = (notification: object, devices: readonly object[]) =>
    ask({ notification: { ...notification, devices } })
  return { service, gateway, ask, notify }
}
