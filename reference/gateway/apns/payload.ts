import { isObject } from '../../rules/json.ts'
import { fallbacks, fit } from '../fit.ts'
import type { Notification, Push } from '../push.ts'
import { badge, wakeUp } from '../wake-up.ts'

/** The most that APNs takes for a push that is no VoIP one, in bytes. */
const MAX_BYTES = 4096

/** A push as APNs takes it. */
export interface ApnsMessage {
  /** JSON */
  body: string
  pushType: 'alert' | 'background'
  priority: '10' | '5'
}

/**
 * What APNs is sent: the counts alone as a badge; for an event what the app wants to be sent, with the IDs; and all of
 * it where content is wanted. `undefined` when it cannot be made small enough.
 *
 * @see https://developer.apple.com/documentation/usernotifications/generating-a-remote-notification
 */
export function apnsMessage(push: Push): ApnsMessage | undefined {
  const { notification } = push
  const body = fit(MAX_BYTES, fallbacks(push, payload))
  if (body === undefined) return undefined
  const aps: unknown = JSON.parse(body).aps
  // A badge may be set without a sound or a word; only a push that does nothing but wake the app is of the background
  const isSilent = isObject(aps) && aps['content-available'] === 1 && aps.alert === undefined && aps.sound === undefined
  if (isSilent) return { body, pushType: 'background', priority: '5' }
  return { body, pushType: 'alert', priority: notification.prio === 'low' ? '5' : '10' }
}

function payload({ notification, content, defaultPayload, device }: Push, cut: (text: string) => string): object {
  if (notification.event_id === undefined) return { aps: { badge: badge(notification) } }
  const { unread, missed_calls, ...ids } = wakeUp(notification)
  const counts = {
    ...(unread === undefined ? {} : { unread_count: unread }),
    ...(missed_calls === undefined ? {} : { missed_calls }),
  }
  const given = isObject(defaultPayload.aps) ? defaultPayload.aps : {}
  const sound = typeof device.tweaks.sound === 'string' ? { sound: device.tweaks.sound } : {}
  const own =
    content === 'full'
      ? { alert: alert(notification, cut), ...sound, 'mutable-content': 1, badge: badge(notification) }
      : {
          ...(given.alert === undefined ? { 'content-available': 1 } : { 'mutable-content': 1 }),
          badge: badge(notification),
        }
  return { ...defaultPayload, ...ids, ...counts, aps: { ...own, ...given } }
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
