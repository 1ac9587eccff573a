import type { JsonObject } from '../../rules/json.ts'
import { cutFields, fallbacks, fit, sharedPart } from '../fit-payload.ts'
import type { Push } from '../push.ts'
import { wakeUp } from '../wake-up.ts'

/** Maximum size of the data, in bytes. FCM accepts 4,096, some of which are reserved for its own fields. */
const MAX_BYTES = 3800

/**
 * Builds the message for FCM: a data message, all of whose values are strings.
 *
 * @returns `undefined` if it cannot be made small enough
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
 */
export function fcmMessage(push: Push): string | undefined {
  const { notification, device } = push
  const data = fit(MAX_BYTES, fallbacks(push, dataOf))
  if (data === undefined) return undefined
  const android = { priority: notification.prio === 'low' ? 'normal' : 'high' }
  return JSON.stringify({ message: { token: device.pushkey, data: JSON.parse(data), android } })
}

const IDS = sharedPart(MAX_BYTES, (notification) => strings(wakeUp(notification)))

const FULL = sharedPart(MAX_BYTES, ({ counts, content, ...fields }, cut) =>
  strings({ ...cutFields(fields, cut), ...counts, ...flat(content ?? {}, cut) }),
)

function dataOf({ notification, content, defaultPayload }: Push, textBytes: number): object | undefined {
  const own = (content === 'full' ? FULL : IDS)(notification, textBytes)
  return own === undefined ? undefined : { ...strings(defaultPayload), ...own }
}

/** Converts the top-level strings of the content to separate fields. */
function flat(content: JsonObject, cut: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(content).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`content_${name}`, cut(value)]] : [],
    ),
  )
}

/** Names that FCM reserves: it refuses every message with one of them. */
const RESERVED = /^(from$|message_type$|google\.|gcm\.)/

/** Converts all values to strings, which FCM requires: other values become JSON. */
function strings(fields: object): Record<string, string> {
  const entries = Object.entries(fields).filter(([name, value]) => !RESERVED.test(name) && value != null)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}
