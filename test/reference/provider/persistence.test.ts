import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { Agent } from 'undici'
import webPush from 'web-push'
import { MAX_PUSHES } from '../../../reference/provider/devices/inbox.ts'
import type { DeviceDescription } from '../../../reference/provider/index.ts'
import { startProvider } from '../../../reference/provider/index.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { makeCertificates } from '../delivery/certificates.ts'
import { accessToken, apns, apnsToken, control, fcm, hexOf, type ProviderFixture, send } from './provider-fixture.ts'

/** Starts a provider that stores its data in a file, and can be restarted with it. */
async function openPersistent(t: Test): Promise<ProviderFixture & { restart(): Promise<void> }> {
  const { ca, ...certificate } = await makeCertificates()
  const data = join(temporaryFolder(t), 'provider.sqlite')
  const agent = new Agent({ connect: { ca }, allowH2: false })
  const start = () => startProvider({ certificate, data })
  const fixture = {
    provider: await start(),
    ca,
    log: [],
    agent,
    close: async () => {
      await agent.destroy()
      await fixture.provider.close()
    },
    restart: async () => {
      await fixture.provider.close()
      fixture.provider = await start()
    },
  }
  t.teardown(fixture.close)
  return fixture
}

type SendPush = (fixture: ProviderFixture, device: DeviceDescription, text: string) => Promise<number>

const toApns: SendPush = async (fixture, { pushkey, environment }, text) => {
  const { apnsUrl, apnsSandboxUrl } = fixture.provider
  const headers = { authorization: `bearer ${await apnsToken(fixture)}`, 'apns-topic': 'com.example.matrix' }
  const request = { path: `/3/device/${hexOf(pushkey)}`, headers, body: JSON.stringify({ text }) }
  return (await apns(fixture, environment === 'sandbox' ? apnsSandboxUrl : apnsUrl, request)).status
}

const toFcm: SendPush = async (fixture, { pushkey }, text) =>
  (await fcm(fixture, await accessToken(fixture), { message: { token: pushkey, data: { text } } })).status

const toWeb: SendPush = async (fixture, { pushkey, data }, text) => {
  const subscription = { endpoint: String(data?.endpoint), keys: { p256dh: pushkey, auth: String(data?.auth) } }
  const vapidDetails = { subject: 'mailto:admin@example.org', ...fixture.provider.credentials.webPush }
  const { headers, body } = webPush.generateRequestDetails(subscription, JSON.stringify({ text }), { vapidDetails })
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  return (await send(fixture, subscription.endpoint, { headers: texts, body: body ?? Buffer.alloc(0) })).status
}

const DEVICES: { wish: object; push: SendPush; unregistered: number }[] = [
  { wish: { service: 'apns' }, push: toApns, unregistered: 410 },
  { wish: { service: 'apns', environment: 'sandbox' }, push: toApns, unregistered: 410 },
  { wish: { service: 'fcm' }, push: toFcm, unregistered: 404 },
  { wish: { service: 'web-push' }, push: toWeb, unregistered: 410 },
]

/** Returns the current description of a device: the origin of its endpoint can have changed. */
async function describe(fixture: ProviderFixture, { device_id }: DeviceDescription): Promise<DeviceDescription> {
  const { devices } = (await control(fixture, 'GET', '/devices')).body as { devices: DeviceDescription[] }
  const device = devices.find((one) => one.device_id === device_id)
  if (device === undefined) throw new Error('The device is not listed')
  return device
}

for (const { wish, push, unregistered } of DEVICES) {
  t.test(`a device and its pushes survive a restart: ${JSON.stringify(wish)}`, async (t) => {
    const fixture = await openPersistent(t)
    const isWeb = push === toWeb
    const only = isWeb ? { vapid_key: fixture.provider.credentials.webPush.publicKey } : {}
    const device = (await control(fixture, 'POST', '/devices', { ...wish, ...only })).body as DeviceDescription
    t.equal((await push(fixture, device, 'before')) < 300, true)
    await fixture.restart()
    const again = await describe(fixture, device)
    t.match(again, { ...device, inbox: String, ...(isWeb ? { data: { auth: device.data?.auth } } : {}) })
    t.equal((await push(fixture, again, 'after')) < 300, true, 'it still receives pushes')
    const { body } = await control(fixture, 'GET', `/devices/${device.device_id}/inbox`)
    const { pushes } = body as { pushes: { n: number; payload: { text?: string; data?: { text: string } } }[] }
    t.strictSame(
      pushes.map(({ n, payload }) => [n, payload.data?.text ?? payload.text]),
      [
        [1, 'before'],
        [2, 'after'],
      ],
    )

    await control(fixture, 'PUT', `/devices/${device.device_id}/failure`, { status: 503, times: 2 })
    t.equal(await push(fixture, again, 'failing'), 503)
    await fixture.restart()
    t.equal(await push(fixture, await describe(fixture, device), 'failing'), 503, 'the failure survives the restart')
    t.equal((await push(fixture, await describe(fixture, device), 'well')) < 300, true, 'and its count too')

    await control(fixture, 'PUT', `/devices/${device.device_id}/failure`, { status: 410 })
    await fixture.restart()
    t.equal((await describe(fixture, device)).registered, false)
    t.equal(
      await push(fixture, await describe(fixture, device), 'unregistered'),
      unregistered,
      'an unregistered device stays so',
    )
  })
}

t.test('the address of a removed device is known after a restart', async (t) => {
  const fixture = await openPersistent(t)
  const device = (await control(fixture, 'POST', '/devices', { service: 'apns' })).body as DeviceDescription
  await toApns(fixture, device, 'before')
  await control(fixture, 'DELETE', `/devices/${device.device_id}`)
  await fixture.restart()
  t.strictSame((await control(fixture, 'GET', '/devices')).body, { devices: [] })
  t.equal(await toApns(fixture, device, 'after'), 410)
})

t.test('the keys survive a restart', async (t) => {
  const fixture = await openPersistent(t)
  const { fcm: account, ...others } = fixture.provider.credentials
  await fixture.restart()
  const { fcm: next, ...nextOthers } = fixture.provider.credentials
  t.strictSame(nextOthers, others)
  t.strictSame({ ...next, token_uri: '' }, { ...account, token_uri: '' })
})

t.test('a full inbox drops stored pushes too', async (t) => {
  const fixture = await openPersistent(t)
  const { device_id } = await fixture.provider.createDevice({ service: 'fcm' })
  const push = { service: 'fcm', priority: 'normal', headers: {}, payload: null } as const
  for (let n = 0; n < MAX_PUSHES + 3; n++) fixture.provider.inboxOf(device_id).add(push)
  await fixture.restart()
  const inbox = fixture.provider.inboxOf(device_id)
  t.strictSame([inbox.list().length, inbox.dropped, inbox.add(push).n], [MAX_PUSHES, 3, MAX_PUSHES + 4])
})

t.test('a file that cannot be used is refused, and the error is one sentence', async (t) => {
  const { ca: _, ...certificate } = await makeCertificates()
  const data = join(temporaryFolder(t), 'data')
  writeFileSync(data, 'no database at all'.repeat(100))
  await t.rejects(startProvider({ certificate, data }), {
    name: 'DataFileError',
    message: /it is not an SQLite database/,
  })
})
