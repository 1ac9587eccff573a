import { isObject } from '../../homeserver/body.ts'
import type { Fetch } from '../variant.ts'
import { jsonOf, requestOf } from './rewrite.ts'

/** Account that a request registered and signed in. */
export interface RegisteredAccount {
  user_id: string
  access_token: string
}

/** Returns the account that a request registered; `undefined` if it did not, or did not sign it in. */
export async function accountIn(request: Request, response: Response): Promise<RegisteredAccount | undefined> {
  const { method, path } = requestOf(request)
  if (method !== 'POST' || path !== '/register' || !response.ok) return undefined
  const body = await jsonOf(response)
  if (!isObject(body) || typeof body.user_id !== 'string' || typeof body.access_token !== 'string') return undefined
  return { user_id: body.user_id, access_token: body.access_token }
}

/** Returns a function that sends requests to the homeserver of another request, with an access token if one is given. */
export function sendAs(fetch: Fetch, { url }: Request, token?: string) {
  const base = url.replace(/(\/_matrix\/client\/(r0|v3)\/).*$/, '$1')
  return async (method: string, path: string, body: object) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const headers = { 'content-type': 'application/json', ...authorization }
    const response = await fetch(new Request(base + path, { method, headers, body: JSON.stringify(body) }))
    return await response.json()
  }
}
