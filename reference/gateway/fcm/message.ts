import { fallbacks, fit } from '../fit.ts'
import type { Push } from '../push.ts'
import { wakeUp } from '../wake-up.ts'

/** FCM takes 4,096 bytes of data; some are left for its own fields. */
const MAX_BYTES = 3800

/**
 * What FCM is sent: a data message, all of whose values are strings. `undefined` when it cannot be made small enough.
 *
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
 */
export function fcmMessage(push: Push): string | undefined {
  const { notification, device } = push
  const data = fit(MAX_BYTES, fallbacks(push, dataOf))
  if (data === undefined) return undefined
  const android = { priority: notification.prio === 'low' ? 'normal' : 'high' }
  return JSON.stringify({ message: { token: device.pushkey, data: JSON.parse(data), android } })
}

function dataOf({ notification, content, defaultPayload }: Push, cut: (text: string) => string): object {
  const { counts, content: eventContent, ...fields } = notification
  const own = content === 'full' ? { ...fields, ...counts, ...flat(eventContent ?? {}) } : wakeUp(notification)
  return { ...strings(defaultPayload, cut), ...strings(own, cut) }
}

/** The top-level strings of the content, each as a field of its own. */
function flat(content: Record<string, unknown>): Record<string, unknown> {
  const texts = Object.entries(content).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(texts.map(([name, value]) => [`content_${name}`, value]))
}

/** What is no text becomes its JSON: FCM takes nothing else. */
function strings(fields: object, cut: (text: string) => string): Record<string, string> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, cut(typeof value === 'string' ? value : JSON.stringify(value))]),
  )
}
