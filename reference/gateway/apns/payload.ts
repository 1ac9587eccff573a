import { isObject, type JsonObject } from '../../rules/json.ts'
import { fallbacks, fit, sharedPart } from '../fit.ts'
import type { Notification, Push, TargetDevice } from '../push.ts'
import { badge, wakeUp } from '../wake-up.ts'

/** The most that APNs takes for a push that is no VoIP one, in bytes. */
const MAX_BYTES = 4096

/** What the user notices of a push. */
const VISIBLE = ['alert', 'sound', 'badge']

/** A push as APNs takes it. */
export interface ApnsMessage {
  /** JSON */
  body: string
  pushType: 'alert' | 'background'
  priority: '10' | '5'
}

/**
 * What APNs is sent: the counts alone as a badge; for an event what the app wants to be sent, with the IDs; and words
 * to show where content is wanted, and the homeserver tells it. `undefined` when it cannot be made small enough.
 *
 * @see https://developer.apple.com/documentation/usernotifications/generating-a-remote-notification
 */
export function apnsMessage(push: Push): ApnsMessage | undefined {
  const { notification } = push
  const body = fit(MAX_BYTES, fallbacks(push, payload))
  if (body === undefined) return undefined
  const aps: unknown = JSON.parse(body).aps
  // A push is of the background when it does nothing but wake the app: a badge alone is something to see
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
  const given = isObject(defaultPayload.aps) ? defaultPayload.aps : {}
  const isFull = content === 'full' && notification.sender !== undefined
  const aps = isFull ? fullAps(notification, device, given, textBytes) : idsAps(notification, given)
  return aps === undefined ? undefined : { ...defaultPayload, ...ids, ...counts, aps }
}

/** The app is woken; or, where it has an alert to show, may change that first. The counts are in the payload. */
function idsAps(notification: Notification, given: JsonObject): object {
  if (given.alert === undefined) return { 'content-available': 1, ...given }
  return { 'mutable-content': 1, badge: badge(notification), ...given }
}

/** What the event says comes before what the app would have by default. */
function fullAps(
  notification: Notification,
  { tweaks }: TargetDevice,
  given: JsonObject,
  textBytes: number,
): object | undefined {
  const own = ALERT(notification, textBytes)
  if (own === undefined) return undefined
  const sound = typeof tweaks.sound === 'string' ? { sound: tweaks.sound } : {}
  const defaultAlert = isObject(given.alert) ? given.alert : {}
  return {
    'mutable-content': 1,
    ...given,
    alert: { ...defaultAlert, ...own },
    ...sound,
    badge: badge(notification),
  }
}

/** Keys of texts that the app has in the language of its user, with what goes into their gaps. */
function alert(notification: Notification, cut: (text: string) => string): object {
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
