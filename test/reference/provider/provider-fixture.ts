import { Buffer } from 'node:buffer'
import { connect } from 'node:http2'
import { importPKCS8, type JWTPayload, SignJWT } from 'jose'
import { Agent, type Dispatcher, request } from 'undici'
import type { LogEntry } from '../../../reference/log.ts'
import { type Provider, type ProviderOptions, startProvider } from '../../../reference/provider/index.ts'
import { makeCertificates } from '../delivery/certificates.ts'

/** Provider for one test, with what its clients need. */
export interface ProviderFixture {
  provider: Provider

  /** CA certificate of the provider, in PEM */
  ca: string

  /** Log entries of the provider */
  log: LogEntry[]

  /** HTTPS client that trusts the CA */
  agent: Dispatcher
  close(): Promise<void>
}

/** Starts a provider. */
export async function openProviderFixture(ports: ProviderOptions['ports'] = {}): Promise<ProviderFixture> {
  const { ca, cert, key } = await makeCertificates()
  const log: LogEntry[] = []
  const provider = await startProvider({ ports, certificate: { cert, key }, log: (entry) => log.push(entry) })
  const agent = new Agent({ connect: { ca }, allowH2: false })
  return {
    provider,
    ca,
    log,
    agent,
    async close() {
      await agent.destroy()
      await provider.close()
    },
  }
}

/** Response of a service or the control API. */
export interface ServiceResponse {
  status: number
  headers: Record<string, string>

  /** Parsed JSON, or text that is not JSON */
  body: unknown
}

/** Returns the current time, in Unix seconds. */
export const now = () => Math.floor(Date.now() / 1000)

/** Converts a pushkey of APNs, which is base64, to the device token in hex. */
export const hexOf = (pushkey: string) => Buffer.from(pushkey, 'base64').toString('hex')

/** Sends a request to the control API. */
export async function control(
  { provider }: ProviderFixture,
  method: string,
  path: string,
  body?: unknown,
): Promise<ServiceResponse> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${provider.url}${path}`, { method, ...(body === undefined ? {} : { body: text }) })
  return toResponse(response.status, Object.fromEntries(response.headers), await response.text())
}

/** Sends a request to the services over HTTP/1.1. */
export async function send(
  { agent }: ProviderFixture,
  url: string,
  {
    method = 'POST',
    headers = {},
    body = '',
  }: { method?: 'POST' | 'GET'; headers?: Record<string, string>; body?: string | Buffer },
): Promise<ServiceResponse> {
  const response = await request(url, { dispatcher: agent, method, headers, ...(method === 'GET' ? {} : { body }) })
  return toResponse(response.statusCode, response.headers as Record<string, string>, await response.body.text())
}

/** Creates a valid provider token for APNs, with changes. */
export async function apnsToken(
  { provider }: ProviderFixture,
  claims: JWTPayload = {},
  { key = provider.credentials.apns.key, kid = provider.credentials.apns.keyId } = {},
): Promise<string> {
  return new SignJWT({ iss: provider.credentials.apns.teamId, iat: now(), ...claims })
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(await importPKCS8(key, 'ES256'))
}

/** Request to APNs. */
export interface ApnsRequest {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Sends a request to APNs over HTTP/2. */
export async function apns(
  { ca }: ProviderFixture,
  url: string,
  { method = 'POST', path, headers = {}, body = '{"aps":{}}' }: ApnsRequest,
): Promise<ServiceResponse> {
  const session = connect(url, { ca })
  const { promise, resolve, reject } = Promise.withResolvers<ServiceResponse>()
  session.on('error', reject)
  const stream = session.request({ ':method': method, ':path': path, ...headers })
  let [status, fields, text] = [0, {} as Record<string, string>, '']
  stream.setEncoding('utf8')
  stream.on('error', reject)
  stream.on('response', (response) => {
    status = Number(response[':status'])
    fields = response as Record<string, string>
  })
  stream.on('data', (chunk: string) => {
    text += chunk
  })
  stream.on('end', () => resolve(toResponse(status, fields, text)))
  stream.end(method === 'GET' ? undefined : body)
  try {
    return await promise
  } finally {
    session.destroy()
  }
}

/** Creates a valid assertion to request an access token with, with changes. */
export async function assertion(
  { provider }: ProviderFixture,
  claims: JWTPayload = {},
  { key = provider.credentials.fcm.private_key, kid = provider.credentials.fcm.private_key_id } = {},
): Promise<string> {
  const { client_email: iss, token_uri: aud } = provider.credentials.fcm
  const scope = 'https://www.googleapis.com/auth/firebase.messaging'
  return new SignJWT({ iss, aud, scope, iat: now(), exp: now() + 3600, ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .sign(await importPKCS8(key, 'RS256'))
}

/** Sends a request to the token endpoint. */
export function requestToken(fixture: ProviderFixture, form: Record<string, string>): Promise<ServiceResponse> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return send(fixture, fixture.provider.credentials.fcm.token_uri, {
    headers,
    body: new URLSearchParams(form).toString(),
  })
}

/** Grant type of the token endpoint. */
export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** Obtains an access token for FCM. */
export async function accessToken(fixture: ProviderFixture): Promise<string> {
  const { body } = await requestToken(fixture, { grant_type: GRANT_TYPE, assertion: await assertion(fixture) })
  return (body as { access_token: string }).access_token
}

/** Sends a request to FCM. */
export function fcm(
  fixture: ProviderFixture,
  token: string | undefined,
  body: unknown,
  project?: string,
): Promise<ServiceResponse> {
  const { servicesUrl, credentials } = fixture.provider
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const path = `/v1/projects/${project ?? credentials.fcm.project_id}/messages:send`
  return send(fixture, `${servicesUrl}${path}`, {
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

function toResponse(status: number, headers: Record<string, string>, text: string): ServiceResponse {
  try {
    return { status, headers, body: JSON.parse(text) }
  } catch {
    return { status, headers, body: text }
  }
}
