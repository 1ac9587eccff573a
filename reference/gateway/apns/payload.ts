import { isObject, type JsonObject } from '../../rules/json.ts'
import { fallbacks, fit, sharedPart } from '../fit-payload.ts'
import type { Push, PushNotification, TargetDevice } from '../push.ts'
import { badge, wakeUp } from '../wake-up.ts'

/** Maximum size of a push other than VoIP, in bytes. */
const MAX_BYTES = 4096

/** Fields of `aps` that the user notices. */
const VISIBLE = ['alert', 'sound', 'badge']

/** Push in the format of APNs. */
export interface ApnsMessage {
  /** JSON */
  body: string
  pushType: 'alert' | 'background'
  priority: '10' | '5'
}

/**
 * Builds the push for APNs: for counts alone a badge; for an event the default payload of the app with the IDs; and an
 * alert if the app wants the content, and the homeserver sends it.
 *
 * @returns `undefined` if it cannot be made small enough
 * @see https://developer.apple.com/documentation/usernotifications/generating-a-remote-notification
 */
export function apnsMessage(push: Push): ApnsMessage | undefined {
  const { notification } = push
  const body = fit(MAX_BYTES, fallbacks(push, payload))
  if (body === undefined) return undefined
  const aps: unknown = JSON.parse(body).aps
  // A background push only wakes the app; a badge is already visible
  const isSilent = isObject(aps) && aps['content-available'] === 1 && VISIBLE.every((name) => aps[name] === undefined)
  if (isSilent) return { body, pushType: 'background', priority: '5' }
  return { body, pushType: 'alert', priority: notification.prio === 'low' ? '5' : '10' }
}

const IDS = sharedPart(MAX_BYTES, wakeUp)

const ALERT = sharedPart(MAX_BYTES, alert)

function payload({ notification, content, defaultPayload, device }: Push, textBytes: number): object | undefined {
  if (notification.event_id === undefined) return { aps: { badge: badge(notification) } }
  const known = IDS(notification, textBytes)
  if (known === undefined) return undefined
  const { unread, missed_calls, ...ids } = known
  const counts = {
    ...(unread === undefined ? {} : { unread_count: unread }),
    ...(missed_calls === undefined ? {} : { missed_calls }),
  }
  const defaults = isObject(defaultPayload.aps) ? defaultPayload.aps : {}
  const isFull = content === 'full' && notification.sender !== undefined
  const aps = isFull ? fullAps(notification, device, defaults, textBytes) : idsAps(notification, defaults)
  return aps === undefined ? undefined : { ...defaultPayload, ...ids, ...counts, aps }
}

/** Wakes the app; or, if it has a default alert, lets it change that first. The counts are in the payload. */
function idsAps(notification: PushNotification, defaults: JsonObject): object {
  if (defaults.alert === undefined) return { 'content-available': 1, ...defaults }
  return { 'mutable-content': 1, badge: badge(notification), ...defaults }
}

/** Fields from the event take precedence over the defaults of the app. */
function fullAps(
  notification: PushNotification,
  { tweaks }: TargetDevice,
  defaults: JsonObject,
  textBytes: number,
): object | undefined {
  const own = ALERT(notification, textBytes)
  if (own === undefined) return undefined
  const sound = typeof tweaks.sound === 'string' ? { sound: tweaks.sound } : {}
  const defaultAlert = isObject(defaults.alert) ? defaults.alert : {}
  return {
    'mutable-content': 1,
    ...defaults,
    alert: { ...defaultAlert, ...own },
    ...sound,
    badge: badge(notification),
  }
}

/** Builds an alert from keys of localised texts of the app, with their arguments. */
function alert(notification: PushNotification, cut: (text: string) => string): object {
  const { sender_display_name, sender, room_name, room_alias, content, type, user_is_target } = notification
  const from = cut(sender_display_name ?? sender ?? '')
  const room = room_name ?? room_alias
  const where = room === undefined ? [] : [cut(room)]
  if (type === 'm.room.member' && user_is_target && content?.membership === 'invite') {
    return {
      'loc-key': room === undefined ? 'USER_INVITE_TO_CHAT' : 'USER_INVITE_TO_NAMED_ROOM',
      'loc-args': [from, ...where],
    }
  }
  const body = typeof content?.body === 'string' ? [cut(content.body)] : []
  const key = `MSG_FROM_USER${room === undefined ? '' : '_IN_ROOM'}${body.length === 0 ? '' : '_WITH_CONTENT'}`
  return { 'loc-key': key, 'loc-args': [from, ...where, ...body] }
}
