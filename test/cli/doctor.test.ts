import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readSettings } from '../../cli/options/settings.ts'
import { createHomeserver, serve } from '../../reference/index.ts'
import { sendJson, startPeer, unusedPort } from '../suites/harness/peer.ts'
import { makeTlsCertificate, startTlsServer } from '../suites/harness/tls-servers.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor, startPlexor } from './run-plexor.ts'

// Some of the commands only wait
t.jobs = 2

const VERSIONS = '/_matrix/client/versions'

/** Starts the reference, which delivers to loopback over plain HTTP. */
async function startHomeserver(t: Test, options: Parameters<typeof createHomeserver>[0] = {}): Promise<string> {
  const homeserver = createHomeserver({ delivery: { allowHttp: true, allowPrivateAddresses: true }, ...options })
  const served = await serve(homeserver)
  t.teardown(async () => {
    await served.close()
    await homeserver.close()
  })
  return served.url
}

/** Starts a server on a port that was free until now. */
async function startLate(t: Test, port: number, listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(port, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return server
}

t.test('the target and what is about it come from the configuration file', async (t) => {
  const token = 'the token for registering'
  const target = await startHomeserver(t, { registration: { token } })
  const port = await unusedPort()
  const settings = {
    target,
    'registration-token-file': 'token.txt',
    'spec-version': 'v1.7',
    'gateway-listen': `127.0.0.1:${port}`,
    'gateway-scheme': 'http',
    // These are of test alone
    jobs: 3,
    only: ['pushers'],
    baseline: 'no-such-file.yaml',
  }
  const folder = temporaryFolder(t, { 'plexor.yaml': JSON.stringify(settings), 'token.txt': `${token}\n` })
  const { exitCode, stdout, stderr } = await runPlexor(folder, ['doctor'])
  t.strictSame({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  t.match(stdout, '✓ It is tested against v1.7\n')
  t.match(stdout, `✓ The target reaches Plexor's gateway at http://127.0.0.1:${port}/`)

  t.test('which can have another name, and the command line goes first', async (t) => {
    const other = join(folder, 'plexor.yaml')
    const elsewhere = temporaryFolder(t)
    const json = await runPlexor(elsewhere, ['doctor', '--config', other, '--spec-version', 'v1.8', '--json'])
    t.match(JSON.parse(json.stdout), { canBeTested: true, specVersion: 'v1.8', target: { name: target } })
    const named = await runPlexor(elsewhere, ['doctor', 'ref:', '--config', other, '--json'])
    t.match(JSON.parse(named.stdout), { canBeTested: true, target: { name: 'ref:' } })
  })
})

t.test('the CA, the timeout and the wait come from the configuration file', async (t) => {
  const certificate = await makeTlsCertificate()
  const { port, close } = await startTlsServer(certificate)
  t.teardown(close)
  const settings = { target: `https://127.0.0.1:${port}`, 'target-ca': 'ca.pem' }
  const trusting = temporaryFolder(t, { 'plexor.yaml': JSON.stringify(settings), 'ca.pem': certificate.ca })
  t.match(await runPlexor(trusting, ['doctor']), { exitCode: 3, stderr: /returned status 200 with "hello"/ })

  const silent = await startPeer(t, () => {})
  const impatient = JSON.stringify({ target: silent.url, timeout: 0.2, wait: 0.3 })
  const { exitCode, stderr } = await runPlexor(temporaryFolder(t, { 'plexor.yaml': impatient }), ['doctor'])
  t.equal(exitCode, 3)
  t.match(stderr, /: no response within 0\.2 s \(also after waiting for 0\.3 s\)\n/)
})

t.test('a push gateway can be the target of the configuration file', async (t) => {
  const folder = temporaryFolder(t, { 'plexor.yaml': 'target: "gateway:ref:"\n' })
  t.match(await runPlexor(folder, ['doctor']), { exitCode: 0, stdout: /It has 3 devices/ })
})

t.test('without a target anywhere, nothing is reported about the reference', async (t) => {
  const folder = temporaryFolder(t, { 'plexor.yaml': 'jobs: 2\n' })
  t.match(await runPlexor(folder, ['doctor']), {
    exitCode: 2,
    stdout: '',
    stderr: /^plexor: Missing argument TARGET: name the target, or set "target" in plexor\.yaml\n$/,
  })
})

t.test('--wait waits for a target that is starting', async (t) => {
  const folder = temporaryFolder(t)
  const upstream = await startHomeserver(t)
  const port = await unusedPort()
  const url = `http://127.0.0.1:${port}`
  for (const args of [
    ['doctor', url],
    ['test', url, '--only', 'pushers/none-initially'],
  ]) {
    const { child, result } = startPlexor(folder, [...args, '--gateway-scheme', 'http', '--wait', '60'])
    const [said] = await once(child.stderr, 'data')
    t.equal(
      String(said),
      `plexor: Waiting up to 60 s for the target at ${url}: connect ECONNREFUSED 127.0.0.1:${port}\n`,
    )
    let asked = 0
    const server = await startLate(t, port, async (request, response) => {
      asked += request.url === VERSIONS ? 1 : 0
      if (asked === 1) return sendJson(response, 503, { errcode: 'M_UNKNOWN', error: 'Starting' })
      const body = request.method === 'GET' ? {} : { body: await bodyOf(request) }
      const headers = { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' }
      const forwarded = await fetch(upstream + request.url, { method: request.method ?? 'GET', headers, ...body })
      sendJson(response, forwarded.status, await forwarded.json())
    })
    const { exitCode, stdout, stderr } = await result
    t.strictSame({ exitCode, waits: stderr.split('\n').length - 1 }, { exitCode: 0, waits: 1 }, stderr)
    t.match(stdout, /The target can be tested|1 passed/)
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
})

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

t.test('--wait gives up after its time, in one sentence', async (t) => {
  const folder = temporaryFolder(t)
  const none = `http://127.0.0.1:${await unusedPort()}`
  const starting = await startPeer(t, (_, response) => sendJson(response, 503, { error: 'Starting' }))
  for (const { args, sentence } of [
    { args: ['doctor', none], sentence: /connect ECONNREFUSED \S+ \(also after waiting for 0\.4 s\)$/ },
    { args: ['doctor', `gateway:${none}`], sentence: /connect ECONNREFUSED \S+ \(also after waiting for 0\.4 s\)$/ },
    { args: ['doctor', starting.url], sentence: /status 503 with .*Starting.* \(also after waiting for 0\.4 s\)$/ },
    {
      args: ['doctor', `gateway:${starting.url}`],
      sentence: /notify returned status 503 \(also after waiting for 0\.4 s\)$/,
    },
  ]) {
    const { exitCode, stderr } = await runPlexor(folder, [...args, '--wait', '0.4'])
    const [waiting, problem = '', ...advice] = stderr.trimEnd().split('\n')
    t.equal(exitCode, 3, args.join(' '))
    t.match(waiting, /^plexor: Waiting up to 0\.4 s for the target at http/)
    t.match(problem, /^plexor: Cannot reach the target at /)
    t.match(problem, sentence)
    t.match(advice, [/^ {2}- /])
  }
  t.ok(starting.asked.length < 20, `it is asked ${starting.asked.length} times`)
})

t.test('--wait does not wait for what waiting cannot change', async (t) => {
  const folder = temporaryFolder(t)
  const webSite = await startPeer(t, (_, response) => sendJson(response, 404, {}))
  const { port, close } = await startTlsServer(await makeTlsCertificate())
  t.teardown(close)
  for (const { target, begin } of [
    { target: webSite.url, begin: 'There is no Matrix homeserver at ' },
    { target: `https://127.0.0.1:${port}`, begin: 'Cannot reach the target at ' },
  ]) {
    const { exitCode, stderr } = await runPlexor(folder, ['doctor', target, '--wait', '3600'])
    t.equal(exitCode, 3)
    t.match(stderr, new RegExp(`^plexor: ${begin}`), 'no word about waiting')
    t.notMatch(stderr, /also after waiting/)
  }
})

t.test('--wait ends with the run', async (t) => {
  const none = `http://127.0.0.1:${await unusedPort()}`
  const args = ['test', none, '--wait', '3600', '--time-limit', '1']
  const { exitCode, stderr } = await runPlexor(temporaryFolder(t), args)
  t.equal(exitCode, 3)
  t.match(stderr, /The checks before the run were cut off: it reached its time limit of 1 s/)
})

t.test('a wait that is not a time is refused', async (t) => {
  const folder = temporaryFolder(t, { 'wrong.yaml': 'wait: soon\n' })
  for (const wait of ['-1', 'soon', '', '3601']) {
    const message = `--wait: expected a number of seconds from 0 to 3600, found "${wait}"`
    t.throws(() => readSettings('ref:', { wait }), { name: 'UsageError', message })
  }
  t.match(await runPlexor(folder, ['doctor', 'ref:', '--config', 'wrong.yaml']), {
    exitCode: 2,
    stderr: /wrong\.yaml:1:7: expected a number of seconds from 0 to 3600, found "soon"/,
  })
})

t.test('secrets that do not work are named and not shown', async (t) => {
  const folder = temporaryFolder(t)
  const url = await startHomeserver(t, { registration: { token: 'the right token' } })
  for (const [variable, secret] of [
    ['PLEXOR_SHARED_SECRET', 'swordfish-secret'],
    ['PLEXOR_REGISTRATION_TOKEN', 'swordfish-token'],
  ] as const) {
    const { exitCode, stdout, stderr } = await runPlexor(folder, ['doctor', url], { [variable]: secret })
    t.equal(exitCode, 3)
    t.match(stderr, /^plexor: The target does not let Plexor register accounts: /)
    t.match(stderr.split('\n', 1)[0], variable)
    t.notMatch(stdout + stderr, /swordfish/)
  }
})

t.test('--json has the same problem and advice', async (t) => {
  const moved = await startPeer(t, (_, response) =>
    response.writeHead(301, { location: `https://matrix.example.org${VERSIONS}` }).end(),
  )
  const { exitCode, stdout } = await runPlexor(temporaryFolder(t), ['doctor', moved.url, '--json'])
  t.equal(exitCode, 3)
  t.match(JSON.parse(stdout), {
    problem: { code: 'no-homeserver', advice: [/^Use https:\/\/matrix\.example\.org as the target/] },
  })
})
