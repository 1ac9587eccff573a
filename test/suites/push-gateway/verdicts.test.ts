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
  { devices = NO_DEVICES, timeoutMs = LONG_TIMEOUT_MS, jobs = 1 } = {},
): Promise<RunResult> {
  const { url } = await startPeer(t, responding)
  const options = { name: 'gateway:peer', url, specVersion: 'auto', connections: 4, areDevicesSure: true } as const
  const { environment, close } = await connectGateway({ ...options, devices, timeoutMs })
  t.teardown(close)
  const cases = gatewayCases.filter(({ id }) => ids.includes(id))
  t.equal(cases.length, ids.length)
  return await startRun(environment, { plexor: '0', cases, jobs }).finished
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
  t.equal(exitCode, 3, 'nothing was judged')
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

t.test('the same pushkey has the same label everywhere, and no report has any secret of a device', async (t) => {
  const echoing: Responder = ({ body }, response) => sendJson(response, 500, { errcode: 'M_UNKNOWN', error: body })
  const devices = { reachable: [PHONE], unregistered: [TABLET] }
  const ids = ['push-gateway/event', 'push-gateway/unregistered-device']
  const result = await runAgainst(t, echoing, ids, { devices, timeoutMs: 500 })
  t.equal(result.counts.failed, 2)
  const report = JSON.stringify(result)
  for (const secret of [PHONE.pushkey, PHONE.data.auth, TABLET.pushkey]) t.notOk(report.includes(secret))
  for (const label of ['<device 1>', '<device 1: auth>', '<unregistered device 1>']) t.ok(report.includes(label), label)
})

t.test('a report says which device was rejected', async (t) => {
  const rejecting: Responder = (_, response) => sendJson(response, 200, { rejected: [TABLET.pushkey] })
  const devices = { reachable: [PHONE, TABLET], unregistered: [] }
  const ids = ['push-gateway/event', 'push-gateway/several-devices']
  const { cases } = await runAgainst(t, rejecting, ids, { devices })
  t.match(cases, [
    { verdict: 'passed' },
    { verdict: 'failed', message: /no reachable device rejected, found "<device 2>" rejected$/ },
  ])
})

/** Cases about what is unspecified that see a push service, and the one with a body that a peer cannot read. */
const NOT_FOR_PEERS = /\/(service-refuses-.*|waits-for-service|content-passed-on|other-devices|largest-event|not-json)$/

/** Ids of all other cases about what is unspecified. */
const NOTED = gatewayCases
  .filter(({ id, level }) => level === 'unspecified' && !NOT_FOR_PEERS.test(id))
  .map(({ id }) => id)

/** Runs the cases about what is unspecified against a peer that reaches a phone. */
async function notedAgainst(t: Test, responding: Responder, options: { timeoutMs?: number } = {}) {
  const devices = { reachable: [PHONE], unregistered: [] }
  const { cases } = await runAgainst(t, responding, NOTED, { devices, ...options })
  const red = cases.filter(({ verdict }) => verdict !== 'noted')
  return {
    cases,
    red: red.map(({ id }) => id.replace('push-gateway/', '')).sort(),
    byId: new Map(cases.map((one) => [one.id, one])),
  }
}

t.test('any refusal of what is unspecified is noted', async (t) => {
  for (const status of [400, 403, 404, 413, 422, 502, 503, 504]) {
    const refusing: Responder = (asked, response) =>
      isOrdinary(asked) ? taking(asked, response) : sendJson(response, status, { errcode: 'M_UNKNOWN' })
    t.strictSame((await notedAgainst(t, refusing)).red, [], `status ${status}`)
  }
})

/** Reports whether a request is an ordinary notification for the phone. */
function isOrdinary({ body }: Asked): boolean {
  const { notification } = (body ?? {}) as { notification?: { [field: string]: unknown; devices?: unknown } }
  const [device] = Array.isArray(notification?.devices) ? notification.devices : []
  const text = JSON.stringify(body) ?? ''
  const isUsual = notification?.counts !== null && notification?.prio === 'high' && text.includes('"unread":1')
  return (
    device?.pushkey === PHONE.pushkey &&
    isUsual &&
    notification?.room_id !== undefined &&
    text.length < 5000 &&
    !text.includes('plexor.own') &&
    device.app_id !== undefined
  )
}

t.test(
  'a gateway that goes on failing with 500 for a valid notification fails, one that recovers does not',
  async (t) => {
    const failing: Responder = (asked, response) =>
      isOrdinary(asked) ? taking(asked, response) : sendJson(response, 500, { errcode: 'M_UNKNOWN' })
    const { red, byId } = await notedAgainst(t, failing, { timeoutMs: 300 })
    t.strictSame(
      red,
      ['empty-devices', 'large-event', 'unknown-app', 'unknown-fields'],
      'only what conforms to the schema',
    )
    t.match(byId.get('push-gateway/unknown-app'), {
      verdict: 'failed',
      level: 'stated',
      message: 'Expected a device of an unknown app not to fail in the target, found 500 with M_UNKNOWN',
      violatedRequirement: { id: 'push-gateway.no-server-error' },
    })
    t.match(byId.get('push-gateway/null-fields'), {
      verdict: 'noted',
      message: /500 with M_UNKNOWN, so homeservers send it again$/,
    })

    const seen = new Set<string>()
    const recovering: Responder = (asked, response) => {
      const text = JSON.stringify(asked.body) ?? ''
      if (isOrdinary(asked) || seen.has(text)) return taking(asked, response)
      seen.add(text)
      sendJson(response, 500, { errcode: 'M_UNKNOWN' })
    }
    t.strictSame((await notedAgainst(t, recovering)).red, [])
  },
)

t.test('a rejected pushkey that was not sent fails a case about something unspecified', async (t) => {
  const foreign: Responder = (asked, response) => {
    const { notification } = (asked.body ?? {}) as { notification?: { devices?: { pushkey?: unknown }[] } }
    const devices = Array.isArray(notification?.devices) ? notification.devices : []
    // As in languages in which an absent string is empty
    const rejected = isOrdinary(asked)
      ? []
      : devices.map(({ pushkey }) => (typeof pushkey === 'string' ? 'another' : ''))
    sendJson(response, 200, { rejected })
  }
  const { red, byId } = await notedAgainst(t, foreign)
  t.strictSame(red, [
    'large-event',
    'no-app-id',
    'no-room-id',
    'null-fields',
    'older-counts-only',
    'unknown-app',
    'unknown-fields',
    'unknown-prio',
    'unread-not-a-number',
  ])
  t.match(byId.get('push-gateway/unknown-app'), {
    message: 'Expected the rejected pushkeys that were not in the request to be [], found ["another"]',
    violatedRequirement: { id: 'push-gateway.rejected-only-from-request' },
  })
  t.match(byId.get('push-gateway/no-pushkey'), {
    verdict: 'noted',
    message: /responds with 200 with \[""\] rejected, which the request does not contain$/,
  })
})

t.test('a reachable device may be rejected for no valid notification, whatever is in it', async (t) => {
  const rejecting: Responder = (asked, response) =>
    sendJson(response, 200, { rejected: isOrdinary(asked) || !hasPhone(asked) ? [] : [PHONE.pushkey] })
  const { red, byId } = await notedAgainst(t, rejecting)
  t.strictSame(red, ['large-event', 'unknown-fields'])
  t.match(byId.get('push-gateway/large-event'), {
    message: /found "<device 1>" rejected$/,
    violatedRequirement: { id: 'push-gateway.rejected' },
  })
  t.match(byId.get('push-gateway/null-fields'), { message: /responds with 200 with the pushkey rejected$/ })
})

function hasPhone({ body }: Asked): boolean {
  return JSON.stringify(body ?? '').includes(PHONE.pushkey)
}

t.test('a gateway may leave a large notification or an unknown app without a response, if it goes on', async (t) => {
  const silent: Responder = (asked, response) => {
    if (isOrdinary(asked) || asked.method === 'GET') taking(asked, response)
    else response.destroy()
  }
  const ids = ['push-gateway/unknown-app', 'push-gateway/no-pushkey', 'push-gateway/large-event']
  const devices = { reachable: [PHONE], unregistered: [] }
  // The preflight checks have their first response from the device
  const { cases } = await runAgainst(t, silent, ids, { devices })
  const message = /gives no response, although it responds to others$/
  t.match(cases, [
    { verdict: 'noted', message },
    { verdict: 'noted', message },
    { verdict: 'noted', message },
  ])
})

t.test('a gateway that accepts nothing any more after a large notification fails', async (t) => {
  let isStuck = false
  const sticking: Responder = (asked, response) => {
    isStuck ||= (JSON.stringify(asked.body) ?? '').length > 5000
    if (!isStuck) taking(asked, response)
    else if (asked.method === 'GET') sendJson(response, 405, { errcode: 'M_UNRECOGNIZED' })
    else sendJson(response, 503, { errcode: 'M_UNKNOWN' })
  }
  const { byId } = await notedAgainst(t, sticking, { timeoutMs: 300 })
  t.match(byId.get('push-gateway/large-event'), {
    verdict: 'failed',
    message:
      'Expected a notification after a notification of about 60 kB to get a response with status 200, found 503 with M_UNKNOWN',
    violatedRequirement: { id: 'push-gateway.accepts' },
  })
})

t.test(
  'a notification that is repeated until the timeout is repeated a few times, and not faster than by homeservers',
  async (t) => {
    const never: Responder = (_, response) => sendJson(response, 200, { rejected: [] })
    const devices = { reachable: [], unregistered: [TABLET] }
    const ids = ['push-gateway/unregistered-device']
    const { cases } = await runAgainst(t, never, ids, { devices, timeoutMs: 2000 })
    const exchanges = cases[0]?.timeline.filter(({ kind }) => kind === 'client') ?? []
    t.ok(exchanges.length >= 5 && exchanges.length <= 8, `${exchanges.length} exchanges`)
    t.ok((exchanges.at(-1)?.at ?? 0) >= 1990, 'the last one at the end')
  },
)

t.test('a gateway that stops responding fails one case, and ends the run', async (t) => {
  const ids = [
    'push-gateway/event',
    'push-gateway/without-counts',
    'push-gateway/prio-low',
    'push-gateway/no-room-id',
    'push-gateway/response-schema',
  ]
  const devices = { reachable: [PHONE], unregistered: [] }
  let isDead = false
  const dying: Responder = (asked, response) => {
    isDead ||=
      JSON.stringify(asked.body ?? '').includes('"notification"') && !JSON.stringify(asked.body).includes('"counts"')
    if (isDead) response.destroy()
    else taking(asked, response)
  }
  const result = await runAgainst(t, dying, ids, { devices, timeoutMs: 500 })
  t.match(result.cases, [
    { id: 'push-gateway/event', verdict: 'passed' },
    {
      id: 'push-gateway/without-counts',
      verdict: 'failed',
      message: /^The target stopped responding after push-gateway\/event/,
    },
  ])
  t.equal(result.cases.length, 2, 'what comes after is not reached')
  t.match(result.cutOff, { why: 'the target stopped responding after push-gateway/event', notReached: ids.slice(2) })
  t.match(result.interruptions, [
    { what: 'responses', after: 'push-gateway/event', during: ['push-gateway/without-counts'], recovered: false },
  ])
  t.match(result, { conclusion: 'not conformant', exitCode: 1, counts: { failed: 1 } })
})

t.test('cases in progress when a gateway stops responding have one cause, and none of them fails', async (t) => {
  const cases = gatewayCases.filter(({ id }) => id !== 'push-gateway/not-json')
  const ids = cases.map(({ id }) => id)
  const devices = { reachable: [PHONE, TABLET], unregistered: [] }
  let isDead = false
  const dying: Responder = (asked, response) => {
    isDead ||= JSON.stringify(asked.body ?? '').includes('m.room.encrypted')
    if (isDead) response.destroy()
    else taking(asked, response)
  }
  const result = await runAgainst(t, dying, ids, { devices, timeoutMs: 500, jobs: 4 })
  t.match(result, { conclusion: 'inconclusive', exitCode: 3, counts: { failed: 0 } })
  const red = result.cases.filter(({ verdict }) => verdict === 'inconclusive')
  t.ok(red.length > 1 && red.length <= 4, `${red.length} in progress`)
  t.equal(new Set(red.map(({ message }) => message)).size, 1)
  t.match(result.causes, [{ cases: red.map(({ id }) => id) }])
  const encrypted = red.find(({ id }) => id === 'push-gateway/encrypted')
  t.match(
    encrypted?.timeline.find(({ kind }) => kind === 'client'),
    { requestBody: { notification: { type: 'm.room.encrypted' } }, status: undefined },
    'the evidence has the request without a response',
  )
})

t.test('a run only has cases about its own kind of target', async (t) => {
  const { url } = await startPeer(t, taking)
  const { cases } = await import('../../../suites/index.ts')
  const options = { name: 'gateway:peer', url, specVersion: 'auto', connections: 1 } as const
  const { environment, close } = await connectGateway({ ...options, devices: NO_DEVICES, timeoutMs: LONG_TIMEOUT_MS })
  t.teardown(close)
  t.throws(() => startRun(environment, { plexor: '0', cases, jobs: 1 }), RangeError)
})
