import { createHash, randomBytes } from 'node:crypto'
import { errors, type JWTPayload, jwtVerify } from 'jose'
import type { Log } from '../../log.ts'
import type { CredentialKeys, ServiceAccount } from '../credentials.ts'
import { readBody } from '../read-body.ts'

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const SCOPES = [
  'https://www.googleapis.com/auth/firebase.messaging',
  'https://www.googleapis.com/auth/cloud-platform',
] as const

/** Audience that client libraries use regardless of the service account, and that Google's endpoint accepts. */
const GOOGLE_AUDIENCE = 'https://oauth2.googleapis.com/token'

const MAX_BODY_BYTES = 16 * 1024
const MAX_LIFETIME_SECONDS = 3600
const CLOCK_TOLERANCE_SECONDS = 60

/** Lifetime of an access token, in seconds. */
const TOKEN_LIFETIME_SECONDS = 3599

/** Maximum number of valid access tokens; beyond that the oldest expire. */
const MAX_TOKENS = 1000

/** Access tokens of OAuth 2, stored as hashes only. */
export interface AccessTokens {
  issue(): string
  isGood(token: string): boolean
}

/** Creates access tokens that are valid for an hour. */
export function createAccessTokens(now: () => number = Date.now): AccessTokens {
  const expiries = new Map<string, number>()
  const hash = (token: string) => createHash('sha256').update(token).digest('base64url')
  return {
    issue() {
      const token = `ya29.${randomBytes(64).toString('base64url')}`
      expiries.set(hash(token), now() + TOKEN_LIFETIME_SECONDS * 1000)
      for (const oldest of expiries.keys()) {
        if (expiries.size <= MAX_TOKENS) break
        expiries.delete(oldest)
      }
      return token
    },
    isGood: (token) => (expiries.get(hash(token)) ?? 0) > now(),
  }
}

/** Dependencies of the token endpoint. */
export interface TokenOptions {
  account: ServiceAccount
  key: CredentialKeys['fcm']
  tokens: AccessTokens
  log: Log
}

/**
 * Handles a request to the token endpoint of OAuth 2: issues an access token for an assertion that the service account
 * has signed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-2.1
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 */
export async function handleTokenRequest(options: TokenOptions, request: Request): Promise<Response> {
  const body = await readBody(request, MAX_BODY_BYTES)
  if (body === undefined)
    return refuse(options.log, 'invalid_request', `Body: expected at most ${MAX_BODY_BYTES} bytes, found more`)
  const form = readForm(request, body)
  const grantType = form.get('grant_type')
  if (grantType !== GRANT_TYPE)
    return refuse(options.log, 'unsupported_grant_type', `The grant type must be ${GRANT_TYPE}`)
  const problem = await checkAssertion(options, form.get('assertion') ?? '')
  if (problem !== undefined) return refuse(options.log, ...problem)
  return Response.json(
    { access_token: options.tokens.issue(), expires_in: TOKEN_LIFETIME_SECONDS, token_type: 'Bearer' },
    { headers: { 'cache-control': 'no-store' } },
  )
}

/** Reads the body as a form, as OAuth requires, or as JSON, which Google's endpoint accepts and Google's clients send. */
function readForm(request: Request, body: Uint8Array): Map<string, string> {
  const text = new TextDecoder().decode(body)
  if (!request.headers.get('content-type')?.startsWith('application/json')) return new Map(new URLSearchParams(text))
  try {
    return new Map(Object.entries(JSON.parse(text)))
  } catch {
    return new Map()
  }
}

/** Error code and description of OAuth 2. */
type TokenError = [error: 'invalid_grant' | 'invalid_scope', description: string]

async function checkAssertion({ account, key }: TokenOptions, assertion: string): Promise<TokenError | undefined> {
  const verified = await verify(assertion, account, key)
  if (typeof verified === 'string') return ['invalid_grant', verified]
  const { iat, exp, scope } = verified
  if (iat === undefined || exp === undefined || exp - iat > MAX_LIFETIME_SECONDS) {
    return ['invalid_grant', 'The assertion must have iat, and exp at most an hour later']
  }
  const scopes = typeof scope === 'string' ? scope.split(' ') : []
  if (SCOPES.some((known) => scopes.includes(known))) return undefined
  return ['invalid_scope', `The scope must contain ${SCOPES.join(' or ')}`]
}

async function verify(assertion: string, account: ServiceAccount, key: CredentialKeys['fcm']) {
  try {
    const { payload, protectedHeader } = await jwtVerify<JWTPayload & { scope?: unknown }>(String(assertion), key, {
      algorithms: ['RS256'],
      issuer: account.client_email,
      audience: [account.token_uri, GOOGLE_AUDIENCE],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    })
    const { kid } = protectedHeader
    return kid === undefined || kid === account.private_key_id ? payload : 'The key ID is not that of the account'
  } catch (error) {
    if (error instanceof errors.JOSEError) return `The assertion is not valid: ${error.message}`
    throw error
  }
}

function refuse(log: Log, error: string, description: string): Response {
  const text = `Refused a request for an access token: ${error}`
  log({ part: 'provider', level: 'warning', event: 'token-refused', text, details: { error } })
  return Response.json({ error, error_description: description }, { status: 400 })
}
