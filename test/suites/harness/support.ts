import type { Test } from 'tap'
import { createHomeserver, type HomeserverOptions, serve } from '../../../reference/index.ts'
import { Redactor } from '../../../suites/harness/evidence/redactor.ts'
import { Timeline } from '../../../suites/harness/evidence/timeline.ts'
import { Traffic } from '../../../suites/harness/evidence/traffic.ts'
import { Gateway } from '../../../suites/harness/gateway/gateway.ts'
import { Inbox, type Push, type Settling } from '../../../suites/harness/gateway/inbox.ts'
import type { TestEnvironment } from '../../../suites/harness/run/environment.ts'
import { Client } from '../../../suites/harness/target/client.ts'
import { Transport } from '../../../suites/harness/target/transport.ts'
import { type Connection, type ConnectOptions, connect, makeCertificate } from '../../../suites/index.ts'

/** The certificate of the gateways in tests; making one takes a while, so the tests of a file share it. */
export const CERTIFICATE = await makeCertificate(['127.0.0.1', 'localhost'])

/** Long enough for anything that is to happen on loopback, even on a busy machine. */
export const PATIENCE_MS = 20_000

/** Short enough to be waited out where something is not to happen. */
export const IMPATIENCE_MS = 150

/** A client of a target, and what it wrote down. */
export function createClient(t: Test, baseUrl: string, { timeoutMs = PATIENCE_MS } = {}) {
  const redactor = new Redactor()
  const traffic = new Traffic()
  const timeline = new Timeline(redactor)
  const transport = new Transport(4)
  t.teardown(() => transport.close())
  const access = { baseUrl, specVersion: 'v1.19' as const, transport, traffic, redactor, timeoutMs }
  return { client: new Client(access, timeline, 'area/case', 'alice'), traffic, timeline, redactor }
}

/** Connects to a target; the connection is closed after the test. */
export async function connectTo(t: Test, url: string, changes: Partial<ConnectOptions> = {}): Promise<Connection> {
  const connection = await connect({
    name: 'target',
    url,
    specVersion: 'auto',
    credentials: {},
    gateway: { host: '127.0.0.1', ports: { http: 0, https: 0 }, certificate: CERTIFICATE },
    timeoutMs: PATIENCE_MS,
    connections: 8,
    ...changes,
  })
  t.teardown(() => connection.close())
  return connection
}

/** Starts the reference, which is gone after the test; it reaches gateways on loopback over HTTP and HTTPS. */
export async function startReference(t: Test, options: HomeserverOptions = {}): Promise<string> {
  const homeserver = createHomeserver({
    delivery: { allowHttp: true, allowPrivateAddresses: true, ca: CERTIFICATE.ca },
    ...options,
  })
  const served = await serve(homeserver)
  t.teardown(async () => {
    await served.close()
    await homeserver.close()
  })
  return served.url
}

/** A world without a target, for cases that ask nothing of one. */
export async function createTestEnvironment(
  changes: Partial<TestEnvironment> = {},
  timeoutMs = PATIENCE_MS,
): Promise<TestEnvironment> {
  const traffic = new Traffic()
  const access = {
    baseUrl: 'http://127.0.0.1:9',
    specVersion: 'v1.19' as const,
    transport: new Transport(1),
    traffic,
    redactor: new Redactor(),
    timeoutMs,
  }
  return {
    specVersion: 'v1.19',
    targetInfo: {
      kind: 'homeserver',
      name: 'none',
      url: access.baseUrl,
      versions: ['v1.19'],
      gateway: { url: 'http://127.0.0.1:9', scheme: 'http' },
      latencyMs: 1,
      ordered: true,
      independent: true,
    },
    access,
    gateway: await Gateway.start({ host: '127.0.0.1', ports: {}, certificate: CERTIFICATE, traffic }),
    credentials: {},
    settling: { afterFenceMs: 0, withoutFenceMs: 1 },
    runId: 'test',
    ...changes,
  }
}

/** An inbox that no gateway fills. */
export function createInbox(pushkey: string, { timeoutMs = PATIENCE_MS, settling = ORDERED } = {}): Inbox {
  return new Inbox(pushkey, 'org.example', new Timeline(new Redactor()), timeoutMs, settling)
}

const ORDERED: Settling = { afterFenceMs: 0, withoutFenceMs: 1 }

/** The push of an event, as it arrives in an inbox. */
export function pushOf(eventId: string, changes: Partial<Push> = {}): Push {
  const device = { app_id: 'org.example', pushkey: 'key' }
  return {
    at: 0,
    method: 'POST',
    path: '/_matrix/push/v1/notify',
    contentType: 'application/json',
    notification: { event_id: eventId, devices: [device] },
    device,
    violations: [],
    ...changes,
  }
}
