import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Agent } from 'undici'
import webPush from 'web-push'
import { MAX_PUSHES } from '../../../reference/provider/inbox.ts'
import type { DeviceDescription } from '../../../reference/provider/index.ts'
import { startProvider } from '../../../reference/provider/index.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { makeCertificates } from '../delivery/certificates.ts'
import { accessToken, apns, apnsToken, control, fcm, hexOf, type Stage, send } from './support.ts'

/** A provider that keeps what it has in a file, and can be started anew with it. */
async function openKept(t: Test): Promise<Stage & { restart(): Promise<void> }> {
  const { ca, ...certificate } = await makeCertificates()
  const data = join(temporaryFolder(t), 'provider.sqlite')
  const agent = new Agent({ connect: { ca }, allowH2: false })
  const start = () => startProvider({ certificate, data })
  const stage = {
    provider: await start(),
    ca,
    log: [],
    agent,
    close: async () => {
      await agent.destroy()
      await stage.provider.close()
    },
    restart: async () => {
      await stage.provider.close()
      stage.provider = await start()
    },
  }
  t.teardown(stage.close)
  return stage
}

type Push = (stage: Stage, device: DeviceDescription, text: string) => Promise<number>

const toApns: Push = async (stage, { pushkey, environment }, text) => {
  const { apnsUrl, apnsSandboxUrl } = stage.provider
  const headers = { authorization: `bearer ${await apnsToken(stage)}`, 'apns-topic': 'com.example.matrix' }
  const request = { path: `/3/device/${hexOf(pushkey)}`, headers, body: JSON.stringify({ text }) }
  return (await apns(stage, environment === 'sandbox' ? apnsSandboxUrl : apnsUrl, request)).status
}

const toFcm: Push = async (stage, { pushkey }, text) =>
  (await fcm(stage, await accessToken(stage), { message: { token: pushkey, data: { text } } })).status

const toWeb: Push = async (stage, { pushkey, data }, text) => {
  const subscription = { endpoint: String(data?.endpoint), keys: { p256dh: pushkey, auth: String(data?.auth) } }
  const vapidDetails = { subject: 'mailto:admin@example.org', ...stage.provider.credentials.webPush }
  const { headers, body } = webPush.generateRequestDetails(subscription, JSON.stringify({ text }), { vapidDetails })
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  return (await send(stage, subscription.endpoint, { headers: texts, body: body ?? Buffer.alloc(0) })).status
}

const WAYS: { wish: object; push: Push; gone: number }[] = [
  { wish: { service: 'apns' }, push: toApns, gone: 410 },
  { wish: { service: 'apns', environment: 'sandbox' }, push: toApns, gone: 410 },
  { wish: { service: 'fcm' }, push: toFcm, gone: 404 },
  { wish: { service: 'web-push' }, push: toWeb, gone: 410 },
]

/** The device as it is described now: the origin of its endpoint may be another one. */
async function found(stage: Stage, { device_id }: DeviceDescription): Promise<DeviceDescription> {
  const { devices } = (await control(stage, 'GET', '/devices')).body as { devices: DeviceDescription[] }
  const device = devices.find((one) => one.device_id === device_id)
  if (device === undefined) throw new Error('The device is not listed')
  return device
}

for (const { wish, push, gone } of WAYS) {
  t.test(`a device outlives its provider, with what it has received: ${JSON.stringify(wish)}`, async (t) => {
    const stage = await openKept(t)
    const isWeb = push === toWeb
    const only = isWeb ? { vapid_key: stage.provider.credentials.webPush.publicKey } : {}
    const device = (await control(stage, 'POST', '/devices', { ...wish, ...only })).body as DeviceDescription
    t.equal((await push(stage, device, 'before')) < 300, true)
    await stage.restart()
    const again = await found(stage, device)
    t.match(again, { ...device, inbox: String, ...(isWeb ? { data: { auth: device.data?.auth } } : {}) })
    t.equal((await push(stage, again, 'after')) < 300, true, 'who could push to it still can')
    const { body } = await control(stage, 'GET', `/devices/${device.device_id}/inbox`)
    const { pushes } = body as { pushes: { n: number; payload: { text?: string; data?: { text: string } } }[] }
    t.strictSame(
      pushes.map(({ n, payload }) => [n, payload.data?.text ?? payload.text]),
      [
        [1, 'before'],
        [2, 'after'],
      ],
    )

    await control(stage, 'PUT', `/devices/${device.device_id}/failure`, { status: 503, times: 2 })
    t.equal(await push(stage, again, 'failing'), 503)
    await stage.restart()
    t.equal(await push(stage, await found(stage, device), 'failing'), 503, 'it still fails as it was told to')
    t.equal((await push(stage, await found(stage, device), 'well')) < 300, true, 'and no more often')

    await control(stage, 'PUT', `/devices/${device.device_id}/failure`, { status: 410 })
    await stage.restart()
    t.equal((await found(stage, device)).registered, false)
    t.equal(await push(stage, await found(stage, device), 'gone'), gone, 'what is gone stays so')
  })
}

t.test('where a device was removed is known after a restart', async (t) => {
  const stage = await openKept(t)
  const device = (await control(stage, 'POST', '/devices', { service: 'apns' })).body as DeviceDescription
  await toApns(stage, device, 'before')
  await control(stage, 'DELETE', `/devices/${device.device_id}`)
  await stage.restart()
  t.strictSame((await control(stage, 'GET', '/devices')).body, { devices: [] })
  t.equal(await toApns(stage, device, 'after'), 410)
})

t.test('the keys stay the same', async (t) => {
  const stage = await openKept(t)
  const { fcm: account, ...others } = stage.provider.credentials
  await stage.restart()
  const { fcm: next, ...nextOthers } = stage.provider.credentials
  t.strictSame(nextOthers, others)
  t.strictSame({ ...next, token_uri: '' }, { ...account, token_uri: '' })
})

t.test('an inbox that is full forgets on the disk too', async (t) => {
  const stage = await openKept(t)
  const { device_id } = await stage.provider.createDevice({ service: 'fcm' })
  const push = { service: 'fcm', priority: 'normal', headers: {}, payload: null } as const
  for (let n = 0; n < MAX_PUSHES + 3; n++) stage.provider.inboxOf(device_id).add(push)
  await stage.restart()
  const inbox = stage.provider.inboxOf(device_id)
  t.strictSame([inbox.list().length, inbox.dropped, inbox.add(push).n], [MAX_PUSHES, 3, MAX_PUSHES + 4])
})

t.test('a file that cannot be used is refused in one sentence', async (t) => {
  const { ca: _, ...certificate } = await makeCertificates()
  const data = join(temporaryFolder(t), 'data')
  writeFileSync(data, 'no database at all'.repeat(100))
  await t.rejects(startProvider({ certificate, data }), { name: 'DataFileError', message: /it is no SQLite database/ })
})
