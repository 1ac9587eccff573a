import { importPKCS8, SignJWT } from 'jose'
import { isObject } from '../../rules/json.ts'
import type { HttpsClient } from '../https-client.ts'
import { ServiceError } from '../push-provider.ts'

/** Fields of the JSON file of a Google service account that are needed to send messages. */
export interface FcmAccount {
  project_id: string
  client_email: string
  private_key: string
  private_key_id?: string

  /** URL of the token endpoint; default: that of Google */
  token_uri?: string
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging'
const DEFAULT_TOKEN_URI = 'https://oauth2.googleapis.com/token'

/** Time before its expiry at which a token is replaced, in milliseconds. */
const MARGIN_MS = 60_000

/**
 * Creates the access tokens of a service account, each of which is reused until shortly before it expires.
 *
 * Google's library is not used, because it always requests tokens from Google, regardless of `token_uri`.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 */
export function accessTokens(account: FcmAccount, client: HttpsClient) {
  const { client_email, private_key, private_key_id, token_uri = DEFAULT_TOKEN_URI } = account
  let known: { token: string; endsAt: number } | undefined
  /** Request in progress, which serves all callers in the meantime */
  let pending: Promise<string> | undefined

  async function fetchToken(signal: AbortSignal): Promise<string> {
    const header = { alg: 'RS256', ...(private_key_id === undefined ? {} : { kid: private_key_id }) }
    const signer = new SignJWT({ scope: SCOPE }).setProtectedHeader(header).setIssuer(client_email)
    const claims = signer.setAudience(token_uri).setIssuedAt().setExpirationTime('1h')
    const assertion = await claims.sign(await importPKCS8(private_key, 'RS256'))
    const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const { status, body } = await client.post(token_uri, headers, form.toString(), signal)
    if (status !== 200) throw new ServiceError(`its token endpoint responded with ${status}`)
    const { token, seconds } = readToken(body)
    known = { token, endsAt: Date.now() + seconds * 1000 - MARGIN_MS }
    return token
  }

  return {
    /** Returns the current token. */
    async get(signal: AbortSignal): Promise<string> {
      if (known !== undefined && Date.now() < known.endsAt) return known.token
      pending ??= fetchToken(signal).finally(() => {
        pending = undefined
      })
      return await pending
    },
    /** Discards a token that was refused, unless a newer one has replaced it. */
    forget(token: string): void {
      if (known?.token === token) known = undefined
    },
  }
}

/** Reads the response of the token endpoint. Errors do not quote it, because it is secret. */
function readToken(body: string): { token: string; seconds: number } {
  let response: unknown
  try {
    response = JSON.parse(body)
  } catch {
    throw new ServiceError('its token endpoint did not respond with JSON')
  }
  const { access_token: token, expires_in: seconds } = isObject(response) ? response : {}
  // The token must be valid in a header field
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new ServiceError('its token endpoint returned no token')
  }
  return { token, seconds: typeof seconds === 'number' ? seconds : 0 }
}
