import { ApnsRefusal } from './apns-refusal.ts'

/** Suffixes of the topic, which follow the bundle ID, by push type. */
const TOPIC_SUFFIXES: Readonly<Record<string, string>> = {
  alert: '',
  background: '',
  mdm: '',
  widgets: '.push-type.widgets',
  controls: '.push-type.controls',
  location: '.location-query',
  voip: '.voip',
  complication: '.complication',
  fileprovider: '.pushkit.fileprovider',
  liveactivity: '.push-type.liveactivity',
  pushtotalk: '.voip-ptt',
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MAX_COLLAPSE_ID_BYTES = 64

/** Header fields of a push with instructions for APNs and the device. */
export interface ApnsHeaders {
  /** Fields of the request, by name */
  fields: Record<string, string>
  priority: string

  /** Maximum size of the payload of this push type, in bytes */
  maxBytes: number
}

/**
 * Reads the header fields of a push.
 *
 * @param app bundle ID that the device token belongs to
 * @throws {ApnsRefusal} when a field is missing or not valid
 * @see https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns
 */
export function readApnsHeaders(headers: Headers, app: string): ApnsHeaders {
  const fields: Record<string, string> = {}
  for (const name of ['topic', 'push-type', 'priority', 'expiration', 'collapse-id']) {
    const value = headers.get(`apns-${name}`)
    if (value !== null) fields[`apns-${name}`] = value
  }
  const type = fields['apns-push-type'] ?? 'alert'
  const { 'apns-priority': priority = '10', 'apns-expiration': expiration = '0' } = fields
  if (!UUID.test(headers.get('apns-id') ?? crypto.randomUUID())) throw new ApnsRefusal(400, 'BadMessageId')
  if (!Object.hasOwn(TOPIC_SUFFIXES, type)) throw new ApnsRefusal(400, 'InvalidPushType')
  checkTopic(fields['apns-topic'], app, TOPIC_SUFFIXES[type] ?? '')
  if (!['10', '5', '1'].includes(priority)) throw new ApnsRefusal(400, 'BadPriority')
  // A background push must not have the highest priority
  if (type === 'background' && fields['apns-priority'] === '10') throw new ApnsRefusal(400, 'BadPriority')
  if (!/^\d{1,15}$/.test(expiration)) throw new ApnsRefusal(400, 'BadExpirationDate')
  if (Buffer.byteLength(fields['apns-collapse-id'] ?? '') > MAX_COLLAPSE_ID_BYTES) {
    throw new ApnsRefusal(400, 'BadCollapseId')
  }
  return { fields, priority, maxBytes: type === 'voip' ? 5120 : 4096 }
}

function checkTopic(topic: string | undefined, app: string, suffix: string): void {
  if (topic === undefined) throw new ApnsRefusal(400, 'MissingTopic')
  if (!/^[A-Za-z0-9.-]+$/.test(topic)) throw new ApnsRefusal(400, 'BadTopic')
  if (topic !== `${app}${suffix}`) throw new ApnsRefusal(400, 'DeviceTokenNotForTopic')
}
