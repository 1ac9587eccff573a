import { createHmac } from 'node:crypto'
import { quote } from '../../../common/text.ts'
import { Inconclusive } from '../case/errors.ts'
import { parseJson } from './body.ts'
import type { CheckedResponse, Client, TargetAccess } from './client.ts'
import {
  noFlowsError,
  noSecretError,
  type RefusedRequest,
  registrationError,
  secretError,
  stageError,
  stagesError,
  unusableAccountError,
} from './registration-errors.ts'
import { NoResponse } from './reliable-send.ts'
import type { RawResponse } from './transport.ts'

/** Credentials to register accounts with. None are needed if the target has open registration. */
export interface Credentials {
  /** Token for the stage `m.login.registration_token` */
  registrationToken?: string
  /** `registration_shared_secret` of Synapse */
  sharedSecret?: string
}

/** New account, signed in. */
export interface Account {
  userId: string
  accessToken: string
  deviceId: string | undefined
  password: string
  /** Number of the latest request that has one of its own, whichever case and device made it */
  requests: { number: number }
}

/** Set of stages that a server requires, as in the 401 response of the registration endpoint. */
interface Flow {
  stages?: unknown
}

const DUMMY = 'm.login.dummy'

/** Targets that have registered an account with the stage {@link DUMMY} alone. They get it in the first request. */
const withDummyAlone = new WeakSet<TargetAccess>()

/**
 * Registers a new account: with the shared secret if there is one, otherwise with the stages that the server requires.
 * Plexor supports `m.login.dummy` and `m.login.registration_token`.
 *
 * @throws {TargetError} when the server refuses
 */
export async function register(client: Client, username: string, credentials: Credentials): Promise<Account> {
  const password = randomPassword()
  client.access.redactor.add(password)
  if (credentials.registrationToken !== undefined) client.access.redactor.add(credentials.registrationToken)
  if (credentials.sharedSecret !== undefined)
    return await bySharedSecret(client, username, password, credentials.sharedSecret)
  const request = { username, password, initial_device_display_name: 'Plexor' }
  const shown = ({ request: line, status, body }: CheckedResponse): RefusedRequest => {
    return { request: line, status, body: withoutSecret(client, body, credentials.registrationToken) }
  }
  const send = (auth?: object) => {
    const body = auth === undefined ? request : { ...request, auth }
    return client.call('register', { body, query: { kind: 'user' } })
  }
  let response = withDummyAlone.has(client.access) ? await send({ type: DUMMY }) : await send()
  if (response.status !== 200 && withDummyAlone.delete(client.access)) response = await send()
  const done: string[] = []
  while (response.status === 401) {
    const { session, flows } = sessionOf(response)
    const stage = nextStage(flows, done, credentials)
    if (flows.length === 0) throw noFlowsError(shown(response))
    if (stage === undefined) {
      throw stagesError(
        flows.map(({ stages }) => stages),
        credentials.registrationToken !== undefined,
      )
    }
    const token = stage === 'm.login.registration_token' ? { token: credentials.registrationToken } : {}
    const auth = { type: stage, ...(session === undefined ? {} : { session }), ...token }
    response = await send(auth)
    if (response.status === 401 && done.includes(stage)) throw stageError(stage, shown(response))
    done.push(stage)
  }
  if (response.status !== 200)
    throw registrationError(shown(response), done.at(-1), credentials.registrationToken !== undefined)
  if (done.length === 1 && done[0] === DUMMY) withDummyAlone.add(client.access)
  return accountOf(response.body, password)
}

/** @see https://element-hq.github.io/synapse/latest/admin_api/register_api.html */
async function bySharedSecret(client: Client, username: string, password: string, secret: string): Promise<Account> {
  client.access.redactor.add(secret)
  const path = '/_synapse/admin/v1/register'
  const shown = (method: string, { status, text }: RawResponse): RefusedRequest => {
    return { request: `${method} ${path}`, status, body: withoutSecret(client, parseJson(text), secret) }
  }
  try {
    const first = await client.send('GET', path)
    const { nonce } = Object(parseJson(first.text)) as { nonce?: unknown }
    if (first.status !== 200 || typeof nonce !== 'string') throw noSecretError(shown('GET', first))
    const mac = createHmac('sha1', secret).update([nonce, username, password, 'notadmin'].join('\0')).digest('hex')
    const body = JSON.stringify({ nonce, username, password, admin: false, mac })
    const second = await client.send('POST', path, body)
    if (second.status !== 200) throw secretError(shown('POST', second))
    return accountOf(parseJson(second.text), password)
  } catch (error) {
    if (error instanceof NoResponse) throw new Inconclusive(`Cannot register ${username}: ${error.message}`)
    throw error
  }
}

/** Returns a body for a message. The redactor ignores short secrets, so nothing is left of a body that quotes one. */
function withoutSecret({ access: { redactor } }: Client, body: unknown, secret: string | undefined): unknown {
  const shown = redactor.value(body)
  return secret !== undefined && JSON.stringify(shown)?.includes(secret) ? '<redacted>' : shown
}

function sessionOf(response: CheckedResponse): { session: string | undefined; flows: Flow[] } {
  const body = (response.body ?? {}) as { session?: unknown; flows?: unknown }
  return {
    session: typeof body.session === 'string' ? body.session : undefined,
    flows: Array.isArray(body.flows) ? body.flows.map((flow) => (flow ?? {}) as Flow) : [],
  }
}

/** Returns the next stage of the first flow that Plexor supports completely. */
function nextStage(flows: Flow[], done: string[], credentials: Credentials): string | undefined {
  const able = (stage: unknown) =>
    stage === DUMMY || (stage === 'm.login.registration_token' && credentials.registrationToken !== undefined)
  const flow = flows.map(({ stages }) => (Array.isArray(stages) ? stages : [])).find((stages) => stages.every(able))
  return flow?.find((stage) => !done.includes(stage)) ?? flow?.at(-1)
}

/** Maximum number of keys of a body that a message names. */
const MAX_KEYS = 10

/** Maximum length of an access token. Longer ones do not fit into the header of a request on many servers. */
const MAX_TOKEN = 8_192

function accountOf(body: unknown, password: string): Account {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const { user_id, access_token, device_id } = fields
  if (typeof user_id !== 'string' || typeof access_token !== 'string') {
    throw unusableAccountError(`the response has no user_id or access_token, ${keysText(Object.keys(fields))}`)
  }
  if (access_token.length > MAX_TOKEN) {
    throw unusableAccountError(
      `the response has an access_token of ${access_token.length} characters, more than ${MAX_TOKEN}`,
    )
  }
  return {
    userId: user_id,
    accessToken: access_token,
    deviceId: typeof device_id === 'string' ? device_id : undefined,
    password,
    requests: { number: 0 },
  }
}

/** Names the fields of a body without their values, which may be secret. */
function keysText(keys: readonly string[]): string {
  return keys.length === 0 ? 'and no other field of JSON' : `but ${quote(keys.slice(0, MAX_KEYS))}`
}

function randomPassword(): string {
  return `Pw-${crypto.randomUUID()}`
}
