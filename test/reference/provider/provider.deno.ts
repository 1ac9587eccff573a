import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { Agent } from 'node:https'
import webPush from 'web-push'
import type { DeviceDescription, DeviceWish, ReceivedPush } from '../../../reference/provider/index.ts'
import {
  accessToken,
  apnsToken,
  control,
  fcm,
  hexOf,
  openProviderFixture,
  type ProviderFixture,
} from './provider-fixture.ts'

// Tests on Deno: each service accepts a push of its client, the inbox has it, and failures can be requested. The client
// library for APNs does not run on Deno, so pushes to APNs are plain requests over HTTP/2.

const CONTENT = { room_id: '!room', event_id: '$event' }

const SERVICES: [wish: DeviceWish, push: (fixture: ProviderFixture, device: DeviceDescription) => Promise<number>][] = [
  [{ service: 'apns' }, pushToApns],
  [{ service: 'apns', environment: 'sandbox' }, pushToApns],
  [{ service: 'fcm' }, pushToFcm],
  [{ service: 'web-push' }, pushToWeb],
]

for (const [wish, push] of SERVICES) {
  Deno.test({
    name: `a push arrives through ${Object.values(wish).join(', ')}, or fails as requested`,
    fn: async () => {
      const fixture = await openProviderFixture()
      try {
        const device = (await control(fixture, 'POST', '/devices', wish)).body as DeviceDescription
        const path = `/devices/${device.device_id}`
        const waiting = control(fixture, 'GET', `${path}/inbox?wait=30`)
        const accepted = wish.service === 'web-push' ? 201 : 200
        strictEqual(await push(fixture, device), accepted)
        const { pushes } = (await waiting).body as { pushes: ReceivedPush[] }
        deepStrictEqual(pushes.map(contentOf), [CONTENT])

        await control(fixture, 'PUT', `${path}/failure`, { status: 503, times: 1 })
        strictEqual(await push(fixture, device), 503)
        strictEqual(await push(fixture, device), accepted)
        await control(fixture, 'DELETE', path)
        strictEqual(await push(fixture, device), wish.service === 'fcm' ? 404 : 410)
      } finally {
        await fixture.close()
      }
    },
  })
}

Deno.test({
  name: 'closing ends all waits, and closes HTTP/2 connections',
  fn: async () => {
    const fixture = await openProviderFixture()
    const device = await fixture.provider.createDevice({ service: 'apns' })
    fixture.provider.failDevice(device.device_id, { delay_ms: 60_000 })
    const waiting = fixture.provider.inboxOf(device.device_id).next({ ms: 60_000 })
    const slow = pushToApns(fixture, device).catch(() => undefined)
    await fixture.close()
    deepStrictEqual(await waiting, [])
    await slow
  },
})

function contentOf({ payload }: ReceivedPush): object {
  const { aps, data, ...content } = payload as { aps?: object; data?: object }
  return data ?? content
}

async function pushToApns(fixture: ProviderFixture, { environment, pushkey, app }: DeviceDescription): Promise<number> {
  const url = environment === 'sandbox' ? fixture.provider.apnsSandboxUrl : fixture.provider.apnsUrl
  const headers = { authorization: `bearer ${await apnsToken(fixture)}`, 'apns-topic': app }
  const body = JSON.stringify({ aps: { 'content-available': 1 }, ...CONTENT })
  const client = Deno.createHttpClient({ caCerts: [fixture.ca], http1: false, http2: true })
  try {
    const response = await fetch(`${url}/3/device/${hexOf(pushkey)}`, { client, method: 'POST', headers, body })
    await response.text()
    return response.status
  } finally {
    client.close()
  }
}

async function pushToFcm(fixture: ProviderFixture, { pushkey }: DeviceDescription): Promise<number> {
  return (await fcm(fixture, await accessToken(fixture), { message: { token: pushkey, data: CONTENT } })).status
}

async function pushToWeb(fixture: ProviderFixture, { pushkey, data }: DeviceDescription): Promise<number> {
  const subscription = { endpoint: String(data?.endpoint), keys: { p256dh: pushkey, auth: String(data?.auth) } }
  const vapidDetails = { subject: 'mailto:admin@example.org', ...webPush.generateVAPIDKeys() }
  const agent = new Agent({ ca: fixture.ca })
  try {
    return (await webPush.sendNotification(subscription, JSON.stringify(CONTENT), { vapidDetails, agent })).statusCode
  } catch (error) {
    if (error instanceof webPush.WebPushError) return error.statusCode
    throw error
  } finally {
    agent.destroy()
  }
}
