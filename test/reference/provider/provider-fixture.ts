import { Buffer } from 'node:buffer'
import { connect } from 'node:http2'
import { importPKCS8, type JWTPayload, SignJWT } from 'jose'
import { Agent, type Dispatcher, request } from 'undici'
import type { LogEntry } from '../../../reference/log.ts'
import { type Provider, type ProviderOptions, startProvider } from '../../../reference/provider/index.ts'
import { makeCertificates } from '../delivery/certificates.ts'

/** A provider for one test, and what its clients need. */
export interface ProviderFixture {
  provider: Provider
  /** The authority that its certificate is of, in PEM */
  ca: string
  /** What it has logged */
  log: LogEntry[]
  /** An HTTPS client that knows the authority */
  agent: Dispatcher
  close(): Promise<void>
}

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

export interface ServiceResponse {
  status: number
  headers: Record<string, string>
  /** Parsed JSON, or the text that is none */
  body: unknown
}

export const now = () => Math.floor(Date.now() / 1000)

/** The hexadecimal device token that a pusher has in base64. */
export const hexOf = (pushkey: string) => Buffer.from(pushkey, 'base64').toString('hex')

/** A request to the control API. */
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

/** A request over HTTP/1.1 to the services. */
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

/** A provider token for APNs, in order but for the claims and header fields that are given. */
export async function apnsToken(
  { provider }: ProviderFixture,
  claims: JWTPayload = {},
  { key = provider.credentials.apns.key, kid = provider.credentials.apns.keyId } = {},
): Promise<string> {
  return new SignJWT({ iss: provider.credentials.apns.teamId, iat: now(), ...claims })
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(await importPKCS8(key, 'ES256'))
}

export interface ApnsRequest {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** One request over HTTP/2. */
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

/** The assertion with which a service account asks for an access token, in order but for what is given. */
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

/** A request to the token endpoint. */
export function askForToken(fixture: ProviderFixture, form: Record<string, string>): Promise<ServiceResponse> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return send(fixture, fixture.provider.credentials.fcm.token_uri, {
    headers,
    body: new URLSearchParams(form).toString(),
  })
}

export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** An access token for FCM. */
export async function accessToken(fixture: ProviderFixture): Promise<string> {
  const { body } = await askForToken(fixture, { grant_type: GRANT_TYPE, assertion: await assertion(fixture) })
  return (body as { access_token: string }).access_token
}

/** A request to FCM. */
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
