import { isObject } from '../homeserver/body.ts'
import { jsonOf, jsonResponse, requestOf } from './helpers/rewrite.ts'
import { type Variant, variant } from './variant.ts'

const SYNC = 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync'

/** Variants of `/sync`. */
export const RULES_SYNC_VARIANTS: readonly Variant[] = [
  variant({
    name: 'rules-sync.sync-never-waits',
    summary: 'Every /sync returns soon, whatever its timeout',
    allowedBy: [SYNC],
    wrap: (fetch) => async (request, peer) => {
      const url = new URL(request.url)
      if (requestOf(request).path !== '/sync' || !url.searchParams.has('timeout')) return await fetch(request, peer)
      url.searchParams.set('timeout', '25')
      return await fetch(new Request(url, { headers: request.headers, signal: request.signal }), peer)
    },
  }),
  variant({
    name: 'rules-sync.in-every-sync',
    summary: 'Each /sync contains the push rules, even if they did not change',
    allowedBy: [SYNC],
    wrap: (fetch) => async (request, peer) => {
      const response = await fetch(request, peer)
      const body = requestOf(request).path === '/sync' && response.ok ? await jsonOf(response) : undefined
      if (!isObject(body)) return response
      const { events = [] } = (body.account_data ?? {}) as { events?: { type: string }[] }
      if (events.some(({ type }) => type === 'm.push_rules')) return response
      const { headers, url } = request
      const content = await (await fetch(new Request(url.replace(/\/sync(?=$|\?)/, '/pushrules/'), { headers }))).json()
      const account_data = { events: [...events, { type: 'm.push_rules', content }] }
      return jsonResponse(response, response.status, JSON.stringify({ ...body, account_data }))
    },
  }),
]
