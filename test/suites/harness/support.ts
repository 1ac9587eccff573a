import type { Test } from 'tap'
import { createHomeserver, type HomeserverOptions, serve } from '../../../reference/index.ts'
import { Redactor } from '../../../suites/harness/evidence/redactor.ts'
import { Timeline } from '../../../suites/harness/evidence/timeline.ts'
import { Traffic } from '../../../suites/harness/evidence/traffic.ts'
import { Inbox, type Push, type Settling } from '../../../suites/harness/push-receiver/inbox.ts'
import { PushReceiver } from '../../../suites/harness/push-receiver/push-receiver.ts'
import type { TestEnvironment } from '../../../suites/harness/runner/environment.ts'
import { Client } from '../../../suites/harness/target/client.ts'
import { TargetHealth } from '../../../suites/harness/target/health.ts'
import { Transport } from '../../../suites/harness/target/transport.ts'
import { type Connection, type ConnectOptions, connect, makeCertificate } from '../../../suites/index.ts'

/** Certificate of the push receivers in tests. Creating one takes a while, so the tests of a file share it. */
export const CERTIFICATE = await makeCertificate(['127.0.0.1', 'localhost'])

/** Timeout that is long enough for anything on loopback, even on a busy machine. */
export const LONG_TIMEOUT_MS = 20_000

/** Timeout that is short enough to wait for what must not happen. */
export const SHORT_TIMEOUT_MS = 150

/** Creates a client of a target, with its records. */
export function createClient(t: Test, baseUrl: string, { timeoutMs = LONG_TIMEOUT_MS } = {}) {
  const redactor = new Redactor()
  const traffic = new Traffic()
  const timeline = new Timeline(redactor)
  const transport = new Transport(4)
  t.teardown(() => transport.close())
  const health = createHealth(transport, baseUrl, timeoutMs)
  const access = { baseUrl, specVersion: 'v1.19' as const, transport, traffic, redactor, health, timeoutMs }
  return { client: new Client(access, timeline, 'area/case', 'alice'), traffic, timeline, redactor }
}

function createHealth(transport: Transport, baseUrl: string, graceMs: number): TargetHealth {
  return new TargetHealth({ ping: (limitMs) => transport.send('GET', baseUrl, {}, undefined, limitMs), graceMs })
}

/** Connects to a target until the end of the test. */
export async function connectTo(t: Test, url: string, changes: Partial<ConnectOptions> = {}): Promise<Connection> {
  const connection = await connect({
    name: 'target',
    url,
    specVersion: 'auto',
    credentials: {},
    receiver: { host: '127.0.0.1', ports: { http: 0, https: 0 }, certificate: CERTIFICATE },
    timeoutMs: LONG_TIMEOUT_MS,
    connections: 8,
    ...changes,
  })
  t.teardown(() => connection.close())
  return connection
}

/** Starts the reference until the end of the test. It reaches gateways on loopback over HTTP and HTTPS. */
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

/** Creates an environment without a target, for cases that send no requests. */
export async function createTestEnvironment(
  changes: Partial<TestEnvironment> = {},
  timeoutMs = LONG_TIMEOUT_MS,
): Promise<TestEnvironment> {
  const traffic = new Traffic()
  const transport = new Transport(1)
  const access = {
    baseUrl: 'http://127.0.0.1:9',
    specVersion: 'v1.19' as const,
    transport,
    traffic,
    redactor: new Redactor(),
    health: createHealth(transport, 'http://127.0.0.1:9', timeoutMs),
    timeoutMs,
  }
  return {
    kind: 'homeserver',
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
    receiver: await PushReceiver.start({ host: '127.0.0.1', ports: {}, certificate: CERTIFICATE, traffic }),
    credentials: {},
    settling: { afterFenceMs: 0, withoutFenceMs: 1 },
    pushTimeoutMs: timeoutMs,
    runId: 'test',
    ...changes,
  }
}

/** Creates an inbox without a push receiver. */
export function createInbox(pushkey: string, { timeoutMs = LONG_TIMEOUT_MS, settling = ORDERED } = {}): Inbox {
  return new Inbox(pushkey, 'org.example', new Timeline(new Redactor()), timeoutMs, settling)
}

const ORDERED: Settling = { afterFenceMs: 0, withoutFenceMs: 1 }

/** Creates the push of an event, as it arrives in an inbox. */
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
