import { cutFields, fallbacks, fit, sharedPart } from '../fit.ts'
import type { Push } from '../push.ts'
import { wakeUp } from '../wake-up.ts'

/** Encrypted, a push may have 4,096 bytes; the encryption takes 103 of them. */
const MAX_BYTES = 3993

/** What a Web Push is to carry, as JSON. `undefined` when it cannot be made small enough. */
export function webPushPayload(push: Push): string | undefined {
  return fit(MAX_BYTES, fallbacks(push, payloadOf))
}

const IDS = sharedPart(MAX_BYTES, wakeUp)

const FULL = sharedPart(MAX_BYTES, ({ counts, content, ...fields }, cut) => {
  const kept = content === undefined ? {} : { content: cutTexts(content, cut) }
  return { ...cutFields(fields, cut), ...counts, ...kept }
})

function payloadOf({ notification, content, defaultPayload }: Push, textBytes: number): object | undefined {
  const own = content === 'full' ? FULL(notification, textBytes) : IDS(notification, textBytes)
  return own === undefined ? undefined : { ...defaultPayload, ...own }
}

/** The content of an event, with every text in it cut. */
function cutTexts(value: unknown, cut: (text: string) => string): unknown {
  if (typeof value === 'string') return cut(value)
  if (Array.isArray(value)) return value.map((item) => cutTexts(item, cut))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cutTexts(item, cut)]))
}
