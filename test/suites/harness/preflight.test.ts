import t from 'tap'
import { gatewayError } from '../../../suites/harness/preflight/gateway-advice.ts'
import { settlingFor } from '../../../suites/harness/preflight/probe-delivery.ts'
import { sendJson, startPeer } from './peer.ts'
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

t.test('the gateway cannot be reached', { jobs: 4 }, async (t) => {
  const synapse = /^Synapse: set ip_range_whitelist/
  const allSettings = [synapse, /^Dendrite: /, /^tuwunel: /, /^conduwuit: /, /^Check that/]

  t.test('because the target refuses pushers at private addresses', async (t) => {
    const url = await startReference(t, { delivery: { allowHttp: true } })
    await t.rejects(connectTo(t, url), {
      code: 'pusher-refused',
      message: /^The target refuses every pusher at Plexor's gateway: .*http:.*not public.*https:.*not public/,
      advice: [...allSettings, /--gateway-scheme/],
    })
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
      message: `no push reached Plexor's gateway (${blackHole.url}/_matrix/push/v1/notify) within 1 s`,
      advice: allSettings,
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

  t.test('the advice is for the software of the target', async (t) => {
    for (const { software, advice } of [
      { software: 'Synapse/1.140.0', advice: [synapse, /^Check that/] },
      { software: 'dendrite', advice: [/^Dendrite/, /^Check that/] },
      { software: 'Tuwunel 1.0', advice: [/^tuwunel/, /^Check that/] },
      { software: 'conduwuit', advice: [/^conduwuit/, /^Check that/] },
      { software: 'nginx', advice: allSettings },
      { software: undefined, advice: allSettings },
    ]) {
      const problem = gatewayError('gateway-unreachable', 'It did not work', software)
      t.match(problem, { code: 'gateway-unreachable', message: 'It did not work', advice }, software ?? 'unnamed')
      t.equal(problem.advice.length, advice.length)
    }
  })
})
