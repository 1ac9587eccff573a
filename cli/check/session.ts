import { createHomeserver, serve } from '../../reference/index.ts'
import { majorVersion, type SpecVersion } from '../../spec/index.ts'
import { messageOf } from '../../suites/harness/case/errors.ts'
import { parseJson } from '../../suites/harness/target/body.ts'
import { Transport } from '../../suites/harness/target/transport.ts'
import { TargetError } from '../../suites/index.ts'

/** Deadline for a response, in milliseconds. */
const DEADLINE_MS = 10_000

/** Response of the target. */
export interface SessionResponse {
  status: number
  /** Parsed JSON, or text if the body is not JSON */
  body: unknown
}

/** Account on the target, with values for the placeholders of examples. Requests go to the target only. */
export interface Session {
  userId: string
  /** Returns the room for the examples: the last one that they created, or else a new one. */
  roomId(): Promise<string>
  /** Returns an event of that room. */
  eventId(): Promise<string>
  /** Sends a request as the account; the path begins with a slash. */
  send(method: string, path: string, body?: string): Promise<SessionResponse>
  /** Takes the ids and tokens from the response to an example. */
  learn(response: unknown): void
  close(): Promise<void>
}

/**
 * Prepares an account: that of PLEXOR_ACCESS_TOKEN, if it is set, or else a new one.
 *
 * @throws {TargetError} when the target cannot be reached or gives no account
 */
export async function openSession(target: string, specVersion: SpecVersion): Promise<Session> {
  const started = target === 'ref:' ? await startReference(specVersion) : undefined
  const session = new HttpSession(
    started?.url ?? target,
    `/_matrix/client/${majorVersion(specVersion)}`,
    started?.close,
  )
  try {
    await session.signIn(started === undefined ? process.env.PLEXOR_ACCESS_TOKEN : undefined)
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

async function startReference(specVersion: SpecVersion) {
  const homeserver = createHomeserver({ specVersion })
  const served = await serve(homeserver)
  const close = async () => {
    await served.close()
    await homeserver.close()
  }
  return { url: served.url, close }
}

class HttpSession implements Session {
  userId = ''
  readonly #base: string
  readonly #prefix: string
  readonly #transport = new Transport(1)
  readonly #end: (() => Promise<void>) | undefined
  #token: string | undefined
  #roomId: string | undefined
  #eventId: string | undefined

  constructor(base: string, prefix: string, end: (() => Promise<void>) | undefined) {
    this.#base = base
    this.#prefix = prefix
    this.#end = end
  }

  async signIn(token: string | undefined): Promise<void> {
    this.#token = token
    const response = token === undefined ? await this.#register() : await this.#call('GET', '/account/whoami')
    const { access_token, user_id } = Object(response.body) as { access_token?: unknown; user_id?: unknown }
    if (typeof user_id === 'string') this.userId = user_id
    if (typeof access_token === 'string') this.#token = access_token
    if (this.userId !== '' && this.#token !== undefined) return
    throw new TargetError(
      'registration-refused',
      `Cannot get an account for the examples: the target responded with ${response.status}`,
      ['Set PLEXOR_ACCESS_TOKEN to the access token of an account made for testing'],
    )
  }

  async #register(): Promise<SessionResponse> {
    const account = { username: `plexor-check-${crypto.randomUUID()}`, password: crypto.randomUUID() }
    const first = await this.#call('POST', '/register', { ...account, auth: { type: 'm.login.dummy' } })
    const { session } = Object(first.body) as { session?: unknown }
    if (first.status !== 401 || typeof session !== 'string') return first
    return this.#call('POST', '/register', { ...account, auth: { type: 'm.login.dummy', session } })
  }

  async roomId(): Promise<string> {
    if (this.#roomId === undefined)
      this.learn((await this.#call('POST', '/createRoom', { preset: 'private_chat' })).body)
    return this.#roomId ?? '!none:plexor.invalid'
  }

  async eventId(): Promise<string> {
    if (this.#eventId === undefined) {
      const path = `/rooms/${encodeURIComponent(await this.roomId())}/send/m.room.message/${crypto.randomUUID()}`
      this.learn((await this.#call('PUT', path, { msgtype: 'm.text', body: 'An event for examples' })).body)
    }
    return this.#eventId ?? '$none'
  }

  learn(response: unknown): void {
    const { room_id, event_id, access_token, user_id } = Object(response) as Record<string, unknown>
    if (typeof room_id === 'string') [this.#roomId, this.#eventId] = [room_id, undefined]
    if (typeof event_id === 'string') this.#eventId = event_id
    if (typeof access_token !== 'string' || typeof user_id !== 'string') return
    this.#token = access_token
    this.userId = user_id
    this.#roomId = undefined
  }

  #call(method: string, path: string, body?: object): Promise<SessionResponse> {
    return this.send(method, this.#prefix + path, body && JSON.stringify(body))
  }

  async send(method: string, path: string, body?: string): Promise<SessionResponse> {
    const headers = {
      ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    try {
      const { status, text } = await this.#transport.send(method, this.#base + path, headers, body, DEADLINE_MS)
      return { status, body: parseJson(text) }
    } catch (error) {
      throw new TargetError('unreachable', `Cannot reach the target at ${this.#base}: ${messageOf(error)}`, [
        'Check the URL, and whether the server is running',
      ])
    }
  }

  async close(): Promise<void> {
    await this.#transport.close()
    await this.#end?.()
  }
}
