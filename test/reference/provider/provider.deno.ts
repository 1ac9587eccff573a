import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { Agent } from 'node:https'
import webPush from 'web-push'
import type { DeviceDescription, DeviceWish, ReceivedPush } from '../../../reference/provider/index.ts'
import { accessToken, apnsToken, control, fcm, hexOf, openStage, type Stage } from './support.ts'

// The same on Deno: each service takes a push of its client, the inbox has it, and failures come on demand. The client
// library for APNs does not run on Deno, so pushes to APNs are plain requests over its own HTTP/2.

const CONTENT = { room_id: '!room', event_id: '$event' }

const SERVICES: [wish: DeviceWish, push: (stage: Stage, device: DeviceDescription) => Promise<number>][] = [
  [{ service: 'apns' }, pushToApns],
  [{ service: 'apns', environment: 'sandbox' }, pushToApns],
  [{ service: 'fcm' }, pushToFcm],
  [{ service: 'web-push' }, pushToWeb],
]

for (const [wish, push] of SERVICES) {
  Deno.test({
    name: `a push arrives through ${Object.values(wish).join(', ')}, or fails as told`,
    fn: async () => {
      const stage = await openStage()
      try {
        const device = (await control(stage, 'POST', '/devices', wish)).body as DeviceDescription
        const path = `/devices/${device.device_id}`
        const waiting = control(stage, 'GET', `${path}/inbox?wait=30`)
        const accepted = wish.service === 'web-push' ? 201 : 200
        strictEqual(await push(stage, device), accepted)
        const { pushes } = (await waiting).body as { pushes: ReceivedPush[] }
        deepStrictEqual(pushes.map(contentOf), [CONTENT])

        await control(stage, 'PUT', `${path}/failure`, { status: 503, times: 1 })
        strictEqual(await push(stage, device), 503)
        strictEqual(await push(stage, device), accepted)
        await control(stage, 'DELETE', path)
        strictEqual(await push(stage, device), wish.service === 'fcm' ? 404 : 410)
      } finally {
        await stage.close()
      }
    },
  })
}

Deno.test({
  name: 'closing ends what waits, and cuts connections over HTTP/2',
  fn: async () => {
    const stage = await openStage()
    const device = await stage.provider.createDevice({ service: 'apns' })
    stage.provider.failDevice(device.device_id, { delay_ms: 60_000 })
    const waiting = stage.provider.inboxOf(device.device_id).next({ ms: 60_000 })
    const slow = pushToApns(stage, device).catch(() => undefined)
    await stage.close()
    deepStrictEqual(await waiting, [])
    await slow
  },
})

function contentOf({ payload }: ReceivedPush): object {
  const { aps, data, ...content } = payload as { aps?: object; data?: object }
  return data ?? content
}

async function pushToApns(stage: Stage, { environment, pushkey, app }: DeviceDescription): Promise<number> {
  const url = environment === 'sandbox' ? stage.provider.apnsSandboxUrl : stage.provider.apnsUrl
  const headers = { authorization: `bearer ${await apnsToken(stage)}`, 'apns-topic': app }
  const body = JSON.stringify({ aps: { 'content-available': 1 }, ...CONTENT })
  const client = Deno.createHttpClient({ caCerts: [stage.ca], http1: false, http2: true })
  try {
    const response = await fetch(`${url}/3/device/${hexOf(pushkey)}`, { client, method: 'POST', headers, body })
    await response.text()
    return response.status
  } finally {
    client.close()
  }
}

async function pushToFcm(stage: Stage, { pushkey }: DeviceDescription): Promise<number> {
  return (await fcm(stage, await accessToken(stage), { message: { token: pushkey, data: CONTENT } })).status
}

async function pushToWeb(stage: Stage, { pushkey, data }: DeviceDescription): Promise<number> {
  const subscription = { endpoint: String(data?.endpoint), keys: { p256dh: pushkey, auth: String(data?.auth) } }
  const vapidDetails = { subject: 'mailto:admin@example.org', ...webPush.generateVAPIDKeys() }
  const agent = new Agent({ ca: stage.ca })
  try {
    return (await webPush.sendNotification(subscription, JSON.stringify(CONTENT), { vapidDetails, agent })).statusCode
  } catch (error) {
    if (error instanceof webPush.WebPushError) return error.statusCode
    throw error
  } finally {
    agent.destroy()
  }
}
