import { randomUUID } from 'node:crypto'
import type { AccessTokens } from './access-tokens.ts'
import { boundedBody, parseJson } from './bounded-body.ts'
import { readFcmMessage } from './fcm-message.ts'
import { FcmRefusal, failureRefusal, fcmRefusal, invalidArgument } from './fcm-refusal.ts'
import { logRefusal, type Receiving, receive } from './receive.ts'
import { addressOf, type Registry } from './registry.ts'

/** Far more than a message that FCM carries. */
const MAX_BODY_BYTES = 64 * 1024

/** What FCM works with. */
export interface FcmOptions extends Receiving {
  project: string
  registry: Registry
  tokens: AccessTokens
}

/**
 * The one method of FCM HTTP v1: `POST /v1/projects/{project}/messages:send`.
 *
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send
 */
export async function answerFcmSend(options: FcmOptions, project: string, request: Request): Promise<Response> {
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
    throw new FcmRefusal(401, 'UNAUTHENTICATED', 'The access token is missing, expired or not known')
  }
  if (project !== options.project) {
    throw new FcmRefusal(403, 'PERMISSION_DENIED', `The service account may not send for ${JSON.stringify(project)}`)
  }
  const body = await boundedBody(request, MAX_BODY_BYTES)
  if (body === undefined) throw invalidArgument(`The body is larger than ${MAX_BODY_BYTES} bytes`)
  const message = readFcmMessage(parseJson(body))
  const found = options.registry.find(addressOf('fcm', message.token))
  if (found === undefined) throw invalidArgument('The registration token is not a valid one')
  if ('goneSince' in found) throw fcmRefusal('UNREGISTERED', 'The device is no longer registered')
  if (message.validateOnly) return `projects/${project}/messages/fake_message_id`
  const { priority, content } = message
  const failure = await receive(options, found.device, { priority, headers: {}, payload: content })
  if (failure !== undefined) throw failureRefusal(failure.status, failure.retryAfter)
  return `projects/${project}/messages/${randomUUID()}`
}
