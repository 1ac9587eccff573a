import { createHttpsClient, type HttpsResponse } from '../https-client.ts'
import { assertPrivateKey } from '../private-key.ts'
import type { Push } from '../push.ts'
import { failed, type PushOutcome, type PushProvider } from '../push-provider.ts'
import { retryAfterMs } from '../retry-after.ts'
import { accessTokens, type FcmAccount } from './access-token.ts'
import { fcmMessage } from './message.ts'

/** Options of `createFcmProvider`. */
export interface FcmOptions {
  /** Content of the JSON file of the service account */
  serviceAccount: FcmAccount

  /** Base URL of the service; default: that of Google */
  server?: string

  /** CA certificate (PEM) to trust besides the well-known ones; default: none */
  ca?: string
}

const SERVER = 'https://fcm.googleapis.com'

/**
 * Creates a connection to Firebase Cloud Messaging, with its HTTP v1 API. The pushkey is the registration token.
 *
 * @returns the provider, to be closed by the gateway that uses it
 * @throws {TypeError} when the key of the account cannot sign requests for access tokens
 * @see https://firebase.google.com/docs/cloud-messaging/send/v1-api
 */
export function createFcmProvider({ serviceAccount, server = SERVER, ca }: FcmOptions): PushProvider {
  assertPrivateKey(serviceAccount.private_key, 'of the service account', 'RS256')
  const client = createHttpsClient(ca === undefined ? {} : { ca })
  const tokens = accessTokens(serviceAccount, client)
  const url = `${server}/v1/projects/${encodeURIComponent(serviceAccount.project_id)}/messages:send`

  async function send(push: Push, signal: AbortSignal): Promise<PushOutcome> {
    // FCM would report a message without a target, not an invalid token
    if (push.device.pushkey === '') return { result: 'rejected', reason: 'its pushkey is empty' }
    const message = fcmMessage(push)
    if (message === undefined) return { result: 'rejected', reason: 'the payload for its app is too large' }
    const token = await tokens.get(signal)
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await client.post(url, headers, message, signal)
    if (response.status === 401) tokens.forget(token)
    return outcomeOf(response)
  }

  return {
    name: 'FCM',
    send: (push, signal) => send(push, signal).catch(failed),
    close: () => client.close(),
  }
}

/** Only an error about the token itself is permanent: another 404 or argument error can be a mistake of ours. */
function outcomeOf({ status, body, retryAfter }: HttpsResponse): PushOutcome {
  if (status === 200) return { result: 'sent' }
  const { code, message } = errorIn(body)
  if (code === 'UNREGISTERED' || (code === 'INVALID_ARGUMENT' && /^The registration token is not/.test(message))) {
    return { result: 'rejected', reason: `it responded with ${status} ${code}`, since: Date.now() }
  }
  return { result: 'failed', reason: `it responded with ${status} ${code}`.trim(), ...retryAfterMs(retryAfter) }
}

function errorIn(body: string): { code: string; message: string } {
  try {
    const error = JSON.parse(body)?.error
    const details: unknown[] = Array.isArray(error?.details) ? error.details : []
    const codes = [...details.map((detail) => (detail as { errorCode?: unknown })?.errorCode), error?.status]
    const code = codes.find((candidate) => typeof candidate === 'string' && /^\w{1,64}$/.test(candidate))
    const message = error?.message
    return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' }
  } catch {
    return { code: '', message: '' }
  }
}
