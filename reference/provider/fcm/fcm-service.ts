import { randomUUID } from 'node:crypto'
import { addressOf, type Registry } from '../devices/registry.ts'
import { logRefusal } from '../log-requests.ts'
import { parseJson, readBody } from '../read-body.ts'
import { type ReceiveContext, receive } from '../receive.ts'
import { readFcmMessage } from './fcm-message.ts'
import { FcmRefusal, failureRefusal, fcmRefusal, invalidArgument } from './fcm-refusal.ts'
import type { AccessTokens } from './token-service.ts'

/** Maximum size of a request, in bytes: far more than FCM accepts as a message. */
const MAX_BODY_BYTES = 64 * 1024

/** Dependencies of FCM. */
export interface FcmOptions extends ReceiveContext {
  project: string
  registry: Registry
  tokens: AccessTokens
}

/**
 * Handles the only method of FCM HTTP v1: `POST /v1/projects/{project}/messages:send`.
 *
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send
 */
export async function handleFcmSend(options: FcmOptions, project: string, request: Request): Promise<Response> {
  try {
    return Response.json({ name: await send(options, project, request) })
  } catch (error) {
    if (!(error instanceof FcmRefusal)) throw error
    logRefusal(options.log, 'FCM', error.status, error.errorCode ?? error.code)
    return error.toResponse()
  }
}

async function send(options: FcmOptions, project: string, request: Request): Promise<string> {
  const token = /^Bearer +([^ ]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (token === undefined || !options.tokens.isGood(token)) {
    throw new FcmRefusal(401, 'UNAUTHENTICATED', 'The access token is missing, expired or unknown')
  }
  if (project !== options.project) {
    throw new FcmRefusal(403, 'PERMISSION_DENIED', `The service account may not send for ${JSON.stringify(project)}`)
  }
  const body = await readBody(request, MAX_BODY_BYTES)
  if (body === undefined) throw invalidArgument(`The body is larger than ${MAX_BODY_BYTES} bytes`)
  const message = readFcmMessage(parseJson(body))
  const found = options.registry.find(addressOf('fcm', message.token))
  if (found === undefined) throw invalidArgument('The registration token is not valid')
  if (found.kind === 'unregistered') throw fcmRefusal('UNREGISTERED', 'The device is no longer registered')
  if (message.validateOnly) return `projects/${project}/messages/fake_message_id`
  const { priority, content } = message
  const failure = await receive(options, found.device, { priority, headers: {}, payload: content })
  if (failure !== undefined) throw failureRefusal(failure.status, failure.retryAfter)
  return `projects/${project}/messages/${randomUUID()}`
}
