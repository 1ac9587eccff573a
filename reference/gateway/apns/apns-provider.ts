import { assertPrivateKey } from '../private-key.ts'
import type { Push } from '../push.ts'
import { failed, type PushOutcome, type PushProvider } from '../push-provider.ts'
import { retryAfterMs } from '../retry-after.ts'
import type { ApnsResponse } from './connection.ts'
import { openConnection } from './open-connection.ts'
import { apnsMessage } from './payload.ts'
import { type ApnsCredentials, providerTokens } from './provider-token.ts'

/** Options of `createApnsProvider`, for one app in one environment. */
export interface ApnsOptions extends ApnsCredentials {
  /** Bundle ID of the app */
  topic: string
  environment: 'production' | 'sandbox'

  /** Base URL of the service; default: that of Apple */
  server?: string

  /** CA certificate (PEM) to trust besides the well-known ones; default: none */
  ca?: string
}

const SERVERS = { production: 'https://api.push.apple.com', sandbox: 'https://api.sandbox.push.apple.com' } as const

/** Reasons that concern the device token itself, so that another attempt would fail as well. */
const PERMANENT = new Set(['BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered', 'ExpiredToken'])

/**
 * Creates a connection to the Apple Push Notification service. The pushkey is the device token in base64.
 *
 * @returns the provider, to be closed by the gateway that uses it
 * @throws {TypeError} when the key cannot sign provider tokens
 * @see https://spec.matrix.org/v1.19/client-server-api/#recommendations-for-apns
 */
export function createApnsProvider({ topic, environment, server, ca, ...credentials }: ApnsOptions): PushProvider {
  assertPrivateKey(credentials.key, 'from Apple', 'ES256')
  const connection = openConnection(server ?? SERVERS[environment], ca)
  const tokens = providerTokens(credentials)

  async function send(push: Push, signal: AbortSignal): Promise<PushOutcome> {
    const deviceToken = hexToken(push.device.pushkey)
    if (deviceToken === undefined) return { result: 'rejected', reason: 'its pushkey is not a device token in base64' }
    const message = apnsMessage(push)
    if (message === undefined) return { result: 'rejected', reason: 'the payload for its app is too large' }
    const token = await tokens.get()
    const headers = {
      authorization: `bearer ${token}`,
      'apns-topic': topic,
      'apns-push-type': message.pushType,
      'apns-priority': message.priority,
    }
    const response = await connection.post(`/3/device/${deviceToken}`, headers, message.body, signal)
    if (response.status === 403) tokens.forget(token)
    return outcomeOf(response)
  }

  return {
    name: environment === 'production' ? 'APNs' : 'APNs (sandbox)',
    send: (push, signal) => send(push, signal).catch(failed),
    close: () => connection.close(),
  }
}

/** Converts the token to hex, as the API expects it. Pushkeys of homeservers have at most 512 bytes. */
function hexToken(pushkey: string): string | undefined {
  if (pushkey.length > 512 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(pushkey)) return undefined
  return Buffer.from(pushkey, 'base64').toString('hex') || undefined
}

function outcomeOf({ status, body, retryAfter }: ApnsResponse): PushOutcome {
  if (status === 200) return { result: 'sent' }
  const { reason, timestamp } = read(body)
  const described = `it responded with ${status} ${reason}`.trim()
  if (status === 410 || PERMANENT.has(reason))
    return { result: 'rejected', reason: described, since: timestamp ?? Date.now() }
  return { result: 'failed', reason: described, ...retryAfterMs(retryAfter) }
}

/** Reads the reason for a refusal, and the time (Unix milliseconds) at which the token ended. */
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
