import { Agent, request as sendRequest } from 'node:http'
import { beHonest, type HostileKind, PREFLIGHT, type Respond } from './exchange.ts'

/** Number of connections over which pushes are sent. */
const CONNECTIONS = 16

/** Number of latest pushers to which pushes are sent. */
const LATEST = 64

const MIB = 1024 * 1024

/** Pusher that Plexor has set. */
interface Pusher {
  url: string
  appId: string
  pushkey: string
}

/** Returns the body of a push for a pusher. */
type BodyOf = (pusher: Pusher, number: number) => string

/** Returns a homeserver that is honest, and sends further pushes all the time. */
function flooding(bodyOf: BodyOf, ends = true): () => Respond {
  return () => {
    const latest: Pusher[] = []
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
    let number = 0
    let floods = false
    const flood = async () => {
      // Until the push receiver is gone
      for (;;) {
        number += 1
        const pusher = latest[number % latest.length]
        if (pusher === undefined || !(await push(agent, pusher.url, bodyOf(pusher, number), ends))) return
      }
    }
    return async (exchange) => {
      await beHonest(exchange)
      const pusher = pusherIn(exchange.request.url, exchange.body)
      if (pusher === undefined) return
      latest.push(pusher)
      if (!floods && exchange.number > PREFLIGHT) {
        floods = true
        for (let i = 0; i < CONNECTIONS; i += 1) void flood()
      }
      if (latest.length > LATEST) latest.shift()
    }
  }
}

function pusherIn(path: string | undefined, body: string): Pusher | undefined {
  if (path?.endsWith('/pushers/set') !== true) return undefined
  try {
    const { app_id: appId, pushkey, data } = JSON.parse(body)
    const { protocol } = new URL(data.url)
    return protocol === 'http:' ? { url: data.url, appId, pushkey } : undefined
  } catch {
    return undefined
  }
}

/**
 * Sends a push.
 *
 * @param ends whether its body ends
 * @returns whether the push receiver is still there
 */
function push(agent: Agent, url: string, body: string, ends: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const request = sendRequest(url, { agent, method: 'POST', headers: { 'content-type': 'application/json' } })
    request.on('response', (response) => response.resume().on('close', () => resolve(true)))
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'))
    request.write(body)
    if (ends) request.end()
  })
}

function notify(devices: object[], content: unknown, number: number): string {
  const notification = { event_id: `$flood-${number}`, room_id: '!flood:x', type: 'm.room.message', content, devices }
  return JSON.stringify({ notification })
}

const device = ({ appId, pushkey }: Pusher) => ({ app_id: appId, pushkey })
const LARGE = { body: 'x'.repeat(MIB - 2_000) }
const MANY = Object.fromEntries(Array.from({ length: 40_000 }, (_, number) => [`key-${number}`, [number]]))

/** Homeservers that flood the push receiver of Plexor. */
export const HOSTILE_PUSHES: readonly HostileKind[] = [
  {
    name: 'floods-pushers',
    does: 'sends pushes without a pause to all pushers',
    create: flooding((pusher, number) => notify([device(pusher)], { body: 'Hi' }, number)),
  },
  {
    name: 'floods-large',
    does: 'sends pushes of 1 MiB without a pause to all pushers',
    jobs: 64,
    create: flooding((pusher, number) => notify([device(pusher)], LARGE, number)),
  },
  {
    name: 'floods-many-values',
    does: 'sends pushes with 40,000 lists without a pause to all pushers',
    jobs: 64,
    create: flooding((pusher, number) => notify([device(pusher)], MANY, number)),
  },
  {
    name: 'floods-unknown',
    does: 'sends pushes without a pause to unknown pushkeys',
    create: flooding(({ appId }, number) => notify([{ app_id: appId, pushkey: `unknown-${number}` }], {}, number)),
  },
  {
    name: 'floods-devices',
    does: 'sends pushes without a pause, each to 10,000 unknown devices and a pusher',
    create: flooding((pusher, number) => {
      const unknown = Array.from({ length: 10_000 }, (_, one) => ({ app_id: 'x', pushkey: `${number}-${one}` }))
      return notify([...unknown, device(pusher)], {}, number)
    }),
  },
  {
    name: 'pushes-without-end',
    does: 'sends pushes whose bodies never end',
    create: flooding((pusher, number) => notify([device(pusher)], {}, number).slice(0, -1), false),
  },
]
