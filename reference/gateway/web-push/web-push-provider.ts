import { createECDH } from 'node:crypto'
import { isIP } from 'node:net'
import type { PushSubscription } from 'web-push'
import { isPrivateAddress } from '../../delivery/private-address.ts'
import { createHttpsClient, type HttpsResponse } from '../https-client.ts'
import type { Push, TargetDevice } from '../push.ts'
import { failed, type Outcome, type PushProvider } from '../push-provider.ts'
import { retryAfterMs } from '../retry-after.ts'
import { webPushPayload } from './payload.ts'

/** How Web Push is reached. */
export interface WebPushOptions {
  /** A `mailto:` or `https:` URL by which push services reach whoever runs the gateway */
  subject: string
  /** The VAPID keys, base64url */
  publicKey: string
  privateKey: string
  /** Whether push services may have private addresses; default: false */
  allowPrivateAddresses?: boolean
  /** Authority (PEM) of push services, besides the well-known ones */
  ca?: string
}

/** How long a push service is to keep a push for a device that cannot be reached, in seconds. */
const TTL_SECONDS = 12 * 60 * 60

/**
 * Reaches browsers and what else takes Web Push. The pushkey is the public key `p256dh` of the subscription, and the
 * data of the pusher has its `endpoint` and `auth`.
 *
 * The endpoint comes from whoever sets the pusher: it has to be HTTPS at a public address, and no redirect is followed.
 *
 * @throws {TypeError} when subject and keys are none of VAPID
 * @see https://www.rfc-editor.org/rfc/rfc8030 push
 * @see https://www.rfc-editor.org/rfc/rfc8291 encryption
 * @see https://www.rfc-editor.org/rfc/rfc8292 VAPID
 */
export function createWebPushProvider(options: WebPushOptions): PushProvider {
  const { subject, publicKey, privateKey, allowPrivateAddresses = false, ca } = options
  assertVapid(options)
  const client = createHttpsClient({ allowPrivateAddresses, ...(ca === undefined ? {} : { ca }) })

  async function send(push: Push, signal: AbortSignal): Promise<Outcome> {
    const subscription = subscriptionOf(push.device, allowPrivateAddresses)
    if (subscription === undefined) return { result: 'rejected', reason: 'its pusher has no subscription to push to' }
    const payload = webPushPayload(push)
    if (payload === undefined) return { result: 'rejected', reason: 'what its app wants to be sent is too large' }
    const request = await encrypted(subscription, payload, push)
    if (request === undefined) return { result: 'rejected', reason: 'its keys are none of a subscription' }
    return judge(await client.post(subscription.endpoint, request.headers, request.body, signal))
  }

  async function encrypted(subscription: PushSubscription, payload: string, { notification }: Push) {
    // Loaded when it is needed: no other part of the stack asks for what it takes
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

/** What is wrong with our own keys must not count as the fault of a device. */
function assertVapid({ subject, publicKey, privateKey }: WebPushOptions): void {
  if (!/^(mailto|https):$/.test(URL.parse(subject)?.protocol ?? '')) {
    throw new TypeError(`The VAPID subject is ${JSON.stringify(subject)}; it must be a mailto: or https: URL`)
  }
  if (bytesIn(publicKey) !== 65) throw new TypeError('The public VAPID key is not one: 65 bytes in base64url')
  if (bytesIn(privateKey) !== 32) throw new TypeError('The private VAPID key is not one: 32 bytes in base64url')
  if (publicKeyOf(privateKey) !== publicKey) {
    throw new TypeError('The VAPID keys do not belong together: the public key is not that of the private key')
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
function judge({ status, retryAfter }: HttpsResponse): Outcome {
  if (status >= 200 && status <= 299) return { result: 'sent' }
  if (status === 404 || status === 410)
    return { result: 'rejected', reason: `it answered ${status}`, since: Date.now() }
  return { result: 'failed', reason: `it answered ${status}`, ...retryAfterMs(retryAfter) }
}
