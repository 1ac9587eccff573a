import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createHomeserver, serve } from '../../reference/index.ts'
import { type Asked, sendJson, startPeer } from '../suites/harness/peer.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

t.jobs = 2

const SHARED_SECRET = 'shared "secret" of the server'
const REGISTRATION_TOKEN = 'token/for+registration'

/**
 * A reference that does wrong, so that reports have something to show, behind a proxy that writes down every secret
 * that passes. The proxy also registers accounts as Synapse does by its shared secret.
 */
async function startTarget(t: Test) {
  const delivery = { allowHttp: true, allowPrivateAddresses: true }
  const registration = { token: REGISTRATION_TOKEN }
  const homeserver = createHomeserver({ delivery, registration, fault: 'pushers.lists-none' })
  const served = await serve(homeserver)
  t.teardown(async () => {
    await served.close()
    await homeserver.close()
  })
  const secrets = new Set([SHARED_SECRET, REGISTRATION_TOKEN])
  const forward = async ({ method, url, headers, body }: Asked) => {
    const { authorization } = headers
    const response = await fetch(served.url + url, {
      method,
      headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const bySharedSecret = async ({ method, body }: Asked) => {
    if (method === 'GET') return { status: 200, body: { nonce: 'nonce-of-the-proxy' } }
    const { nonce = '', username = '', password = '', mac = '' } = body as Record<string, string>
    const signed = [nonce, username, password, 'notadmin'].join('\0')
    if (createHmac('sha1', SHARED_SECRET).update(signed).digest('hex') !== mac) return { status: 403, body: {} }
    secrets.add(mac)
    const auth = { type: 'm.login.registration_token', token: REGISTRATION_TOKEN }
    const headers = { authorization: '' }
    return await forward({ method, url: '/_matrix/client/v3/register', headers, body: { username, password, auth } })
  }
  const proxy = await startPeer(t, async (asked, out) => {
    const { authorization = '' } = asked.headers
    if (authorization !== '') secrets.add(authorization.replace('Bearer ', ''))
    const { password } = (asked.body ?? {}) as { password?: unknown }
    if (typeof password === 'string') secrets.add(password)
    const response = await (asked.url === '/_synapse/admin/v1/register' ? bySharedSecret(asked) : forward(asked))
    const { access_token } = response.body as { access_token?: unknown }
    if (typeof access_token === 'string') secrets.add(access_token)
    sendJson(out, response.status, response.body)
  })
  return { url: proxy.url, secrets }
}

for (const { what, env } of [
  { what: 'a registration token', env: { PLEXOR_REGISTRATION_TOKEN: REGISTRATION_TOKEN } },
  { what: 'a shared secret', env: { PLEXOR_SHARED_SECRET: SHARED_SECRET } },
] as { what: string; env: Record<string, string> }[]) {
  t.test(`no secret of a run with ${what} appears in what Plexor writes`, async (t) => {
    const { url, secrets } = await startTarget(t)
    const folder = temporaryFolder(t)
    const formats = ['json', 'tap', 'junit', 'ndjson'].flatMap((format) => ['--report', `${format}=report.${format}`])
    const ended = await runPlexor(folder, ['test', url, '--only', 'pushers', '--verbose', ...formats], env)
    t.equal(ended.exitCode, 1, 'the target is wrong')
    t.equal(ended.stderr, '')

    // Two secrets that the test knows, and for each of many accounts a password and a token
    t.ok(secrets.size > 20, `${secrets.size} secrets passed`)
    const written = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
    t.equal(written.length, 4)
    for (const { file, text } of [...written, { file: 'standard output', text: ended.stdout }]) {
      t.match(text, 'set-is-listed', `${file} has the case`)
      const shown = [...secrets].filter((secret) => formsOf(secret).some((form) => text.includes(form)))
      t.strictSame(shown, [], file)
    }
  })
}

function formsOf(secret: string): string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
}
