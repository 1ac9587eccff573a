import { isIP } from 'node:net'
import { isPrivateAddress } from './private-address.ts'

/** The only path that a push gateway may have. */
export const NOTIFY_PATH = '/_matrix/push/v1/notify'

export interface GatewayUrlPolicy {
  /** Whether plain HTTP is good enough; for tests on one machine */
  allowHttp?: boolean
  /** Whether the gateway may have a private, loopback or link-local address; for tests on one machine */
  allowPrivateAddresses?: boolean
}

/**
 * Why a push gateway URL cannot be used, as a sentence; `undefined` when it can.
 *
 * Host names are not resolved here: the addresses that they have count when the connection is made.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset
 */
export function refuseGatewayUrl(text: string, policy: GatewayUrlPolicy): string | undefined {
  const because = (found: string) => `Cannot use the push gateway URL ${JSON.stringify(text)}: ${found}`
  if (!URL.canParse(text))
    return because('it is not an absolute URL; give one such as https://example.org/_matrix/push/v1/notify')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(policy.allowHttp && url.protocol === 'http:')) {
    return because(`its scheme is "${url.protocol.slice(0, -1)}"; use https`)
  }
  if (url.username !== '' || url.password !== '') return because('it has credentials in it; leave them out')
  if (url.pathname !== NOTIFY_PATH) return because(`its path is "${url.pathname}"; use "${NOTIFY_PATH}"`)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!policy.allowPrivateAddresses && isIP(host) !== 0 && isPrivateAddress(host)) {
    return because(`its address "${host}" is not public; use a gateway that the internet can reach`)
  }
  return undefined
}
