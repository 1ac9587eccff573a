import type { Content } from '../../cli/serve/app-entry.ts'
import { type Chain, startChain } from '../../cli/serve/start-chain.ts'
import { APP_IDS, type ReceivedPush } from '../../reference/index.ts'
import { NEWEST } from '../../spec/index.ts'

/** Maximum time of a push from one end of the chain to the other, in milliseconds, before it counts as lost. */
const DEADLINE_MS = 20_000

/** Name of an app: its service, or an environment of APNs. */
export type AppName = keyof typeof APP_IDS

/** Apps of the diagram: one for each service, and one more in the sandbox of APNs. */
export const APPS = Object.keys(APP_IDS) as AppName[]

/** Result of sending a message through the diagram. */
export interface Walk {
  room: string
  eventId: string

  /** Push that the device received */
  push: ReceivedPush
  deviceId: string

  /** User ID of Bob */
  bobId: string

  /** Sends Alice another message, and returns its event ID. */
  sendAgain(): Promise<string>

  /** Sends Alice one more message. */
  sendOnceMore(): Promise<string>

  /** Continues in a restarted chain: sets the pusher again, and sends Alice another message. */
  continueIn(next: Chain): Promise<string>

  /** Returns the pushers of Alice. */
  pushers(): Promise<unknown[]>
}

/** Starts the chain on free ports, with data in memory unless there is a file for it. */
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

/** Sends a message through the diagram, from Bob to Alice, whose pusher has the gateway and a device of the app. */
export async function walkDiagram(chain: Chain, app: AppName): Promise<Walk> {
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
    sendOnceMore: () => send(chain, 3),
    async continueIn(next) {
      await setPusher(next)
      return await send(next, 4)
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
  if (!response.ok) throw new Error(`${method} ${url}: expected a success, found ${response.status}: ${text}`)
  return JSON.parse(text) as Record<string, unknown>
}

/** Checks a condition repeatedly until it holds, for at most 20 seconds; each check is a request over loopback. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS
  while (!(await holds()))
    if (performance.now() > deadline) throw new Error(`The condition did not hold within ${DEADLINE_MS / 1000} seconds`)
}
