import { APP_IDS } from '../../cli/serve/provider-apps.ts'
import type { Content } from '../../cli/serve/app-entry.ts'
import { type Chain, startChain } from '../../cli/serve/start-chain.ts'
import type { ReceivedPush } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'

/** How long a push may take from one end of the chain to the other, in milliseconds, before it counts as lost. */
const DEADLINE_MS = 20_000

export type AppName = keyof typeof APP_IDS

/** The devices of the diagram: one for each service, and one more in the sandbox of APNs. */
export const APPS = Object.keys(APP_IDS) as AppName[]

/** What came out of the diagram when a message was put in. */
export interface Walked {
  room: string
  eventId: string
  /** The push that the device got */
  push: ReceivedPush
  deviceId: string
  /** Bob's user ID */
  bobId: string
  /** Sends Alice another message, and gives its event ID */
  sendAgain(): Promise<string>
  /** Goes on in a chain that has kept everything: sets the pusher anew, and sends Alice another message */
  goOnIn(next: Chain): Promise<string>
  /** The pushers that Alice has */
  pushers(): Promise<unknown[]>
}

/** The chain, as a test starts it: on free ports, keeping nothing unless there is a file for it. */
export async function openChain(content: Content, data?: string): Promise<Chain> {
  const homeserver = {
    specVersion: NEWEST,
    data,
    fault: undefined,
    rateLimit: undefined,
    registrationToken: undefined,
  }
  const settings = { host: '127.0.0.1', port: 0, homeserver, content, gatewayFault: undefined }
  return await startChain(settings, () => {})
}

/** Walks the diagram: Bob sends a message to Alice, whose pusher names the gateway and a device of the app. */
export async function walkDiagram(chain: Chain, app: AppName): Promise<Walked> {
  const api = apiOf(chain)
  const [alice, bob] = [await register(api, `alice-${app}`), await register(api, `bob-${app}`)]
  const bobId = `@bob-${app}:localhost`
  await ask(bob, 'PUT', `${api}/profile/${encodeURIComponent(bobId)}/displayname`, { displayname: 'Bob' })
  const environment = app === 'apns-sandbox' ? { environment: 'sandbox' as const } : {}
  const service = app === 'apns-sandbox' ? 'apns' : app
  const { device_id, pushkey, data } = await chain.provider.createDevice({ service, ...environment })
  const setPusher = (at: Chain) =>
    ask(alice, 'POST', `${apiOf(at)}/pushers/set`, {
      kind: 'http',
      app_id: APP_IDS[app],
      pushkey,
      app_display_name: 'Chat',
      device_display_name: 'Phone',
      lang: 'en',
      data: { ...data, url: at.gateway.notifyUrl },
    })
  await setPusher(chain)
  const { room_id: room } = await ask(bob, 'POST', `${api}/createRoom`, { preset: 'public_chat', name: 'Kitchen' })
  await ask(alice, 'POST', `${api}/join/${encodeURIComponent(String(room))}`, {})
  const send = async (at: Chain, transaction: number) => {
    const path = `rooms/${encodeURIComponent(String(room))}/send/m.room.message/${transaction}`
    return String((await ask(bob, 'PUT', `${apiOf(at)}/${path}`, { msgtype: 'm.text', body: 'Time for tea' })).event_id)
  }
  const eventId = await send(chain, 1)
  const [push] = await chain.provider.inboxOf(device_id).next({ ms: DEADLINE_MS })
  if (push === undefined) throw new Error(`No push reached the ${app} device within ${DEADLINE_MS / 1000} s`)
  return {
    room: String(room),
    eventId,
    push,
    deviceId: device_id,
    bobId,
    sendAgain: () => send(chain, 2),
    async goOnIn(next) {
      await setPusher(next)
      return await send(next, 3)
    },
    pushers: async () => (await ask(alice, 'GET', `${api}/pushers`)).pushers as unknown[],
  }
}

function apiOf({ homeserver }: Chain): string {
  return `${homeserver.url}/_matrix/client/v3`
}

async function register(api: string, username: string): Promise<string> {
  const body = { username, password: 'correct horse', auth: { type: 'm.login.dummy' } }
  return String((await ask(undefined, 'POST', `${api}/register`, body)).access_token)
}

async function ask(token: string | undefined, method: string, url: string, body?: object) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(url, {
    method,
    headers: authorization,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}: ${text}`)
  return JSON.parse(text) as Record<string, unknown>
}
