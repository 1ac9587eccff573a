import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import {
  type ConfiguredDevices,
  connectGateway,
  gatewayCases,
  type RunResult,
  startRun,
} from '../../../suites/index.ts'
import { type Asked, sendJson, startPeer } from '../harness/peer.ts'
import { LONG_TIMEOUT_MS } from '../harness/support.ts'

const PHONE = { app_id: 'org.example.app', pushkey: 'the-pushkey-of-a-phone', data: { auth: 'the-secret-of-a-phone' } }
const TABLET = { app_id: 'org.example.app', pushkey: 'the-pushkey-of-a-tablet' }
const NO_DEVICES: ConfiguredDevices = { reachable: [], unregistered: [] }

type Responder = (asked: Asked, response: ServerResponse) => void

/** Runs cases against a peer. It does not support bodies that are not JSON. */
async function runAgainst(
  t: Test,
  responding: Responder,
  ids: readonly string[],
  { devices = NO_DEVICES, timeoutMs = LONG_TIMEOUT_MS } = {},
): Promise<RunResult> {
  const { url } = await startPeer(t, responding)
  const options = { name: 'gateway:peer', url, specVersion: 'auto', connections: 4, areDevicesSure: true } as const
  const { environment, close } = await connectGateway({ ...options, devices, timeoutMs })
  t.teardown(close)
  const cases = gatewayCases.filter(({ id }) => ids.includes(id))
  t.equal(cases.length, ids.length)
  return await startRun(environment, { plexor: '0', cases, jobs: 1 }).finished
}

const taking: Responder = (_, response) => sendJson(response, 200, { rejected: [] })

t.test('without devices, cases that need one do not apply, and say what is missing', async (t) => {
  const ids = ['push-gateway/event', 'push-gateway/several-devices', 'push-gateway/unregistered-device']
  const { cases, exitCode } = await runAgainst(t, taking, ids)
  t.match(cases, [
    { verdict: 'n/a', message: /a device that the gateway can reach, and none is configured; add one with --device$/ },
    { verdict: 'n/a', message: /2 devices that the gateway can reach, and none is configured/ },
    { verdict: 'n/a', message: /an unregistered device, and none is configured; .* "unregistered: true"$/ },
  ])
  t.equal(exitCode, 0)
})

t.test('one device is not enough for a case that needs two', async (t) => {
  const devices = { reachable: [PHONE], unregistered: [] }
  const { cases } = await runAgainst(t, taking, ['push-gateway/several-devices'], { devices })
  t.match(cases, [{ verdict: 'n/a', message: /2 devices .*, and only 1 is configured/ }])
})

t.test('a gateway that rejects a pushkey late and only once passes', async (t) => {
  let asked = 0
  const late: Responder = ({ body }, response) => {
    asked += 1
    const isGone = JSON.stringify(body).includes(TABLET.pushkey)
    sendJson(response, 200, { rejected: isGone && asked % 3 === 0 ? [TABLET.pushkey] : [] })
  }
  const devices = { reachable: [PHONE], unregistered: [TABLET] }
  const ids = ['push-gateway/unregistered-device', 'push-gateway/unregistered-among-others']
  const { cases } = await runAgainst(t, late, ids, { devices })
  t.match(cases, [{ verdict: 'passed' }, { verdict: 'passed' }])
})

t.test('a gateway that sometimes fails and recovers passes', async (t) => {
  let asked = 0
  const troubled: Responder = ({ body }, response) => {
    asked += 1
    const rejected = JSON.stringify(body).includes(TABLET.pushkey) ? [TABLET.pushkey] : []
    if (asked % 3 === 0) sendJson(response, 200, { rejected })
    else sendJson(response, asked % 3 === 1 ? 502 : 429, { errcode: 'M_UNKNOWN' })
  }
  const devices = { reachable: [PHONE], unregistered: [TABLET] }
  const ids = ['push-gateway/event', 'push-gateway/repeated-event', 'push-gateway/unregistered-among-others']
  const { cases } = await runAgainst(t, troubled, ids, { devices })
  t.match(
    cases.map(({ verdict }) => verdict),
    ['passed', 'passed', 'passed'],
  )
})

t.test('a gateway may refuse unknown apps', async (t) => {
  const refusing: Responder = ({ body }, response) =>
    JSON.stringify(body).includes(PHONE.pushkey)
      ? sendJson(response, 200, { rejected: [] })
      : sendJson(response, 403, { errcode: 'M_FORBIDDEN' })
  const ids = ['push-gateway/content-type', 'push-gateway/rejected-only-from-request', 'push-gateway/unknown-app']
  const { cases } = await runAgainst(t, refusing, ids)
  t.match(cases, [{ verdict: 'n/a' }, { verdict: 'n/a' }, { verdict: 'noted', message: /403 with M_FORBIDDEN$/ }])
})

t.test('a garbled response fails the case, and never makes it inconclusive', async (t) => {
  let responses = 0
  const garbling: Responder = (asked, response) => {
    responses += 1
    if (responses === 1) taking(asked, response)
    else response.writeHead(200, { 'content-type': 'application/json' }).end(`${'['.repeat(100_000)}\0`)
  }
  const devices = { reachable: [PHONE], unregistered: [] }
  const ids = ['push-gateway/unknown-endpoint', 'push-gateway/no-room-id', 'push-gateway/response-schema']
  const { cases, exitCode } = await runAgainst(t, garbling, ids, { devices })
  t.match(cases, [
    { verdict: 'failed' },
    { verdict: 'noted' },
    { verdict: 'failed', message: /to conform to the schema, found violations/ },
  ])
  t.equal(exitCode, 1)
})

t.test('a gateway that stops responding fails the cases within the timeout', async (t) => {
  let responses = 0
  const stopping: Responder = (asked, response) => {
    responses += 1
    if (responses === 1) taking(asked, response)
  }
  const ids = ['push-gateway/event', 'push-gateway/no-room-id']
  const devices = { reachable: [PHONE], unregistered: [] }
  const { cases } = await runAgainst(t, stopping, ids, { devices, timeoutMs: 1000 })
  t.match(cases, [{ verdict: 'failed', message: /got no response: no response within 1 s$/ }, { verdict: 'noted' }])
})

t.test('pushkeys and other secrets of a device are not in any report', async (t) => {
  const echoing: Responder = ({ body }, response) => sendJson(response, 500, { errcode: 'M_UNKNOWN', error: body })
  const devices = { reachable: [PHONE], unregistered: [TABLET] }
  const ids = ['push-gateway/event', 'push-gateway/unregistered-device']
  const result = await runAgainst(t, echoing, ids, { devices, timeoutMs: 500 })
  t.equal(result.counts.failed, 2)
  const report = JSON.stringify(result)
  for (const secret of [PHONE.pushkey, PHONE.data.auth, TABLET.pushkey]) t.notOk(report.includes(secret))
})

t.test('a run only has cases about its own kind of target', async (t) => {
  const { url } = await startPeer(t, taking)
  const { cases } = await import('../../../suites/index.ts')
  const options = { name: 'gateway:peer', url, specVersion: 'auto', connections: 1 } as const
  const { environment, close } = await connectGateway({ ...options, devices: NO_DEVICES, timeoutMs: LONG_TIMEOUT_MS })
  t.teardown(close)
  t.throws(() => startRun(environment, { plexor: '0', cases, jobs: 1 }), RangeError)
})
