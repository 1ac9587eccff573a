import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readSettings } from '../../cli/options/settings.ts'
import { readApps } from '../../cli/serve/apps-file.ts'
import { startGateway } from '../../cli/serve/start-gateway.ts'
import { openRun, plan } from '../../cli/test/open-run.ts'
import { createPushGateway, type PushProvider, serve } from '../../reference/index.ts'
import { unusedPorts } from '../suites/harness/peer.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const noLog = () => {}

/** Gateway at a port that nothing listens on. A free one could be one of the provider's. */
const NOWHERE = 'http://127.0.0.1:1'

/** Opens a run with a provider against a gateway, and returns it with the steps of the preflight checks. */
async function openWith(target: string, raw: object, only = ['push-gateway/event-arrives', 'push-gateway/event-once']) {
  const steps: string[] = []
  const settings = readSettings(`gateway:${target}`, { only, ...raw })
  const opened = await openRun(plan(settings), undefined, (step) => steps.push(step))
  return { ...opened, steps }
}

t.test('the run writes what a gateway needs, and judges the gateway that is configured with it', async (t) => {
  const folder = join(temporaryFolder(t), 'keys')
  const raw = { provider: folder, providerListen: String(await unusedPorts(4)), timeout: '20' }
  // Nothing listens there yet, and the keys are written all the same
  await t.rejects(openWith(NOWHERE, raw), { code: 'unreachable' })
  const apps = readApps(join(folder, 'apps.yaml'))
  t.ok(existsSync(join(folder, 'ca.pem')))
  t.match(readFileSync(join(folder, 'vapid.pem'), 'utf8'), /^-----BEGIN PRIVATE KEY-----/)

  const gateway = await startGateway({ host: '127.0.0.1', port: 0, apps }, noLog)
  t.teardown(() => gateway.close())
  const { run, close, steps } = await openWith(gateway.url, raw)
  const { cases, target } = await run.finished
  await close()
  t.match(cases, [{ verdict: 'passed' }, { verdict: 'passed' }])
  t.match(target, { devices: { reachable: 3, unregistered: 1 } })
  t.equal(steps.filter((step) => /^It reaches devices at .*: a push arrived after/.test(step)).length, 4)
})

t.test('a service that the gateway does not reach is left out', async (t) => {
  const folder = temporaryFolder(t)
  const raw = { provider: folder, providerListen: String(await unusedPorts(4)), timeout: '20' }
  await t.rejects(openWith(NOWHERE, raw), { code: 'unreachable' })
  const apps = readApps(join(folder, 'apps.yaml')).filter(({ provider }) => provider === 'web-push')
  const gateway = await startGateway({ host: '127.0.0.1', port: 0, apps }, noLog)
  t.teardown(() => gateway.close())
  const { run, close, steps } = await openWith(gateway.url, raw)
  const { cases } = await run.finished
  await close()
  t.match(cases, [{ verdict: 'passed' }, { verdict: 'passed' }])
  t.ok(steps.includes('It does not reach devices at FCM ("com.example.matrix.android"): it rejects the pushkey'))
})

t.test('a gateway that accepts everything and sends nothing does not conform', async (t) => {
  const provider: PushProvider = { name: 'nowhere', send: async () => ({ result: 'sent' }), close: async () => {} }
  const gateway = createPushGateway({ apps: [{ app_id: 'com.example.matrix.*', provider }] })
  const { url, close } = await serve(gateway)
  t.teardown(close)
  const raw = { provider: temporaryFolder(t), providerListen: String(await unusedPorts(4)), timeout: '0.3' }
  await t.rejects(openWith(url, raw), {
    code: 'not-delivering',
    message: 'The gateway accepts notifications for devices of the provider, and nothing arrives at them',
  })
})
