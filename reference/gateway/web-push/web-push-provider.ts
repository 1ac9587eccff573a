import { createECDH } from 'node:crypto'
import { isIP } from 'node:net'
import type { PushSubscription } from 'web-push'
import { isPrivateAddress } from '../../delivery/private-address.ts'
import { createHttpsClient, type HttpsResponse } from '../https-client.ts'
import type { Push, TargetDevice } from '../push.ts'
import { failed, type PushOutcome, type PushProvider } from '../push-provider.ts'
import { retryAfterMs } from '../retry-after.ts'
import { webPushPayload } from './payload.ts'

/** Options of `createWebPushProvider`. */
export interface WebPushOptions {
  /** `mailto:` or `https:` URL at which push services can contact the operator of the gateway */
  subject: string

  /** Public VAPID key, base64url of 65 bytes */
  publicKey: string

  /** Private VAPID key, base64url of 32 bytes */
  privateKey: string

  /** True if push services may have private addresses; default: false */
  allowPrivateAddresses?: boolean

  /** CA certificate (PEM) to trust besides the well-known ones; default: none */
  ca?: string
}

/** Time for which a push service stores a push for an unreachable device, in seconds. */
const TTL_SECONDS = 12 * 60 * 60

/**
 * Creates a connection to Web Push services, which reach browsers among others. The pushkey is the public key `p256dh`
 * of the subscription, and the data of the pusher has its `endpoint` and `auth`.
 *
 * The endpoint is not trusted, because whoever sets the pusher chooses it: it must be HTTPS at a public address, and
 * redirects are not followed.
 *
 * @returns the provider, to be closed by the gateway that uses it
 * @throws {TypeError} when the subject or a key is not valid for VAPID
 * @see https://www.rfc-editor.org/rfc/rfc8030 push
 * @see https://www.rfc-editor.org/rfc/rfc8291 encryption
 * @see https://www.rfc-editor.org/rfc/rfc8292 VAPID
 */
export function createWebPushProvider(options: WebPushOptions): PushProvider {
  const { subject, publicKey, privateKey, allowPrivateAddresses = false, ca } = options
  assertVapid(options)
  const client = createHttpsClient({ allowPrivateAddresses, ...(ca === undefined ? {} : { ca }) })

  async function send(push: Push, signal: AbortSignal): Promise<PushOutcome> {
    const subscription = subscriptionOf(push.device, allowPrivateAddresses)
    if (subscription === undefined) return { result: 'rejected', reason: 'its pusher has no subscription to push to' }
    const payload = webPushPayload(push)
    if (payload === undefined) return { result: 'rejected', reason: 'the payload for its app is too large' }
    const request = await encrypt(subscription, payload, push)
    if (request === undefined) return { result: 'rejected', reason: 'its keys are not those of a subscription' }
    return outcomeOf(await client.post(subscription.endpoint, request.headers, request.body, signal))
  }

  async function encrypt(subscription: PushSubscription, payload: string, { notification }: Push) {
    // Loaded on demand, because no other part of the stack needs it and its dependencies
    const { default: webPush } = await import('web-push')
    try {
      const { headers, body } = webPush.generateRequestDetails(subscription, payload, {
        vapidDetails: { subject, publicKey, privateKey },
        TTL: TTL_SECONDS,
        urgency: notification.prio === 'low' ? 'low' : 'high',
      })
      const { 'Content-Length': _, ...rest } = headers
      return { headers: textsOf(rest), body: body ?? Buffer.alloc(0) }
    } catch {
      return undefined
    }
  }

  return {
    name: 'Web Push',
    send: (push, signal) => send(push, signal).catch(failed),
    close: () => client.close(),
  }
}

/** Checks the options at once, so that a wrong key of ours is not reported as a problem of every device. */
function assertVapid({ subject, publicKey, privateKey }: WebPushOptions): void {
  if (!/^(mailto|https):$/.test(URL.parse(subject)?.protocol ?? '')) {
    throw new TypeError(`VAPID subject: expected a mailto: or https: URL, found ${JSON.stringify(subject)}`)
  }
  if (bytesIn(publicKey) !== 65)
    throw new TypeError('Public VAPID key: expected 65 bytes in base64url, found something else')
  if (bytesIn(privateKey) !== 32)
    throw new TypeError('Private VAPID key: expected 32 bytes in base64url, found something else')
  if (publicKeyOf(privateKey) !== publicKey) {
    throw new TypeError('The VAPID keys do not match: the public key does not belong to the private key')
  }
}

function publicKeyOf(privateKey: string): string | undefined {
  const pair = createECDH('prime256v1')
  try {
    pair.setPrivateKey(privateKey, 'base64url')
    return pair.getPublicKey('base64url')
  } catch {
    return undefined
  }
}

function bytesIn(base64url: string): number {
  return /^[\w-]+$/.test(base64url) ? Buffer.from(base64url, 'base64url').length : 0
}

function textsOf(headers: object): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function subscriptionOf({ pushkey, data }: TargetDevice, allowPrivate: boolean): PushSubscription | undefined {
  const { endpoint, auth } = data
  if (typeof endpoint !== 'string' || typeof auth !== 'string') return undefined
  const url = URL.parse(endpoint)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return undefined
  return { endpoint, keys: { p256dh: pushkey, auth } }
}

/** @see https://www.rfc-editor.org/rfc/rfc8030#section-7.3 */
function outcomeOf({ status, retryAfter }: HttpsResponse): PushOutcome {
  if (status >= 200 && status <= 299) return { result: 'sent' }
  if (status === 404 || status === 410)
    return { result: 'rejected', reason: `it responded with ${status}`, since: Date.now() }
  return { result: 'failed', reason: `it responded with ${status}`, ...retryAfterMs(retryAfter) }
}
