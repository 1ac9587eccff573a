import type { ServerResponse } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { TargetError, type TargetErrorCode } from '../../../suites/index.ts'
import { type Asked, sendJson, startPeer } from './peer.ts'
import { connectTo, SHORT_TIMEOUT_MS } from './support.ts'

t.jobs = 4

type Respond = (asked: Asked, response: ServerResponse) => void

/** Responds to the request for versions, and leaves everything else to the given function. */
function homeserver(respond: Respond, versions: unknown = ['v1.19']): Respond {
  return (asked, response) => {
    if (asked.url === '/_matrix/client/versions') sendJson(response, 200, { versions })
    else respond(asked, response)
  }
}

const endless: Respond = (_, response) => {
  const more = () => {
    while (response.writable && response.write('['.repeat(1024 * 1024)));
  }
  response.on('drain', more).on('error', () => {})
  more()
}

const TABLE: { what: string; response: Respond; code: TargetErrorCode; message: RegExp; timeoutMs?: number }[] = [
  {
    what: 'returns HTML',
    response: (_, response) => void response.end('<!doctype html>'),
    code: 'no-homeserver',
    message: /returned status 200 with "<!doctype html>" instead of a list of versions$/,
  },
  {
    what: 'returns JSON without versions',
    response: (_, response) => sendJson(response, 200, { hello: 'world' }),
    code: 'no-homeserver',
    message: /returned status 200 with ".*hello.*" instead of a list of versions$/,
  },
  {
    what: 'returns null',
    response: (_, response) => sendJson(response, 200, null),
    code: 'no-homeserver',
    message: /returned status 200 with "null"/,
  },
  {
    what: 'lists versions that are not strings',
    response: homeserver(() => {}, [1, 2]),
    code: 'no-homeserver',
    message: /instead of a list of versions$/,
  },
  {
    what: 'lists versions with an error',
    response: (_, response) => sendJson(response, 500, { versions: ['v1.19'] }),
    code: 'no-homeserver',
    message: /returned status 500/,
  },
  {
    what: 'lists no version that Plexor knows',
    response: homeserver(() => {}, ['v9.1', 'w1.1']),
    code: 'unknown-version',
    message: /lists no version that Plexor knows: \["v9\.1","w1\.1"\]$/,
  },
  {
    what: 'never responds',
    response: () => {},
    code: 'unreachable',
    message: /: no response within 0\.15 s$/,
    timeoutMs: SHORT_TIMEOUT_MS,
  },
  {
    what: 'sends an endless response',
    response: endless,
    code: 'unreachable',
    message: /^Cannot reach the target at /,
  },
  {
    what: 'closes the connection during its response',
    response: (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"versions":', () => response.destroy())
    },
    code: 'unreachable',
    message: /^Cannot reach the target at /,
  },
  {
    what: 'refuses registration',
    response: homeserver((_, response) => sendJson(response, 403, { errcode: 'M_FORBIDDEN', error: 'Closed' })),
    code: 'registration-refused',
    message: /does not let Plexor register accounts: .* returned status 403 with .*"Closed"/,
  },
  {
    what: 'fails during registration',
    response: homeserver((_, response) => void response.destroy()),
    code: 'no-homeserver',
    message: /^The target cannot do what every case begins with: POST .*register\S* got no response/,
  },
  {
    what: 'only registers accounts',
    response: homeserver((asked, response) => {
      if (asked.url.includes('/register')) sendJson(response, 200, { user_id: '@a:x', access_token: 'token-1' })
      else sendJson(response, 404, { errcode: 'M_UNRECOGNIZED', error: 'What is token-1?' })
    }),
    code: 'no-homeserver',
    message: /Expected POST \S+createRoom to succeed, found status 404 with .*What is <redacted>/,
  },
]

for (const { what, response, code, message, timeoutMs } of TABLE) {
  t.test(`a target that ${what}: ${code}`, async (t) => {
    const peer = await startPeer(t, response)
    const problem = await connectTo(t, peer.url, timeoutMs === undefined ? {} : { timeoutMs }).catch((error) => error)
    t.type(problem, TargetError)
    t.match(problem, { code, message })
    t.notMatch(problem.message, /\n|token-1/)
    t.ok(peer.asked.length < 20)
  })
}

t.test('a target that is not running: unreachable', async (t) => {
  const server = createServer()
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  const { port } = server.address() as AddressInfo
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  server.close(() => close())
  await closed
  await t.rejects(connectTo(t, `http://127.0.0.1:${port}`), {
    code: 'unreachable',
    message: `Cannot reach the target at http://127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}`,
    advice: [/Check that the server is running/],
  })
})

t.test('a target that redirects elsewhere: nothing goes there', async (t) => {
  const elsewhere = await startPeer(t, (_, response) => sendJson(response, 200, { versions: ['v1.19'] }))
  for (const status of [301, 302, 307, 308]) {
    const peer = await startPeer(t, (_, response) => response.writeHead(status, { location: elsewhere.url }).end())
    await t.rejects(connectTo(t, peer.url), {
      code: 'no-homeserver',
      message: new RegExp(`returned status ${status} with`),
    })
  }
  t.strictSame(elsewhere.asked, [])
})

t.test('the description of a target is short', async (t) => {
  const peer = await startPeer(t, (_, response) =>
    sendJson(response, 200, { versions: Array(1000).fill('x'.repeat(1000)) }, { server: 'y'.repeat(5000) }),
  )
  const steps: string[] = []
  await t.rejects(connectTo(t, peer.url, { onStep: (done) => steps.push(done) }), { code: 'unknown-version' })
  t.ok(steps.join('').length < 5000, `${steps.join('').length} characters`)
})
