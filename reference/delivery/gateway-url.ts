import { isIP } from 'node:net'
import { isPrivateAddress } from './private-address.ts'

/** Path of every push gateway. */
export const NOTIFY_PATH = '/_matrix/push/v1/notify'

/** Rules for the URLs of push gateways. */
export interface GatewayUrlPolicy {
  /** True if plain HTTP is allowed, for tests on one machine; default: false */
  allowHttp?: boolean

  /** True if private, loopback and link-local addresses are allowed, for tests on one machine; default: false */
  allowPrivateAddresses?: boolean
}

/**
 * Returns the reason why a push gateway URL cannot be used, as a sentence; `undefined` if it can.
 *
 * Host names are not resolved here: their addresses are checked when a connection is opened.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3pushersset
 */
export function refuseGatewayUrl(text: string, policy: GatewayUrlPolicy): string | undefined {
  const refuse = (found: string) => `Cannot use the push gateway URL ${JSON.stringify(text)}: ${found}`
  if (!URL.canParse(text))
    return refuse('it is not an absolute URL; give one such as https://example.org/_matrix/push/v1/notify')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(policy.allowHttp && url.protocol === 'http:')) {
    return refuse(`its scheme is "${url.protocol.slice(0, -1)}"; use https`)
  }
  if (url.username !== '' || url.password !== '') return refuse('it has credentials in it; leave them out')
  if (url.pathname !== NOTIFY_PATH) return refuse(`its path is "${url.pathname}"; use "${NOTIFY_PATH}"`)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!policy.allowPrivateAddresses && isIP(host) !== 0 && isPrivateAddress(host)) {
    return refuse(`its address "${host}" is not public; use a gateway that the internet can reach`)
  }
  return undefined
}
