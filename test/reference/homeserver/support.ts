import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { createHomeserver, type HomeserverOptions } from '../../../reference/index.ts'
import type { NotifyRequest } from '../../../spec/index.ts'

/** Response to a request. */
export interface ApiResponse {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
  body: any
}

/** Client of a user who is logged in. */
export interface Client {
  userId: string
  deviceId: string
  token: string
  get(path: string): Promise<ApiResponse>
  put(path: string, body?: unknown): Promise<ApiResponse>
  post(path: string, body?: unknown): Promise<ApiResponse>
  delete(path: string): Promise<ApiResponse>
}

/** Creates a homeserver that is called without a socket, and is closed at the end of the test. */
export function testServer(t: Test, options: HomeserverOptions = {}) {
  const server = createHomeserver({ delivery: { allowHttp: true, allowPrivateAddresses: true }, ...options })
  t.teardown(() => server.close())

  async function request(method: string, path: string, body?: unknown, token?: string): Promise<ApiResponse> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const text = typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body)
    const init = { method, headers, ...(text === undefined ? {} : { body: text }) }
    const response = await server.fetch(new Request(`http://localhost/_matrix/client/v3${path}`, init))
    return { status: response.status, body: await response.json() }
  }

  function client(session: { user_id: string; device_id: string; access_token: string }): Client {
    const { user_id: userId, device_id: deviceId, access_token: token } = session
    return {
      userId,
      deviceId,
      token,
      get: (path) => request('GET', path, undefined, token),
      put: (path, body = {}) => request('PUT', path, body, token),
      post: (path, body = {}) => request('POST', path, body, token),
      delete: (path) => request('DELETE', path, undefined, token),
    }
  }

  async function register(username: string): Promise<Client> {
    const auth = { type: 'm.login.dummy' }
    const { body } = await request('POST', '/register', { username, password: `${username}-secret`, auth })
    return client(body)
  }

  async function login(username: string, deviceId?: string): Promise<Client> {
    const identifier = { type: 'm.id.user', user: username }
    const device = deviceId === undefined ? {} : { device_id: deviceId }
    const loginRequest = { type: 'm.login.password', identifier, password: `${username}-secret`, ...device }
    return client((await request('POST', '/login', loginRequest)).body)
  }

  /** Creates a room with these members, and returns its ID. */
  async function room(creator: Client, ...others: Client[]): Promise<string> {
    const invite = others.map((other) => other.userId)
    const { body } = await creator.post('/createRoom', { preset: 'private_chat', invite })
    for (const other of others) await other.post(`/rooms/${body.room_id}/join`)
    return body.room_id
  }

  return { server, request, client, register, login, room }
}

let transactions = 0

/** Sends a text message, or any other content, and returns its event ID. */
export async function send(from: Client, room: string, content: string | object, type = 'm.room.message') {
  const message = typeof content === 'string' ? { msgtype: 'm.text', body: content } : content
  transactions += 1
  const { body } = await from.put(`/rooms/${room}/send/${type}/t${transactions}`, message)
  return String(body.event_id)
}

/** Returns the unread counts of a room in an initial `/sync`. */
export async function counts(of: Client, room: string, perThread = false) {
  const filter = { room: { timeline: { limit: 1, unread_thread_notifications: perThread } } }
  const { body } = await of.get(`/sync?filter=${encodeURIComponent(JSON.stringify(filter))}`)
  const { unread_notifications, unread_thread_notifications } = body.rooms.join[room]
  return { ...unread_notifications, ...(unread_thread_notifications && { threads: unread_thread_notifications }) }
}

/** Starts a push gateway on loopback that records the notifications that it receives. */
export async function testGateway(t: Test) {
  const received: NotifyRequest['notification'][] = []
  const arrivals = new Set<() => void>()
  let rejected: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString()).notification)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ rejected }), () => {
        for (const arrived of arrivals) arrived()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}/_matrix/push/v1/notify`,
    received,
    reject: (pushkeys: string[]) => {
      rejected = pushkeys
    },
    /** Waits for a notification that matches, and returns the first one. */
    async next(matches: (notification: NotifyRequest['notification']) => boolean) {
      for (;;) {
        const found = received.find(matches)
        if (found !== undefined) return found
        const { promise, resolve } = Promise.withResolvers<void>()
        arrivals.add(resolve)
        await promise
        arrivals.delete(resolve)
      }
    },
  }
}

/** Returns the body of a request to set an HTTP pusher. */
export function pusher(url: string, changes: object = {}) {
  return {
    kind: 'http',
    app_id: 'org.example.app',
    pushkey: 'key',
    app_display_name: 'App',
    device_display_name: 'Phone',
    lang: 'en',
    data: { url },
    ...changes,
  }
}

/** Gateway URL at which nothing listens. */
export const NOWHERE = 'http://127.0.0.1:9/_matrix/push/v1/notify'
