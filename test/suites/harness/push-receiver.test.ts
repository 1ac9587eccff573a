import { request as httpsRequest } from 'node:https'
import { type AddressInfo, connect, createServer } from 'node:net'
import t, { type Test } from 'tap'
import { NotApplicable, TargetError } from '../../../suites/harness/case/errors.ts'
import { NOTIFY_OPERATION } from '../../../suites/harness/case/operations.ts'
import { Redactor } from '../../../suites/harness/evidence/redactor.ts'
import { Timeline } from '../../../suites/harness/evidence/timeline.ts'
import { Traffic } from '../../../suites/harness/evidence/traffic.ts'
import type { Inbox } from '../../../suites/harness/push-receiver/inbox.ts'
import { PushReceiver, type PushReceiverOptions } from '../../../suites/harness/push-receiver/push-receiver.ts'
import { failing, rejecting } from '../../../suites/harness/push-receiver/push-response.ts'
import { CERTIFICATE, createInbox, LONG_TIMEOUT_MS } from './support.ts'

async function startReceiver(t: Test, changes: Partial<PushReceiverOptions> = {}) {
  const traffic = new Traffic()
  const ports = { http: 0, https: 0 }
  const gateway = await PushReceiver.start({ host: '127.0.0.1', ports, certificate: CERTIFICATE, traffic, ...changes })
  t.teardown(() => gateway.close())
  const { http = '', https = '' } = gateway.urls
  const timeline = new Timeline(new Redactor())
  const subscribe = (pushkey: string): Inbox => {
    const inbox = createInbox(pushkey)
    gateway.subscribe(inbox, timeline, 'area/case')
    return inbox
  }
  return { gateway, http, https, subscribe, traffic, timeline }
}

function notification(...pushkeys: string[]) {
  const devices = pushkeys.map((pushkey) => ({ app_id: 'org.example', pushkey }))
  return { notification: { event_id: '$a', room_id: '!r:x', devices } }
}

async function post(url: string, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
  return { status: response.status, body: await response.json() }
}

async function postOverTls(url: string, body: unknown, ca?: string): Promise<string> {
  const { promise: outcome, resolve } = Promise.withResolvers<string>()
  const trust = ca === undefined ? {} : { ca }
  const request = httpsRequest(url, { method: 'POST', agent: false, ...trust }, (response) => {
    response.resume()
    resolve(String(response.statusCode))
  })
  request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  request.end(JSON.stringify(body))
  return await outcome
}

/** Sends bytes, and waits for the connection to end: at once on this side, or on that of the receiver. */
async function sendRaw(url: string, text: string, then: 'abort' | 'wait'): Promise<void> {
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const { port, hostname } = new URL(url)
  const socket = connect(Number(port), hostname, () => {
    socket.write(text, () => {
      if (then === 'abort') socket.destroy()
    })
  })
  socket.on('error', () => {}).once('close', () => resolve())
  await ended
}

t.test('a push repeats another only if that one was accepted, for the same event and pushkey', async (t) => {
  const { http, subscribe, traffic, timeline } = await startReceiver(t)
  const inbox = subscribe('key')
  subscribe('other')
  inbox.response = () => failing(500)
  await post(http, notification('key'))
  inbox.accept()
  for (const pushkey of ['key', 'other']) await post(http, notification(pushkey))
  t.strictSame(traffic.pushesOfEvents, { pushes: 3, repeated: 0 })
  for (const pushkey of ['key', 'other']) await post(http, notification(pushkey))
  t.strictSame(traffic.pushesOfEvents, { pushes: 5, repeated: 2, firstSeenIn: 'area/case' })
  const marked = timeline.entries().filter(({ summary }) => summary.includes('once more'))
  t.equal(marked.length, 2, 'the timeline says so')
  traffic.clear()
  t.strictSame(traffic.pushesOfEvents, { pushes: 0, repeated: 0 })
})

t.test('a complete push over HTTP reaches the inbox of its pushkey', async (t) => {
  const { http, subscribe, traffic, timeline } = await startReceiver(t)
  const [inbox, other] = [subscribe('key'), subscribe('other')]
  t.strictSame(await post(http, notification('key')), { status: 200, body: { rejected: [] } })
  t.match(inbox.pushes, [
    {
      method: 'POST',
      path: '/_matrix/push/v1/notify',
      contentType: 'application/json',
      notification: { event_id: '$a' },
      device: { app_id: 'org.example', pushkey: 'key' },
      violations: [],
    },
  ])
  t.strictSame(other.pushes, [])
  t.equal(traffic.checked(NOTIFY_OPERATION), 1)
  t.match(timeline.entries(), [{ kind: 'gateway', actor: 'target', status: 200, requestBody: notification('key') }])
})

t.test('a push over HTTPS reaches it too, and a refused certificate is counted', async (t) => {
  const { gateway, https, subscribe } = await startReceiver(t)
  const inbox = subscribe('key')
  t.match(https, /^https:\/\/127\.0\.0\.1:\d+\/_matrix\/push\/v1\/notify$/)
  t.equal(await postOverTls(https, notification('key'), CERTIFICATE.ca), '200')
  t.match(inbox.pushes, [{ notification: { event_id: '$a' } }])
  t.equal(gateway.tlsRefusals, 0)

  const noticed = gateway.activity.next(LONG_TIMEOUT_MS)
  t.match(await postOverTls(https, notification('key')), /^(UNABLE_TO|SELF_SIGNED)/)
  await noticed
  t.equal(gateway.tlsRefusals, 1)
  t.equal(inbox.pushes.length, 1)
})

t.test('one request for devices of several inboxes reaches each of them once', async (t) => {
  const { http, subscribe } = await startReceiver(t)
  const [one, two] = [subscribe('one'), subscribe('two')]
  two.response = () => ({ status: 200, body: { rejected: ['two'] } })
  t.strictSame(await post(http, notification('one', 'two', 'one')), { status: 200, body: { rejected: ['two'] } })
  t.match(one.pushes, [{ device: { pushkey: 'one' } }])
  t.match(two.pushes, [{ device: { pushkey: 'two' } }])
  t.equal(one.pushes.length, 1)
})

t.test('the worst response of several inboxes is the response', async (t) => {
  const { http, subscribe } = await startReceiver(t)
  const [, two] = [subscribe('one'), subscribe('two')]
  two.response = () => ({ status: 503, body: { errcode: 'M_UNKNOWN' } })
  t.strictSame(await post(http, notification('one', 'two')), { status: 503, body: { errcode: 'M_UNKNOWN' } })
})

t.test('a response can have any status, headers and body', async (t) => {
  const { http, subscribe } = await startReceiver(t)
  const inbox = subscribe('key')
  const send = async () => {
    const body = JSON.stringify(notification('key'))
    const response = await fetch(http, { method: 'POST', body, redirect: 'manual' })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  inbox.response = () => failing(429, { 'retry-after': '7' })
  const limited = await send()
  t.match({ ...limited, after: limited.headers.get('retry-after') }, { status: 429, after: '7', text: /M_UNKNOWN/ })
  inbox.response = () => ({ status: 307, body: '', headers: { location: `${http}?elsewhere` } })
  const redirect = await send()
  t.match({ ...redirect, to: redirect.headers.get('location') }, { status: 307, to: `${http}?elsewhere`, text: '' })
  inbox.response = () => ({ status: 200, body: 'not { JSON' })
  t.match(await send(), { status: 200, text: 'not { JSON' })
  inbox.response = () => rejecting('key', 'foreign')
  t.match(await send(), { status: 200, text: '{"rejected":["key","foreign"]}' })
  t.equal(inbox.pushes.length, 4)
})

t.test('a push without a response has arrived too', async (t) => {
  const { http, subscribe, timeline } = await startReceiver(t)
  const [inbox] = [subscribe('key'), subscribe('other')]
  inbox.response = () => 'cut'
  await t.rejects(post(http, notification('other', 'key')))
  t.equal(inbox.pushes.length, 1)
  t.match(timeline.entries().at(-1), { summary: 'POST /_matrix/push/v1/notify (cut off)', status: undefined })
  inbox.accept()
  t.match(await post(http, notification('key')), { status: 200 })
})

t.test('a delayed response keeps only its own request waiting', async (t) => {
  const { http, subscribe } = await startReceiver(t)
  const [slow] = [subscribe('slow'), subscribe('key')]
  const release = slow.hold()
  const held = post(http, notification('slow'))
  await slow.expectPush('$a')
  t.match(await post(http, notification('key')), { status: 200 })
  release()
  t.strictSame(await held, { status: 200, body: { rejected: [] } })
})

t.test('a delayed response is sent at the end of the subscription', async (t) => {
  const { gateway, http, subscribe } = await startReceiver(t)
  const inbox = subscribe('key')
  inbox.hold()
  const held = post(http, notification('key'))
  await inbox.expectPush('$a')
  gateway.unsubscribe('key')
  t.strictSame(await held, { status: 200, body: { rejected: ['key'] } })
})

t.test('a closed gateway refuses connections until it opens again', async (t) => {
  const { gateway, http, subscribe } = await startReceiver(t)
  const inbox = subscribe('key')
  const { url, open } = await gateway.closed('http')
  t.not(url, http)
  await t.rejects(post(url, notification('key')))
  t.equal(inbox.pushes.length, 0)
  await open()
  t.match(await post(url, notification('key')), { status: 200 })
  t.equal(inbox.pushes.length, 1)
  await t.rejects(open(), NotApplicable, 'its port is taken')
})

t.test('a gateway with a public URL cannot be closed', async (t) => {
  const { gateway } = await startReceiver(t, { ports: { http: 0 }, publicUrl: 'http://tunnel.example' })
  await t.rejects(gateway.closed('http'), NotApplicable)
})

t.test('a pushkey without a subscription is rejected', async (t) => {
  const { gateway, http, subscribe } = await startReceiver(t)
  t.strictSame(await post(http, notification('unknown')), { status: 200, body: { rejected: ['unknown'] } })
  subscribe('key')
  t.strictSame(await post(http, notification('key', 'unknown')), { status: 200, body: { rejected: ['unknown'] } })
  gateway.unsubscribe('key')
  t.strictSame(await post(http, notification('key')), { status: 200, body: { rejected: ['key'] } })
})

t.test('a push that violates the schema is delivered, and its violation is recorded', async (t) => {
  const { http, subscribe, traffic } = await startReceiver(t)
  const inbox = subscribe('key')
  const { notification: good } = notification('key')
  await post(http, { notification: { ...good, room_id: 5 } })
  t.match(inbox.pushes, [{ violations: ['At /notification/room_id: expected a string, found 5'] }])
  t.match(traffic.violationsOf(NOTIFY_OPERATION), [{ times: 1, firstSeenIn: 'area/case' }])
})

t.test('no request harms the push receiver', async (t) => {
  const { http, subscribe } = await startReceiver(t)
  const inbox = subscribe('key')
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const table: { what: string; body: unknown }[] = [
    { what: 'text that is not JSON', body: 'not JSON' },
    { what: 'nothing', body: '' },
    { what: 'JSON that is cut', body: '{"notification":' },
    ...[null, 5, [], {}, { notification: null }, { notification: { devices: 'x' } }].map((body) => ({
      what: JSON.stringify(body),
      body,
    })),
    { what: 'devices that are not devices', body: { notification: { devices: [null, 5, {}, { pushkey: 7 }] } } },
    { what: 'deep nesting', body: deep(100_000) },
    {
      what: 'deep nesting in a push',
      body: `{"notification":{"content":${deep(100_000)},"devices":[{"app_id":"a","pushkey":"key"}]}}`,
    },
  ]
  for (const { what, body } of table) {
    t.strictSame(await post(http, body), { status: 200, body: { rejected: [] } }, what)
  }
  t.equal((await fetch(http)).status, 200, 'a GET')

  const tooLarge = JSON.stringify({ ...notification('key'), padding: 'x'.repeat(2_000_000) })
  const outcome = await post(http, tooLarge).catch(() => ({ status: 'cut off' }))
  t.ok([413, 'cut off'].includes(outcome.status), 'a body of two megabytes')

  await sendRaw(
    http,
    'POST /_matrix/push/v1/notify HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"notif',
    'abort',
  )
  await sendRaw(http, '\u0000\u0001 garbage\r\n\r\n', 'wait')

  t.strictSame(inbox.pushes, [], 'none of the requests is a push')
  await post(http, notification('key'))
  t.equal(inbox.pushes.length, 1, 'the gateway continues to work')
})

t.test('an error in the response of a case affects only that request', async (t) => {
  const { http, subscribe } = await startReceiver(t)
  const [failing] = [subscribe('failing'), subscribe('key')]
  failing.response = () => {
    throw new Error('a mistake in a case')
  }
  await t.rejects(post(http, notification('failing')))
  t.match(await post(http, notification('key')), { status: 200 })
})

t.test('targets get the public URL', async (t) => {
  const { gateway } = await startReceiver(t, { ports: { http: 0 }, publicUrl: 'http://tunnel.example/to/here/' })
  t.strictSame(gateway.urls, { http: 'http://tunnel.example/to/here/_matrix/push/v1/notify' })
})

t.test('a port in use is an error that says what to change', async (t) => {
  const server = createServer()
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const problem = await startReceiver(t, { ports: { http: 0, https: port } }).catch((error) => error)
  t.type(problem, TargetError)
  t.match(problem, { code: 'gateway-port', advice: [/--gateway-listen/] })
  t.match(problem.message, `Cannot listen for pushes on 127.0.0.1:${port}: listen EADDRINUSE`)
})
