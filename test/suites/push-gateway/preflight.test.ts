import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { type ConfiguredDevices, connectGateway } from '../../../suites/index.ts'
import { type Asked, sendJson, startPeer } from '../harness/peer.ts'
import { LONG_TIMEOUT_MS } from '../harness/support.ts'

const PHONE = { app_id: 'org.example.app', pushkey: 'the-pushkey-of-a-phone' }
const NO_DEVICES: ConfiguredDevices = { reachable: [], unregistered: [] }
const WITH_PHONE: ConfiguredDevices = { reachable: [PHONE], unregistered: [] }

interface Options {
  devices?: ConfiguredDevices
  timeoutMs?: number
  areDevicesSure?: boolean
}

type Responder = (asked: Asked, response: ServerResponse) => void

/** Performs the preflight checks on a peer, and returns the environment and the steps. */
async function preflightOf(t: Test, responding: Responder, options: Options = {}) {
  const { url } = await startPeer(t, responding)
  const steps: string[] = []
  const { environment, close } = await connectGateway({
    ...{ name: 'gateway:peer', url: `${url}/`, specVersion: 'auto', connections: 2 },
    ...{ devices: NO_DEVICES, timeoutMs: LONG_TIMEOUT_MS, ...options },
    onStep: (done) => steps.push(done),
  })
  await close()
  return { environment, steps, url }
}

const taking: Responder = (_, response) => sendJson(response, 200, { rejected: [] })

/** Rejects every device. */
const rejecting: Responder = ({ body }, response) => {
  const { notification } = body as { notification: { devices: { pushkey: string }[] } }
  sendJson(response, 200, { rejected: notification.devices.map(({ pushkey }) => pushkey) })
}

t.test('a gateway is tested against the newest version, and its devices are counted', async (t) => {
  const { environment, steps, url } = await preflightOf(t, taking, { devices: WITH_PHONE })
  t.match(environment, { specVersion: 'v1.19', targetInfo: { url, devices: { reachable: 1, unregistered: 0 } } })
  t.match(steps, [
    /^The target responds at .*, with status 200 for an unknown app/,
    /v1\.19$/,
    /^It responds to a notification to device 1 \("org\.example\.app"\) with status 200, without rejecting its pushkey$/,
    /"unregistered: true"/,
  ])
})

t.test('a gateway may return any response for an unknown app', async (t) => {
  for (const [status, body] of [
    [400, { errcode: 'M_BAD_JSON' }],
    [401, { errcode: 'M_MISSING_TOKEN' }],
    [404, { errcode: 'M_NOT_FOUND' }],
    [500, 'it failed'],
    [200, {}],
  ] as const) {
    await t.resolves(
      preflightOf(t, (_, response) => sendJson(response, status, body)),
      `status ${status}`,
    )
  }
})

for (const { what, responding, message } of [
  {
    what: 'a page',
    responding: (_, response) => void response.end('<html>'),
    message: /returned status 200 with "<html>"$/,
  },
  {
    what: 'another Matrix server',
    responding: (_, response) => sendJson(response, 404, { errcode: 'M_UNRECOGNIZED' }),
    message: /returned status 404 with \{"errcode":"M_UNRECOGNIZED"\}$/,
  },
  {
    what: 'a redirect, which nobody follows',
    responding: (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    message: /redirects to another URL: POST \S+ returned status 302 with the Location "http:\/\/127\.0\.0\.1:9\/"$/,
  },
  {
    what: 'an endpoint without POST',
    responding: (_, response) => sendJson(response, 405, { errcode: 'M_UNRECOGNIZED' }),
    message: /returned status 405/,
  },
] as { what: string; responding: Responder; message: RegExp }[]) {
  t.test(`${what} is not a gateway`, async (t) => {
    await t.rejects(preflightOf(t, responding), { code: 'no-gateway', message })
  })
}

t.test('a server that is not running or never responds is unreachable', async (t) => {
  await t.rejects(
    preflightOf(t, () => {}, { timeoutMs: 100 }),
    { code: 'unreachable', message: /notify failed: no response within 0\.1 s$/ },
  )
  await t.rejects(
    preflightOf(t, (_, response) => void response.destroy()),
    { code: 'unreachable' },
  )
})

t.test('an endless response is read up to a limit', async (t) => {
  const chunk = Buffer.alloc(1024 * 1024, ' ')
  const endless: Responder = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      if (!response.destroyed) response.write(chunk, () => setImmediate(more))
    }
    more()
  }
  await t.rejects(preflightOf(t, endless), {
    code: 'unreachable',
    message: /notify failed: its response is too large$/,
  })
})

t.test('a device that the gateway rejects is a mistake of the user, unless the devices are sure', async (t) => {
  const error = await preflightOf(t, rejecting, { devices: WITH_PHONE }).catch((error: unknown) => error)
  t.match(error, { code: 'device-refused', message: /rejects the pushkey of device 1 .* \("org\.example\.app"\)$/ })
  t.match(error, { advice: [/app_id, pushkey and data/, /unregistered: true$/] })
  await t.resolves(preflightOf(t, rejecting, { devices: WITH_PHONE, areDevicesSure: true }))
  await t.resolves(preflightOf(t, rejecting, { devices: { reachable: [], unregistered: [PHONE] } }))
})

/** Responds to notifications for the phone in this way, and accepts those for unknown apps. */
function forPhone(responding: Responder): Responder {
  return (asked, response) =>
    (JSON.stringify(asked.body).includes(PHONE.pushkey) ? responding : taking)(asked, response)
}

t.test('a gateway that fails for a device cannot be tested, and says why in its own words', async (t) => {
  const error = { errcode: 40301, error: `no room for ${PHONE.pushkey}, it is full` }
  const failing = forPhone((_, response) => sendJson(response, 507, error))
  await t.rejects(preflightOf(t, failing, { devices: WITH_PHONE, timeoutMs: 300 }), {
    code: 'device-refused',
    message:
      /^The gateway returns status 507 for a notification to device 1 .*, with \{"errcode":40301,"error":"no room for <device 1>, it is full"\}$/,
    advice: [/push provider may be down/],
  })
})

t.test('a gateway that refuses a device or never responds to it cannot be tested', async (t) => {
  const refusing = forPhone((_, response) =>
    sendJson(response, 403, { errcode: 'M_FORBIDDEN', error: 'x'.repeat(999) }),
  )
  await t.rejects(preflightOf(t, refusing, { devices: WITH_PHONE }), {
    code: 'device-refused',
    message: /returns status 403 for a notification to device 1 .*M_FORBIDDEN.*x{100,300}…$/,
    advice: [/app_id, pushkey and data/],
  })
  await t.rejects(
    preflightOf(
      t,
      forPhone(() => {}),
      { devices: WITH_PHONE, timeoutMs: 300 },
    ),
    {
      code: 'device-refused',
      message: /gives no response to a notification to device 1 .*: no response within 0\.3 s$/,
    },
  )
})

t.test('a gateway that recovers from a temporary error can be tested', async (t) => {
  let asked = 0
  const recovering = forPhone((_, response) => {
    asked += 1
    sendJson(response, asked < 3 ? 502 : 200, { rejected: [] })
  })
  await t.resolves(preflightOf(t, recovering, { devices: WITH_PHONE }))
})

t.test('what the response does not say is not said either', async (t) => {
  for (const [status, body, step] of [
    [200, {}, /with status 200, without a list of rejected pushkeys$/],
    [201, { rejected: [] }, /with status 201, without rejecting its pushkey$/],
  ] as const) {
    const responding: Responder = (_, response) => sendJson(response, status, body)
    const { steps } = await preflightOf(t, responding, { devices: WITH_PHONE })
    t.match(steps[2], step)
  }
  const { steps } = await preflightOf(t, rejecting, { devices: WITH_PHONE, areDevicesSure: true })
  t.equal(steps[2], 'It has one device that it can reach')
})

t.test('a gateway that never responds for unknown apps is asked for a device before it is unreachable', async (t) => {
  const known: Responder = (asked, response) => {
    if (JSON.stringify(asked.body).includes(PHONE.pushkey)) taking(asked, response)
  }
  const { steps } = await preflightOf(t, known, { devices: WITH_PHONE, timeoutMs: 300 })
  t.match(steps[0], /^The target responds at .*, but not for an unknown app: no response within 0\.3 s$/)
  await t.rejects(preflightOf(t, known, { timeoutMs: 300 }), {
    code: 'unreachable',
    advice: [/is running/, /name a device with --device$/],
  })
})
