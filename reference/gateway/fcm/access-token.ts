import { importPKCS8, SignJWT } from 'jose'
import type { HttpsClient } from '../https-client.ts'

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
    if (status !== 200) throw new Error(`the server of its access tokens answered ${status}`)
    const { access_token, expires_in } = JSON.parse(body)
    if (typeof access_token !== 'string') throw new Error('the server of its access tokens gave none')
    known = { token: access_token, endsAt: Date.now() + Number(expires_in ?? 0) * 1000 - MARGIN_MS }
    return access_token
  }

  return {
    async get(signal: AbortSignal): Promise<string> {
      if (known !== undefined && Date.now() < known.endsAt) return known.token
      underWay ??= fetchToken(signal).finally(() => {
        underWay = undefined
      })
      return await underWay
    },
    /** To be called when a token was refused. */
    forget(): void {
      known = undefined
    },
  }
}
