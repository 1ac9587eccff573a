import { cutFields, fallbacks, fit, sharedPart } from '../fit-payload.ts'
import type { Push } from '../push.ts'
import { wakeUp } from '../wake-up.ts'

/** Maximum size of the payload, in bytes. An encrypted push has at most 4,096, of which the encryption takes 103. */
const MAX_BYTES = 3993

/** Builds the payload of a Web Push, as JSON; `undefined` if it cannot be made small enough. */
export function webPushPayload(push: Push): string | undefined {
  return fit(MAX_BYTES, fallbacks(push, payloadOf))
}

const IDS = sharedPart(MAX_BYTES, wakeUp)

const FULL = sharedPart(MAX_BYTES, ({ counts, content, ...fields }, cut) => {
  const cutContent = content === undefined ? {} : { content: cutTexts(content, cut) }
  return { ...cutFields(fields, cut), ...counts, ...cutContent }
})

function payloadOf({ notification, content, defaultPayload }: Push, textBytes: number): object | undefined {
  const own = content === 'full' ? FULL(notification, textBytes) : IDS(notification, textBytes)
  return own === undefined ? undefined : { ...defaultPayload, ...own }
}

/** Cuts every text in the content of an event. */
function cutTexts(value: unknown, cut: (text: string) => string): unknown {
  if (typeof value === 'string') return cut(value)
  if (Array.isArray(value)) return value.map((item) => cutTexts(item, cut))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cutTexts(item, cut)]))
}
