import { connect as openSocket } from 'node:net'
import t, { type Test } from 'tap'
import { gatewayAddress } from '../../../suites/harness/preflight/gateway-address.ts'
import {
  certificateRefusedError,
  type PusherRefusal,
  refusalError,
  unreachableError,
} from '../../../suites/harness/preflight/gateway-advice.ts'
import { settlingFor } from '../../../suites/harness/preflight/probe-delivery.ts'
import { type Asked, sendJson, startPeer, unusedPort } from './peer.ts'
import { CERTIFICATE, connectTo, startReference } from './support.ts'

const RECEIVER = { host: '127.0.0.1', ports: { http: 0, https: 0 }, certificate: CERTIFICATE }

t.test('HTTPS is chosen when the target trusts the certificate', async (t) => {
  const steps: string[] = []
  const { environment } = await connectTo(t, await startReference(t), { onStep: (done) => steps.push(done) })
  t.match(environment.targetInfo, {
    name: 'target',
    gateway: { scheme: 'https', url: /^https:\/\/127\.0\.0\.1:\d+\/_matrix\/push\/v1\/notify$/ },
    ordered: true,
    independent: true,
  })
  t.match(steps, [
    /^The target responds: a homeserver, .*v1\.1\b.*v1\.19/,
    'It is tested against v1.19',
    'Plexor can register accounts',
    /^The target reaches Plexor's gateway at https:/,
    /^Pushes arrive within \d+ ms, in order$/,
  ])
})

t.test('plain HTTP is chosen when the target does not trust the certificate', async (t) => {
  const url = await startReference(t, { delivery: { allowHttp: true, allowPrivateAddresses: true } })
  const { environment } = await connectTo(t, url)
  t.match(environment.targetInfo.gateway, { scheme: 'http', url: /^http:/ })
})

t.test('plain HTTP is chosen when HTTPS is not offered', async (t) => {
  const { environment } = await connectTo(t, await startReference(t), { receiver: { ...RECEIVER, ports: { http: 0 } } })
  t.equal(environment.targetInfo.gateway.scheme, 'http')
})

t.test('the latency is measured, and the settle times follow from it and from the order', async (t) => {
  const { environment } = await connectTo(t, await startReference(t))
  t.ok(
    environment.targetInfo.latencyMs >= 0 && environment.targetInfo.latencyMs < 20_000,
    `${environment.targetInfo.latencyMs} ms`,
  )
  t.strictSame(environment.settling, settlingFor(environment.targetInfo.latencyMs, true))
  t.strictSame(settlingFor(5, true), { afterFenceMs: 0, withoutFenceMs: 100 })
  t.strictSame(settlingFor(5, false), { afterFenceMs: 100, withoutFenceMs: 100 })
  t.strictSame(settlingFor(200, false), { afterFenceMs: 600, withoutFenceMs: 600 })
})

t.test('a target on which failing pushes hold up other pushers is detected, and continues afterwards', async (t) => {
  const steps: string[] = []
  const url = await startReference(t, { fault: 'delivery.one-failing-blocks-all' })
  const { environment } = await connectTo(t, url, { onStep: (done) => steps.push(done) })
  t.equal(environment.targetInfo.independent, false)
  t.match(steps.at(-1), /^A failing push holds up other pushers/)
})

t.test('the spec version is the newest that the target lists, unless another one is requested', async (t) => {
  const url = await startReference(t, { specVersion: 'v1.6' })
  t.equal((await connectTo(t, url)).environment.specVersion, 'v1.6')
  t.equal((await connectTo(t, url, { specVersion: 'v1.3' })).environment.specVersion, 'v1.3')
  t.equal((await connectTo(t, await startReference(t, { specVersion: 'seed' }))).environment.specVersion, 'seed')
})

t.test('a trailing slash in the URL does not matter', async (t) => {
  const { environment } = await connectTo(t, `${await startReference(t)}//`)
  t.match(environment.targetInfo.url, /:\d+$/)
})

t.test('the preflight leaves no pusher behind', async (t) => {
  const url = await startReference(t)
  const proxied: string[] = []
  const peer = await startPeer(t, async ({ method, url: path, headers, body }, out) => {
    const { authorization = '' } = headers
    const response = await fetch(url + path, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (path.endsWith('/pushers/set')) proxied.push((body as { kind: unknown }).kind === null ? 'removed' : 'set')
    sendJson(out, response.status, await response.json())
  })
  await connectTo(t, peer.url)
  t.strictSame(proxied.toSorted(), ['removed', 'removed', 'removed', 'set', 'set', 'set'])
})

/** Timeout that is long enough for the reference, and short enough to wait for. */
const timeoutMs = 1000

t.test('a target that is wrong is distinguished from a gateway that cannot be reached', { jobs: 4 }, async (t) => {
  for (const { fault, code, message } of [
    { fault: 'schema.notify-not-wrapped', code: 'push-unreadable', message: /its requests name no pusher: / },
    { fault: 'payload.no-event-id', code: 'push-unreadable', message: /do not name their events/ },
    { fault: 'default-rules.master-enabled', code: 'not-notifying', message: /does not notify of a message in a room/ },
    { fault: 'delivery.nothing-sent', code: 'gateway-unreachable', message: /counts a notification, yet no push/ },
  ]) {
    t.test(`${fault}: ${code}`, async (t) => {
      await t.rejects(connectTo(t, await startReference(t, { fault }), { timeoutMs }), { code, message })
    })
  }
})

const SYNAPSE = /^Synapse: set ip_range_whitelist: \['127\.0\.0\.0\/8'\] in homeserver\.yaml/
const ALL_SETTINGS = [SYNAPSE, /^tuwunel: /, /^conduwuit, Continuwuity: /, /^Check that the target can connect to /]

t.test('the gateway cannot be reached', { jobs: 4 }, async (t) => {
  t.test('because the target refuses pushers at private addresses', async (t) => {
    const url = await startReference(t, { delivery: { allowHttp: true } })
    const error = await connectTo(t, url).catch((thrown: unknown) => thrown)
    t.match(error, {
      code: 'pusher-refused',
      message: /^The target refuses every pusher at Plexor's gateway: .*http:.*not public.*https:.*not public/,
      advice: ALL_SETTINGS,
    })
    t.equal((error as { advice: string[] }).advice.length, ALL_SETTINGS.length)
  })

  for (const { what, code, status, body, message, advice } of [
    {
      what: 'a 500 is a failure of the target, whatever its settings',
      code: 'pusher-failed',
      status: 500,
      body: { errcode: 'M_UNKNOWN', error: 'Oops' },
      message: /^The target fails to set a pusher: over http it returns status 500 with .*Oops/,
      advice: [/^Look into the log of the target/],
    },
    {
      what: 'an unknown endpoint is missing, whatever the settings of the target',
      code: 'pusher-refused',
      status: 404,
      body: { errcode: 'M_UNRECOGNIZED', error: 'Unrecognised' },
      message: /^The target does not have POST \/pushers\/set: over http it returns status 404/,
      advice: [/^Without pushers, nothing about push can be tested/],
    },
  ]) {
    t.test(`${what}, when it sets a pusher`, async (t) => {
      const url = await startReference(t)
      const peer = await startPeer(t, async ({ method, url: path, headers, body: sent }, response) => {
        if (path.endsWith('/pushers/set')) return sendJson(response, status, body)
        const { authorization = '' } = headers
        const forwarded = await fetch(url + path, {
          method,
          headers: { authorization, 'content-type': 'application/json' },
          ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
        })
        sendJson(response, forwarded.status, await forwarded.json())
      })
      const error = await connectTo(t, peer.url, { receiver: { ...RECEIVER, ports: { http: 0 } } }).catch(
        (thrown: unknown) => thrown,
      )
      t.match(error, { code, message, advice })
      t.equal((error as { advice: string[] }).advice.length, advice.length)
    })
  }

  t.test('because nothing arrives', async (t) => {
    const blackHole = await startPeer(t, (_, response) => sendJson(response, 200, { rejected: [] }))
    const receiver = { ...RECEIVER, ports: { http: 0 }, publicUrl: blackHole.url }
    await t.rejects(connectTo(t, await startReference(t), { receiver, timeoutMs }), {
      code: 'gateway-unreachable',
      message: `no push reached Plexor's gateway (${blackHole.url}/_matrix/push/v1/notify) within 2 s`,
      advice: ALL_SETTINGS,
    })
  })

  t.test('because the certificate is not trusted, and only HTTPS is offered', async (t) => {
    const url = await startReference(t, { delivery: { allowPrivateAddresses: true } })
    await t.rejects(connectTo(t, url, { receiver: { ...RECEIVER, ports: { https: 0 } }, timeoutMs }), {
      code: 'certificate',
      message: /does not accept its certificate$/,
      advice: [/--gateway-tls FOLDER, and let the target trust the ca\.pem/, /--gateway-scheme/],
    })
  })
})

/** Starts a proxy before Plexor's gateway, and returns the settings of the gateway behind it. */
async function receiverBehind(t: Test, pass: (asked: Asked, forward: (body: unknown) => Promise<void>) => void) {
  const port = await unusedPort()
  const proxy = await startPeer(t, (asked, response) => {
    sendJson(response, 200, { rejected: [] })
    const forward = async (body: unknown) => {
      await fetch(`http://127.0.0.1:${port}${asked.url}`, { method: 'POST', body: JSON.stringify(body) }).catch(
        () => {},
      )
    }
    pass(asked, forward)
  })
  return { port, receiver: { ...RECEIVER, ports: { http: port }, publicUrl: proxy.url } }
}

t.test('no address is advised for a push that does come', { jobs: 5 }, async (t) => {
  const late = /^The target pushes too late: a push arrived 1\.\d s after its message, and the timeout is 1 s$/

  t.test('late', async (t) => {
    const { receiver } = await receiverBehind(t, ({ body }, forward) => void setTimeout(() => forward(body), 1500))
    await t.rejects(connectTo(t, await startReference(t), { receiver, timeoutMs }), {
      code: 'push-late',
      message: late,
      advice: [/^Use a longer --timeout, such as --timeout [56]$/],
    })
  })

  t.test('late, after an earlier one', async (t) => {
    let count = 0
    const { receiver } = await receiverBehind(t, ({ body }, forward) => {
      count += 1
      if (count === 1) forward(body)
      else setTimeout(() => forward(body), 1500)
    })
    await t.rejects(connectTo(t, await startReference(t), { receiver, timeoutMs }), {
      code: 'push-late',
      message: late,
    })
  })

  t.test('once, and never again', async (t) => {
    let count = 0
    const { receiver } = await receiverBehind(t, ({ body }, forward) => {
      count += 1
      if (count === 1) forward(body)
    })
    await t.rejects(connectTo(t, await startReference(t), { receiver, timeoutMs }), {
      code: 'push-unreadable',
      message: /^The target does not push every message, .*: of 5 messages, one was not pushed within 2 s$/,
    })
  })

  t.test('with another pushkey', async (t) => {
    const { receiver } = await receiverBehind(t, ({ body }, forward) => {
      const { notification } = body as { notification: { devices: object[] } }
      const devices = notification.devices.map((device) => ({ ...device, pushkey: 'another' }))
      forward({ notification: { ...notification, devices } })
    })
    await t.rejects(connectTo(t, await startReference(t), { receiver, timeoutMs }), {
      code: 'push-unreadable',
      message: /its requests name another pushkey/,
      advice: [],
    })
  })

  t.test('as a connection without a request', async (t) => {
    const { port, receiver } = await receiverBehind(t, () => {
      const socket = openSocket(port, '127.0.0.1', () => socket.destroy())
    })
    await t.rejects(connectTo(t, await startReference(t), { receiver, timeoutMs }), {
      code: 'gateway-unreachable',
      message: /yet no push reached Plexor's gateway/,
      advice: [/^Something does connect to that address, but sends no request/],
    })
  })
})

t.test('advice about addresses', async (t) => {
  const url = (host: string, port = 8470) => `http://${host}:${port}/_matrix/push/v1/notify`

  t.test('is for the software of the target', async (t) => {
    for (const { software, advice } of [
      { software: 'Synapse/1.140.0', advice: [SYNAPSE, /^Check that/] },
      { software: 'dendrite', advice: [/^Check that/] },
      { software: 'Tuwunel 1.0', advice: [/^tuwunel: set ip_range_denylist = \[\]/, /^Check that/] },
      { software: 'conduwuit', advice: [/^conduwuit, Continuwuity: set ip_range_denylist = \[\]/, /^Check that/] },
      { software: 'continuwuity 26.8', advice: [/^conduwuit, Continuwuity: set ip_range_denylist/, /^Check that/] },
      { software: 'nginx', advice: ALL_SETTINGS },
      { software: undefined, advice: ALL_SETTINGS },
    ]) {
      const problem = unreachableError('It did not work', { urls: [url('127.0.0.1')], software })
      t.match(problem, { code: 'gateway-unreachable', message: 'It did not work', advice }, software ?? 'unnamed')
      t.equal(problem.advice.length, advice.length)
    }
  })

  t.test('has the range of the address that the target is given', async (t) => {
    for (const [host, ...ranges] of [
      ['127.0.0.1', '127.0.0.0/8'],
      ['localhost', '127.0.0.0/8', '::1/128'],
      ['10.1.2.3', '10.0.0.0/8'],
      ['172.17.0.1', '172.16.0.0/12'],
      ['172.31.255.255', '172.16.0.0/12'],
      ['192.168.1.7', '192.168.0.0/16'],
      ['100.64.1.1', '100.64.0.0/10'],
      ['192.0.2.7', '192.0.2.0/24'],
      ['[::1]', '::1/128'],
      ['[fd00::7]', 'fc00::/7'],
      ['[fe80::1]', 'fe80::/10'],
      ['172.32.0.1'],
      ['8.8.8.8'],
      ['[2606:4700::1111]'],
    ] as [string, ...string[]][]) {
      t.same(gatewayAddress([url(host)]), { places: `${host}:8470`, name: undefined, ranges }, host)
      const { advice } = unreachableError('', { urls: [url(host)], software: 'Synapse/1' })
      const [setting] = advice
      if (ranges.length === 0) t.equal(advice.length, 1, `${host}: no setting is in the way`)
      else t.match(setting, `ip_range_whitelist: [${ranges.map((range) => `'${range}'`).join(', ')}]`)
      t.match(advice.at(-1), `can connect to ${host}:8470;`)
    }
  })

  t.test('names the ports of both schemes', async (t) => {
    const urls = [url('127.0.0.1', 4001), 'https://127.0.0.1:4002/_matrix/push/v1/notify']
    t.equal(gatewayAddress(urls).places, '127.0.0.1:4001 or 127.0.0.1:4002')
    t.equal(gatewayAddress(['https://push.example.org/_matrix/push/v1/notify']).places, 'push.example.org:443')
  })

  t.test('does not guess the address of a host name', async (t) => {
    const { advice } = unreachableError('', { urls: [url('host.docker.internal')], software: 'Synapse/1' })
    t.match(advice, [
      /^If "host\.docker\.internal" has a loopback or private address for the target, .* \(Synapse: ip_range_whitelist\)$/,
      /can connect to host\.docker\.internal:8470;/,
    ])
  })

  t.test('is not given for what the address does not decide', async (t) => {
    const refusal = (scheme: string, status: number, errcode?: string): PusherRefusal => {
      return { scheme, status, errcode, found: `status ${status}` }
    }
    const context = { urls: [url('127.0.0.1')], software: undefined }
    for (const { refusals, code = 'pusher-refused', advice } of [
      {
        refusals: [refusal('http', 500), refusal('https', 500)],
        code: 'pusher-failed',
        advice: [/^Look into the log/],
      },
      {
        refusals: [refusal('http', 400), refusal('https', 500)],
        code: 'pusher-failed',
        advice: [/^Look into the log/],
      },
      { refusals: [refusal('http', 503)], advice: [/^Check that the target is running/] },
      { refusals: [refusal('http', 429), refusal('https', 429)], advice: [/^Raise the rate limits/] },
      { refusals: [refusal('http', 401, 'M_UNKNOWN_TOKEN')], advice: [/^Look into the log/] },
      { refusals: [refusal('http', 400)], advice: [/over HTTPS \(Dendrite does\)/, ...ALL_SETTINGS] },
      { refusals: [refusal('https', 400)], advice: [/plain HTTP/, ...ALL_SETTINGS] },
      { refusals: [refusal('http', 400), refusal('https', 403)], advice: ALL_SETTINGS },
    ]) {
      const problem = refusalError(refusals, context)
      t.match(problem, { code, advice }, JSON.stringify(refusals))
      t.equal(problem.advice.length, advice.length)
    }
  })

  t.test('is not given for a certificate', async (t) => {
    const http = url('127.0.0.1')
    const https = http.replace('http', 'https')
    for (const { urls, software, advice } of [
      { urls: [https], software: undefined, advice: [/--gateway-tls/, /plain HTTP/] },
      { urls: [http, https], software: undefined, advice: [/--gateway-tls/, /setting for that .*--allow-http/] },
      { urls: [https], software: 'dendrite', advice: [/--gateway-tls/, /push_gateway_disable_tls_validation/] },
    ]) {
      const problem = certificateRefusedError({ urls, software })
      t.match(problem, { code: 'certificate', advice })
      t.equal(problem.advice.length, advice.length)
    }
  })
})
