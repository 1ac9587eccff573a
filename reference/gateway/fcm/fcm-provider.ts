import { createHttpsClient, type HttpsResponse } from '../https-client.ts'
import { assertPrivateKey } from '../private-key.ts'
import type { Push } from '../push.ts'
import { failed, type Outcome, type PushProvider } from '../push-provider.ts'
import { retryAfterMs } from '../retry-after.ts'
import { accessTokens, type FcmAccount } from './access-token.ts'
import { fcmMessage } from './message.ts'

/** How FCM is reached. */
export interface FcmOptions {
  /** The JSON of the service account's file */
  serviceAccount: FcmAccount
  /** Base URL of the service, where it is not Google's */
  server?: string
  /** Authority (PEM) of that service, besides the well-known ones */
  ca?: string
}

const SERVER = 'https://fcm.googleapis.com'

/**
 * Reaches devices through Firebase Cloud Messaging, by its HTTP v1 API. The pushkey is the registration token.
 *
 * @throws {TypeError} when the key of the account is none that access tokens are asked for with
 * @see https://firebase.google.com/docs/cloud-messaging/send/v1-api
 */
export function createFcmProvider({ serviceAccount, server = SERVER, ca }: FcmOptions): PushProvider {
  assertPrivateKey(serviceAccount.private_key, 'of the service account', 'RS256')
  const client = createHttpsClient(ca === undefined ? {} : { ca })
  const tokens = accessTokens(serviceAccount, client)
  const url = `${server}/v1/projects/${encodeURIComponent(serviceAccount.project_id)}/messages:send`

  async function send(push: Push, signal: AbortSignal): Promise<Outcome> {
    // FCM would say that the message goes nowhere, which is no word on the token
    if (push.device.pushkey === '') return { result: 'rejected', reason: 'its pushkey is empty' }
    const message = fcmMessage(push)
    if (message === undefined) return { result: 'rejected', reason: 'what its app wants to be sent is too large' }
    const token = await tokens.get(signal)
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await client.post(url, headers, message, signal)
    if (response.status === 401) tokens.forget(token)
    return judge(response)
  }

  return {
    name: 'FCM',
    send: (push, signal) => send(push, signal).catch(failed),
    close: () => client.close(),
  }
}

/** Only what FCM says of the token itself is for good: another 404 or argument may as well be a mistake of ours. */
function judge({ status, body, retryAfter }: HttpsResponse): Outcome {
  if (status === 200) return { result: 'sent' }
  const { code, message } = errorIn(body)
  if (code === 'UNREGISTERED' || (code === 'INVALID_ARGUMENT' && /^The registration token is not/.test(message))) {
    return { result: 'rejected', reason: `it answered ${status} ${code}`, since: Date.now() }
  }
  return { result: 'failed', reason: `it answered ${status} ${code}`.trim(), ...retryAfterMs(retryAfter) }
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
