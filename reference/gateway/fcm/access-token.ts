import { importPKCS8, SignJWT } from 'jose'
import { isObject } from '../../rules/json.ts'
import type { HttpsClient } from '../https-client.ts'
import { ServiceError } from '../service-trouble.ts'

/** What Google gives a developer: the fields of a service account's JSON file that sending takes. */
export interface FcmAccount {
  project_id: string
  client_email: string
  private_key: string
  private_key_id?: string
  token_uri?: string
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging'
const DEFAULT_TOKEN_URI = 'https://oauth2.googleapis.com/token'

/** A token is renewed so long before it ends, in milliseconds. */
const MARGIN_MS = 60_000

/**
 * Gets access tokens for a service account, each for as long as it is good.
 *
 * It does so itself, for Google's library asks Google's own server whatever the account says, which no test can.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 */
export function accessTokens(account: FcmAccount, client: HttpsClient) {
  const { client_email, private_key, private_key_id, token_uri = DEFAULT_TOKEN_URI } = account
  let known: { token: string; endsAt: number } | undefined
  /** One request serves all who want a token meanwhile. */
  let underWay: Promise<string> | undefined

  async function fetchToken(signal: AbortSignal): Promise<string> {
    const header = { alg: 'RS256', ...(private_key_id === undefined ? {} : { kid: private_key_id }) }
    const signer = new SignJWT({ scope: SCOPE }).setProtectedHeader(header).setIssuer(client_email)
    const claims = signer.setAudience(token_uri).setIssuedAt().setExpirationTime('1h')
    const assertion = await claims.sign(await importPKCS8(private_key, 'RS256'))
    const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const { status, body } = await client.post(token_uri, headers, form.toString(), signal)
    if (status !== 200) throw new ServiceError(`the server of its access tokens answered ${status}`)
    const { token, seconds } = readToken(body)
    known = { token, endsAt: Date.now() + seconds * 1000 - MARGIN_MS }
    return token
  }

  return {
    async get(signal: AbortSignal): Promise<string> {
      if (known !== undefined && Date.now() < known.endsAt) return known.token
      underWay ??= fetchToken(signal).finally(() => {
        underWay = undefined
      })
      return await underWay
    },
    /** To be called with a token that was refused; the one that has come since may be good. */
    forget(token: string): void {
      if (known?.token === token) known = undefined
    },
  }
}

/** What the server of access tokens has answered; errors do not quote it, for it is a secret. */
function readToken(body: string): { token: string; seconds: number } {
  let response: unknown
  try {
    response = JSON.parse(body)
  } catch {
    throw new ServiceError('the server of its access tokens answered with no JSON')
  }
  const { access_token: token, expires_in: seconds } = isObject(response) ? response : {}
  // It goes into a header field
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new ServiceError('the server of its access tokens gave none')
  }
  return { token, seconds: typeof seconds === 'number' ? seconds : 0 }
}
