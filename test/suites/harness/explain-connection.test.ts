import { type AddressInfo, connect, createServer } from 'node:net'
import t, { type Test } from 'tap'
import { connectGateway, TargetError } from '../../../suites/index.ts'
import { type Asked, sendJson, startPeer } from './peer.ts'
import { connectTo, LONG_TIMEOUT_MS } from './support.ts'
import { makeTlsCertificate, startTlsServer, type TlsCertificate, WRONG_CERTIFICATES } from './tls-servers.ts'

t.jobs = 4

/** Advice of a runtime, which does not help with Plexor, and raw messages of OpenSSL. */
const OF_THE_RUNTIME = /Node\.js|NODE_|system-ca|SSL routines|:error:/

async function serve(t: Test, certificate: TlsCertificate): Promise<string> {
  const { port, close } = await startTlsServer(certificate)
  t.teardown(close)
  return `127.0.0.1:${port}`
}

/** Connects to a push gateway, which fails. */
async function failGateway(url: string, ca?: string): Promise<unknown> {
  const devices = { reachable: [], unregistered: [] }
  return await connectGateway({
    ...{ name: 'gateway', url, specVersion: 'auto', devices, timeoutMs: LONG_TIMEOUT_MS, connections: 2 },
    ...(ca === undefined ? {} : { ca }),
  }).catch((error: unknown) => error)
}

async function failHomeserver(t: Test, url: string, ca?: string): Promise<unknown> {
  return await connectTo(t, url, ca === undefined ? {} : { ca }).catch((error: unknown) => error)
}

/** Expects an error with this message and exactly this advice. */
function expectProblem(t: Test, error: unknown, expected: { code: string; message: RegExp; advice: RegExp[] }): void {
  if (!(error instanceof TargetError)) return void t.fail(String(error))
  t.match(error, expected)
  t.equal(error.advice.length, expected.advice.length, error.advice.join('\n'))
  t.notMatch(`${error.message}\n${error.advice.join('\n')}`, OF_THE_RUNTIME)
}

for (const { what, options, trusts = false, reason, advice } of WRONG_CERTIFICATES) {
  t.test(`a certificate that ${what} is described, and the advice fits`, async (t) => {
    const certificate = await makeTlsCertificate(options)
    const place = await serve(t, certificate)
    const ca = trusts ? certificate.ca : undefined
    const expected = { code: 'unreachable', message: reason, advice }
    expectProblem(t, await failHomeserver(t, `https://${place}`, ca), expected)
    expectProblem(t, await failGateway(`https://${place}`, ca), expected)
  })
}

t.test('a CA that did not sign the certificate is named as that of --target-ca', async (t) => {
  const { ca } = await makeTlsCertificate()
  expectProblem(t, await failHomeserver(t, `https://${await serve(t, await makeTlsCertificate())}`, ca), {
    code: 'unreachable',
    message: /by the CA "Test CA", which is neither well known nor in the file of --target-ca$/,
    advice: [/--target-ca FILE$/, /intermediate/],
  })
  const selfSigned = await makeTlsCertificate({ isSelfSigned: true })
  expectProblem(t, await failHomeserver(t, `https://${await serve(t, selfSigned)}`, ca), {
    code: 'unreachable',
    message: /is self-signed and not in the file of --target-ca$/,
    advice: [/--target-ca FILE$/],
  })
})

t.test('what is advised about a certificate helps', async (t) => {
  for (const options of [{}, { isSelfSigned: true }]) {
    const certificate = await makeTlsCertificate(options)
    const error = await failHomeserver(t, `https://${await serve(t, certificate)}`, certificate.ca)
    t.match(error, { code: 'no-homeserver', message: /returned status 200 with "hello"/ }, 'it is reached')
  }
})

t.test('https on a port that speaks plain HTTP', async (t) => {
  const { url } = await startPeer(t, (_, response) => sendJson(response, 200, {}))
  const https = url.replace('http:', 'https:')
  const message =
    /^Cannot reach the target at https:.*: it does not respond over TLS: it speaks plain HTTP on this port, and the URL says https$/
  const expected = { code: 'unreachable', message }
  expectProblem(t, await failHomeserver(t, `${https}/below/`), {
    ...expected,
    advice: [new RegExp(`^Use ${url}/below as the target$`)],
  })
  expectProblem(t, await failGateway(https), {
    ...expected,
    advice: [new RegExp(`^Use gateway:${url} as the target$`)],
  })
})

t.test('http on a port that speaks TLS', async (t) => {
  const place = await serve(t, await makeTlsCertificate())
  const expected = { code: 'unreachable', message: /it speaks TLS on this port, and the URL says http$/ }
  expectProblem(t, await failHomeserver(t, `http://${place}`), {
    ...expected,
    advice: [new RegExp(`^Use https://${place} as the target$`)],
  })
  expectProblem(t, await failGateway(`http://${place}`), {
    ...expected,
    advice: [new RegExp(`^Use gateway:https://${place} as the target$`)],
  })
})

t.test('http on a port that speaks TLS, and responds to plain HTTP as many servers do', async (t) => {
  const tls = await startTlsServer(await makeTlsCertificate())
  t.teardown(tls.close)
  const place = await startMixed(t, tls.port)
  for (const error of [await failHomeserver(t, `http://${place}`), await failGateway(`http://${place}`)]) {
    expectProblem(t, error, {
      code: 'unreachable',
      message: /: it returns status 400 to plain HTTP: it speaks TLS on this port, and the URL says http$/,
      advice: [new RegExp(`https://${place} as the target$`)],
    })
  }
})

/** Starts a server that passes TLS on to another port, and responds to plain HTTP with 400, as nginx does. */
async function startMixed(t: Test, tlsPort: number): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (first) => {
      if (first[0] !== 22) {
        return socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<html>')
      }
      const behind = connect(tlsPort, '127.0.0.1', () => {
        behind.write(first)
        socket.pipe(behind).pipe(socket)
      })
      behind.on('error', () => socket.destroy())
    })
  })
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  t.teardown(() => server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('a port that speaks neither is not said to speak TLS or HTTP', async (t) => {
  const server = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.9\r\n'))
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  t.teardown(() => server.close())
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  expectProblem(t, await failHomeserver(t, `http://${place}`), {
    code: 'unreachable',
    message: /: its response is not HTTP\/1\.1$/,
    advice: [/^Something responds there, but not as a Matrix server does/],
  })
  expectProblem(t, await failHomeserver(t, `https://${place}`), {
    code: 'unreachable',
    message: /: it does not respond over TLS$/,
    advice: [/^Check that the server is running, and that the URL has its scheme, host and port$/],
  })
})

t.test('a redirect is described, and nothing goes there', async (t) => {
  const elsewhere = await startPeer(t, (_, response) => sendJson(response, 200, { versions: ['v1.19'] }))
  const to = (status: number, location?: string) => ({ status, location })
  const homeserver = '/_matrix/client/versions'
  for (const { status, location, reason, advice } of [
    ...[301, 302, 303, 307, 308].map((status) => ({
      ...to(status, `${elsewhere.url}${homeserver}`),
      reason: `status ${status} with the Location "${elsewhere.url}${homeserver}"`,
      advice: `Use ${elsewhere.url} as the target, if that is the server to test: Plexor does not follow redirects`,
    })),
    {
      ...to(301, 'https://matrix.example.org/below/_matrix/client/versions'),
      reason: '"https://matrix.example.org/below/_matrix/client/versions"',
      advice: 'Use https://matrix.example.org/below as the target, if',
    },
    {
      ...to(301, 'https://alice:swordfish@example.org/_matrix/client/versions?key=swordfish'),
      reason: 'the Location "https://example.org/_matrix/client/versions"',
      advice: 'Use https://example.org as the target',
    },
    { ...to(302, '/login'), reason: /the Location "http:\S+\/login"$/, advice: 'use the URL of the server itself' },
    { ...to(301, '/_matrix/client/versions'), reason: 'status 301', advice: /^It redirects to itself/ },
    { ...to(302, 'mailto:a@b'), reason: 'a Location that is not an http or https URL', advice: /^Use the URL/ },
    { ...to(307), reason: 'status 307 without a Location', advice: /^Use the URL/ },
    { ...to(301, `/${'x'.repeat(5000)}`), reason: /x{100}…$/, advice: 'use the URL of the server itself' },
  ]) {
    const peer = await startPeer(t, redirecting(status, location))
    const error = await failHomeserver(t, peer.url)
    t.match(error, { code: 'no-homeserver', message: reason, advice: [advice] }, `${status} ${location}`)
    t.match(error, { message: /^The target at http:\S+ redirects to another URL: GET \S+ returned status 30/ })
    t.notMatch(String(error), 'swordfish')
    t.ok((error as Error).message.length < 500)
  }
  const gateway = await startPeer(t, redirecting(308, `${elsewhere.url}/_matrix/push/v1/notify`))
  t.match(await failGateway(gateway.url), {
    code: 'no-gateway',
    message: /^The target at http:\S+ redirects to another URL: POST \S+ returned status 308 with the Location "http:/,
    advice: [`Use gateway:${elsewhere.url} as the target, if that is the server to test`],
  })
  t.strictSame(elsewhere.asked, [])
})

function redirecting(status: number, location: string | undefined) {
  return (_: Asked, response: Parameters<Parameters<typeof startPeer>[1]>[1]) =>
    void response.writeHead(status, location === undefined ? {} : { location }).end()
}

t.test('a response that cannot be used, and a connection that ends early, are described', async (t) => {
  const portOnly = /^Something responds there, but not as a Matrix server does: check the host and the port/
  for (const { response, reason, advice } of [
    {
      response: `HTTP/1.1 200 OK\r\n${'X-Header: value\r\n'.repeat(20_000)}`,
      reason: /: the headers of its response are too large$/,
      advice: portOnly,
    },
    {
      response: `HTTP/1.1 200 OK\r\n\r\n${' '.repeat(5_000_000)}`,
      reason: /: its response is too large$/,
      advice: portOnly,
    },
    {
      response: 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello',
      reason: /: it closed the connection without a complete response$/,
      advice: /^Check that the server is running/,
    },
  ]) {
    const url = `http://${await startRaw(t, response)}`
    const expected = { code: 'unreachable', message: reason, advice: [advice] }
    expectProblem(t, await failHomeserver(t, url), expected)
    t.match(await failGateway(url), expected)
  }
})

/** Starts a server that sends the same bytes for whatever it gets, and closes the connection. */
async function startRaw(t: Test, response: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(response))
  })
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  t.teardown(() => void server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('a status is not taken for the absence of a homeserver', async (t) => {
  for (const { status, code, begin, advice } of [
    { status: 500, code: 'no-homeserver', begin: 'fails to list its versions', advice: /^Look into the log/ },
    { status: 502, code: 'unreachable', begin: 'Cannot reach the target', advice: /the homeserver is not ready/ },
    { status: 503, code: 'unreachable', begin: 'Cannot reach the target', advice: /--wait SECONDS/ },
    { status: 504, code: 'unreachable', begin: 'Cannot reach the target', advice: /the homeserver is not ready/ },
    { status: 401, code: 'no-homeserver', begin: 'does not list its versions', advice: /needs no access token/ },
    { status: 403, code: 'no-homeserver', begin: 'does not list its versions', advice: /proxy or a firewall/ },
    { status: 429, code: 'no-homeserver', begin: 'limits the rate', advice: /^Raise the rate limits/ },
    { status: 404, code: 'no-homeserver', begin: 'There is no Matrix homeserver', advice: /^Use the base URL/ },
  ]) {
    const peer = await startPeer(t, (_, response) => sendJson(response, status, { errcode: 'M_X', error: 'Said so' }))
    const error = await failHomeserver(t, peer.url)
    t.match(error, { code, message: begin, advice: [advice] }, `status ${status}`)
    t.match(error, { message: new RegExp(`returned status ${status} with .*Said so`) })
  }
})
