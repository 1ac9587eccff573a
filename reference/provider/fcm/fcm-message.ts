import { isObject, type JsonObject } from '../../rules/json.ts'
import { invalidArgument } from './fcm-refusal.ts'

/** Maximum size of a message without its token, in bytes. */
const MAX_CONTENT_BYTES = 4096

/** Fields of a message; both spellings of a name of two words are valid. */
const FIELDS = ['name', 'data', 'notification', 'android', 'webpush', 'apns', 'fcm_options', 'fcmOptions', 'token']
const OTHER_TARGETS = ['topic', 'condition']

/** Valid message, and the device that it is for. */
export interface FcmMessage {
  token: string
  priority: 'high' | 'normal'

  /** Message without its token */
  content: JsonObject

  /** True if the message is only checked, and not delivered */
  validateOnly: boolean
}

/**
 * Reads the body of `messages:send`.
 *
 * @throws {FcmRefusal} INVALID_ARGUMENT when the message is not valid
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
 */
export function readFcmMessage(body: unknown): FcmMessage {
  if (!isObject(body)) throw invalidArgument('The body is not a JSON object')
  checkNames(body, ['message', 'validate_only', 'validateOnly'], 'the body')
  const { message } = body
  if (!isObject(message)) throw invalidArgument('The field "message" is missing or not an object')
  checkNames(message, [...FIELDS, ...OTHER_TARGETS], '"message"')
  const { token, ...content } = message
  if (OTHER_TARGETS.some((name) => name in message)) {
    throw invalidArgument('This service delivers to a "token" alone, not to a "topic" or "condition"')
  }
  if (typeof token !== 'string' || token === '') throw invalidArgument('The field "token" is missing or not a string')
  checkData(content.data, 'message.data')
  const priority = readAndroid(content.android)
  checkObject(content.notification, 'message.notification')
  if (Buffer.byteLength(JSON.stringify(content)) > MAX_CONTENT_BYTES) {
    throw invalidArgument(`The message is larger than ${MAX_CONTENT_BYTES} bytes`)
  }
  return { token, priority, content, validateOnly: (body.validate_only ?? body.validateOnly) === true }
}

/** FCM refuses unknown fields, as all APIs of Google do. */
function checkNames(object: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(object).find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalidArgument(`There is no field ${JSON.stringify(unknown)} in ${where}`)
}

function checkObject(value: unknown, where: string): JsonObject {
  if (value === undefined) return {}
  if (!isObject(value)) throw invalidArgument(`${where} is not an object`)
  return value
}

/** Checks a map from strings to strings, without the names that FCM reserves. */
function checkData(value: unknown, where: string): void {
  for (const [name, item] of Object.entries(checkObject(value, where))) {
    if (typeof item !== 'string') throw invalidArgument(`${where}[${JSON.stringify(name)}] is not a string`)
    if (name === 'from' || name === 'message_type' || /^(google|gcm)\./.test(name)) {
      throw invalidArgument(`The name ${JSON.stringify(name)} in ${where} is reserved`)
    }
  }
}

function readAndroid(value: unknown): 'high' | 'normal' {
  const { data, priority = 'normal', ttl } = checkObject(value, 'message.android')
  checkData(data, 'message.android.data')
  if (ttl !== undefined && !(typeof ttl === 'string' && /^\d{1,9}(\.\d{1,9})?s$/.test(ttl))) {
    throw invalidArgument('message.android.ttl is not a duration in seconds such as "3.5s"')
  }
  const lower = typeof priority === 'string' ? priority.toLowerCase() : priority
  if (lower === 'high' || lower === 'normal') return lower
  throw invalidArgument('message.android.priority is neither "normal" nor "high"')
}
