import { assertPrivateKey } from '../private-key.ts'
import type { Push } from '../push.ts'
import { failed, type Outcome, type PushProvider } from '../push-provider.ts'
import { retryAfterMs } from '../retry-after.ts'
import { type ApnsResponse, openConnection } from './connection.ts'
import { apnsMessage } from './payload.ts'
import { type ApnsCredentials, providerTokens } from './provider-token.ts'

/** How APNs is reached, for one app in one environment. */
export interface ApnsOptions extends ApnsCredentials {
  /** The bundle ID of the app */
  topic: string
  environment: 'production' | 'sandbox'
  /** Base URL of the service, where it is not Apple's */
  server?: string
  /** Authority (PEM) of that service, besides the well-known ones */
  ca?: string
}

const SERVERS = { production: 'https://api.push.apple.com', sandbox: 'https://api.sandbox.push.apple.com' } as const

/** What is wrong with the device token itself, so that no other attempt would do better. */
const PERMANENT = new Set(['BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered', 'ExpiredToken'])

/**
 * Reaches devices through the Apple Push Notification service. The pushkey is the device token in base64.
 *
 * @throws {TypeError} when the key is none that provider tokens are signed with
 * @see https://spec.matrix.org/v1.19/client-server-api/#recommendations-for-apns
 */
export function createApnsProvider({ topic, environment, server, ca, ...credentials }: ApnsOptions): PushProvider {
  assertPrivateKey(credentials.key, 'from Apple', 'ES256')
  const connection = openConnection(server ?? SERVERS[environment], ca)
  const tokens = providerTokens(credentials)

  async function send(push: Push, signal: AbortSignal): Promise<Outcome> {
    const deviceToken = hexToken(push.device.pushkey)
    if (deviceToken === undefined) return { result: 'rejected', reason: 'its pushkey is no device token in base64' }
    const message = apnsMessage(push)
    if (message === undefined) return { result: 'rejected', reason: 'what its app wants to be sent is too large' }
    const token = await tokens.get()
    const headers = {
      authorization: `bearer ${token}`,
      'apns-topic': topic,
      'apns-push-type': message.pushType,
      'apns-priority': message.priority,
    }
    const response = await connection.post(`/3/device/${deviceToken}`, headers, message.body, signal)
    if (response.status === 403) tokens.forget(token)
    return judge(response)
  }

  return {
    name: environment === 'production' ? 'APNs' : 'APNs (sandbox)',
    send: (push, signal) => send(push, signal).catch(failed),
    close: () => connection.close(),
  }
}

/** The token in hex, as the API has it. Homeservers have no longer pushkeys than this. */
function hexToken(pushkey: string): string | undefined {
  if (pushkey.length > 512 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(pushkey)) return undefined
  return Buffer.from(pushkey, 'base64').toString('hex') || undefined
}

function judge({ status, body, retryAfter }: ApnsResponse): Outcome {
  if (status === 200) return { result: 'sent' }
  const { reason, timestamp } = read(body)
  const said = `it answered ${status} ${reason}`.trim()
  if (status === 410 || PERMANENT.has(reason))
    return { result: 'rejected', reason: said, since: timestamp ?? Date.now() }
  return { result: 'failed', reason: said, ...retryAfterMs(retryAfter) }
}

/** Why it went wrong, and since when (Unix milliseconds) a token that has ended is no good. */
function read(body: string): { reason: string; timestamp?: number } {
  try {
    const { reason, timestamp } = JSON.parse(body)
    return {
      reason: typeof reason === 'string' && /^\w{1,64}$/.test(reason) ? reason : '',
      ...(typeof timestamp === 'number' ? { timestamp: Math.min(timestamp, Date.now()) } : {}),
    }
  } catch {
    return { reason: '' }
  }
}
