import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { createHomeserver, serve } from '../../reference/index.ts'
import { baseUrl, listenAt } from '../../reference/listening.ts'
import type { CaseResult } from '../../run/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const CASE = 'schema/get-notifications'
const SELECTED = ['--only', CASE, '--only', 'notifications/pushed-event', '--only', 'notifications/own-only']
const FAULT = 'schema.get-notifications-without-read'

/** Starts the reference with a fault. */
async function startFaulty(t: Test, fault: string): Promise<string> {
  const homeserver = createHomeserver({ fault, delivery: { allowHttp: true, allowPrivateAddresses: true } })
  const { url, close } = await serve(homeserver)
  t.teardown(async () => {
    await close()
    await homeserver.close()
  })
  return url
}

/** Starts a proxy that changes the notifications that the target lists. */
async function startProxy(t: Test, target: string, change: (notification: object) => object): Promise<string> {
  const server = createServer(async (request, response) => {
    const reply = await forward(target, request)
    const body = await reply.text()
    const isList = reply.ok && request.url?.includes('/notifications') === true
    response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'application/json' })
    response.end(isList ? changed(body, change) : body)
  })
  const at = { host: '127.0.0.1', port: 0 }
  const port = await listenAt(server, at)
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return baseUrl('http', at.host, port)
}

async function forward(target: string, request: IncomingMessage): Promise<Response> {
  const { method = 'GET', url = '/', headers } = request
  const { authorization, 'content-type': type } = headers
  const body = await buffer(request)
  return await fetch(`${target}${url}`, {
    method,
    headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
    ...(body.length > 0 && { body }),
  })
}

function changed(body: string, change: (notification: object) => object): string {
  const list = JSON.parse(body) as { notifications: object[] }
  return JSON.stringify({ ...list, notifications: list.notifications.map(change) })
}

const withTextTimestamp = (notification: { ts?: number }) => ({ ...notification, ts: String(notification.ts) })

t.test('a known failure covers what its entry expects, and nothing else that the same case fails for', async (t) => {
  const folder = temporaryFolder(t)
  const url = await startFaulty(t, FAULT)
  const args = [...SELECTED, '--gateway-scheme', 'http']
  const report = ['--report', 'json=report.json']

  const first = await runPlexor(folder, ['test', url, ...args, '--write-baseline', 'known.yaml'])
  t.match(first, { exitCode: 1, stderr: /^plexor: Wrote 1 known failure to known\.yaml, 1 of them new: / })
  t.match(
    readFileSync(join(folder, 'known.yaml'), 'utf8'),
    /- case: schema\/get-notifications\n +violations:\n +- .*At \/notifications\/\*: expected the property "read", found an object with …/,
  )

  const again = await runPlexor(folder, ['test', url, ...args, '--baseline', 'known.yaml', ...report])
  t.match(again, { exitCode: 0, stderr: '' })
  const expected = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  t.match(expected, { conclusion: 'as expected', remarks: [] })

  const proxy = await startProxy(t, url, withTextTimestamp)
  const worse = await runPlexor(folder, [
    'test',
    proxy,
    ...args,
    '--baseline',
    'known.yaml',
    ...report,
    '--report',
    'pretty',
  ])
  t.match(worse, {
    exitCode: 1,
    stdout:
      /The baseline entry for "schema\/get-notifications" \(known\.yaml:\d+:5\) does not expect what the case failed for: At \/notifications\/\*\/ts: expected an integer, found "\d+"\n/,
  })
  const { cases } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  t.match(cases.map((result: CaseResult) => result.expectation?.unexpected).filter(Boolean), [
    [/^At \/notifications\/\*\/ts: expected an integer, found "\d+"$/],
  ])
  t.match(worse.stdout, /not for this .*: At \/notifications\/\*\/ts: expected an integer, found "\d+"/)

  const updated = await runPlexor(folder, ['test', proxy, ...args, '--write-baseline', 'known.yaml'])
  t.match(updated.stderr, /^plexor: Wrote 1 known failure to known\.yaml; 1 of those that were there /)
  t.match(await runPlexor(folder, ['test', proxy, ...args, '--baseline', 'known.yaml']), { exitCode: 0, stderr: '' })
  t.match(await runPlexor(folder, ['test', url, ...args, '--baseline', 'known.yaml']), { exitCode: 0, stderr: '' })
})

t.test('an entry that does not say what fails covers everything, and a remark says so', async (t) => {
  const folder = temporaryFolder(t, { 'known.yaml': `must-fail:\n  - case: ${CASE}\n    reason: hs#1\n` })
  const found = await runPlexor(folder, ['test', `ref:${FAULT}`, ...SELECTED, '--baseline', 'known.yaml'])
  t.match(found, { exitCode: 0, stdout: /1 baseline entry does not say what fails, .*--write-baseline/ })
})

t.test('reports name a baseline without the folders of this machine', async (t) => {
  const folder = temporaryFolder(t, { 'known.yaml': 'must-fail:\n  - case: no/such\n    reason: a\n', 'sub/a': '' })
  for (const [cwd, file, shown] of [
    [folder, join(folder, 'known.yaml'), 'known.yaml'],
    [join(folder, 'sub'), join(folder, 'known.yaml'), 'known.yaml'],
    [join(folder, 'sub'), '../known.yaml', 'known.yaml'],
    [folder, 'known.yaml', 'known.yaml'],
  ] as const) {
    const { stdout } = await runPlexor(cwd, ['test', 'ref:', '--only', 'pushers/none-initially', '--baseline', file])
    t.match(stdout, `The baseline entry for "no/such" (${shown}:2:5) names an unknown case`)
    t.notMatch(stdout, folder)
  }
})
