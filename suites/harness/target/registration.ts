import { createHmac } from 'node:crypto'
import { quote } from '../../../common/text.ts'
import { Inconclusive, TargetError } from '../case/errors.ts'
import { parseJson } from './body.ts'
import type { CheckedResponse, Client } from './client.ts'
import { NoResponse } from './reliable-send.ts'

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
}

/** Set of stages that a server requires, as in the 401 response of the registration endpoint. */
interface Flow {
  stages?: unknown
}

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
  let response = await client.call('register', { body: request, query: { kind: 'user' } })
  const done: string[] = []
  while (response.status === 401) {
    const { session, flows } = sessionOf(response)
    const stage = nextStage(flows, done, credentials)
    if (stage === undefined) throw refused(stagesNeeded(flows))
    const token = stage === 'm.login.registration_token' ? { token: credentials.registrationToken } : {}
    const auth = { type: stage, ...(session === undefined ? {} : { session }), ...token }
    response = await client.call('register', { body: { ...request, auth }, query: { kind: 'user' } })
    if (response.status === 401 && done.includes(stage))
      throw refused(`the stage ${stage} was not accepted: ${quote(client.access.redactor.value(response.body))}`)
    done.push(stage)
  }
  if (response.status !== 200)
    throw refused(
      `${response.request} returned status ${response.status} with ${quote(client.access.redactor.value(response.body))}`,
    )
  return accountOf(response.body, password)
}

/** @see https://element-hq.github.io/synapse/latest/admin_api/register_api.html */
async function bySharedSecret(client: Client, username: string, password: string, secret: string): Promise<Account> {
  const { redactor } = client.access
  redactor.add(secret)
  const path = '/_synapse/admin/v1/register'
  try {
    const first = await client.send('GET', path)
    const { nonce } = (JSON.parse(first.text) ?? {}) as { nonce?: unknown }
    if (first.status !== 200 || typeof nonce !== 'string') {
      throw refused(
        `GET /_synapse/admin/v1/register returned status ${first.status}, so the shared secret cannot be used`,
      )
    }
    const mac = createHmac('sha1', secret).update([nonce, username, password, 'notadmin'].join('\0')).digest('hex')
    const body = JSON.stringify({ nonce, username, password, admin: false, mac })
    const second = await client.send('POST', path, body)
    if (second.status !== 200)
      throw refused(
        `the shared secret was not accepted: status ${second.status} with ${quote(redactor.value(parseJson(second.text)))}`,
      )
    return accountOf(JSON.parse(second.text), password)
  } catch (error) {
    if (error instanceof NoResponse) throw new Inconclusive(`Cannot register ${username}: ${error.message}`)
    if (error instanceof SyntaxError) throw refused('/_synapse/admin/v1/register returned something that is not JSON')
    throw error
  }
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
    stage === 'm.login.dummy' || (stage === 'm.login.registration_token' && credentials.registrationToken !== undefined)
  const flow = flows.map(({ stages }) => (Array.isArray(stages) ? stages : [])).find((stages) => stages.every(able))
  return flow?.find((stage) => !done.includes(stage)) ?? flow?.at(-1)
}

function stagesNeeded(flows: Flow[]): string {
  return `it requires the stages ${quote(flows.map(({ stages }) => stages))}, and Plexor supports m.login.dummy, and m.login.registration_token if it has the token`
}

/** Maximum length of an access token. Longer ones do not fit into the header of a request on many servers. */
const MAX_TOKEN = 8_192

function accountOf(body: unknown, password: string): Account {
  const { user_id, access_token, device_id } = (body ?? {}) as Record<string, unknown>
  if (typeof user_id !== 'string' || typeof access_token !== 'string') {
    throw refused(`the response has no user_id or access_token, but ${quote(Object.keys(body ?? {}))}`)
  }
  if (access_token.length > MAX_TOKEN) {
    throw refused(`the response has an access_token of ${access_token.length} characters, more than ${MAX_TOKEN}`)
  }
  return {
    userId: user_id,
    accessToken: access_token,
    deviceId: typeof device_id === 'string' ? device_id : undefined,
    password,
  }
}

function refused(reason: string): TargetError {
  return new TargetError('registration-refused', `The target does not let Plexor register accounts: ${reason}`, [
    'Open registration on the target while it is tested (Synapse: enable_registration and enable_registration_without_verification; Dendrite: -really-enable-open-registration; tuwunel, conduwuit: allow_registration)',
    'Or give Plexor a registration token (PLEXOR_REGISTRATION_TOKEN or --registration-token-file)',
    'Or give it the registration_shared_secret of Synapse (PLEXOR_SHARED_SECRET or --shared-secret-file)',
  ])
}

function randomPassword(): string {
  return `Pw-${crypto.randomUUID()}`
}
