import type { Push, PushNotification } from './push.ts'

/**
 * Cuts a text to a number of bytes in UTF-8, never inside a character, and appends an ellipsis if it was cut.
 *
 * @param maxBytes at least 3, the size of the ellipsis
 */
export function cutToBytes(text: string, maxBytes: number): string {
  if (bytesOf(text) <= maxBytes) return text
  let [start, bytes] = ['', bytesOf('…')]
  for (const character of text) {
    bytes += bytesOf(character)
    if (bytes > maxBytes) break
    start += character
  }
  return `${start}…`
}

/** Returns the number of bytes of a text in UTF-8. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

/** Limits for the texts of a payload that is too large, in bytes, in the order in which they are tried. */
const TEXT_LIMITS = [1024, 512, 256, 128, 64, 32, 3] as const

/** Builds a payload whose texts have at most `textBytes` bytes; `undefined` if it would certainly be too large. */
export type BuildPayload = (textBytes: number) => unknown

/**
 * Returns the JSON of the first payload that fits into `maxBytes`, with shorter texts if that helps.
 *
 * @returns `undefined` if even the last payload with the shortest texts is too large
 */
export function fit(maxBytes: number, payloads: readonly BuildPayload[]): string | undefined {
  for (const payload of payloads) {
    // Longer texts than the whole payload never fit, so the first limit is the size of the payload
    for (const textBytes of [maxBytes, ...TEXT_LIMITS]) {
      const json = toJson(() => payload(textBytes))
      if (json !== undefined && bytesOf(json) <= maxBytes) return json
    }
  }
  return undefined
}

/**
 * Creates a function that builds the part of a payload that depends on the notification alone, once for all devices: an
 * event can be a thousand times as large as services accept, and be for as many devices.
 *
 * @param maxBytes maximum size of the part; a larger one is `undefined`, because the rest only adds to it
 * @param build builds the part; its argument `cut` shortens a text
 */
export function sharedPart<Part extends object>(
  maxBytes: number,
  build: (notification: PushNotification, cut: (text: string) => string) => Part,
): (notification: PushNotification, textBytes: number) => Part | undefined {
  const known = new WeakMap<PushNotification, Map<number, Part | undefined>>()
  return (notification, textBytes) => {
    const parts = known.get(notification) ?? new Map<number, Part | undefined>()
    known.set(notification, parts)
    if (!parts.has(textBytes)) {
      const json = toJson(() => build(notification, (text) => cutToBytes(text, textBytes)))
      const fits = json !== undefined && bytesOf(json) <= maxBytes
      parts.set(textBytes, fits ? (JSON.parse(json) as Part) : undefined)
    }
    return parts.get(textBytes)
  }
}

/** Converts a payload to JSON; `undefined` if its content is nested too deeply for that, though it could be parsed. */
function toJson(payload: () => unknown): string | undefined {
  try {
    return JSON.stringify(payload())
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Fields with texts for people, which are useful even if they are cut, unlike IDs. */
const CUTTABLE = new Set(['sender_display_name', 'room_name'])

/** Cuts those fields of a notification that are texts for people. */
export function cutFields(fields: object, cut: (text: string) => string): Record<string, unknown> {
  const entries = Object.entries(fields)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, CUTTABLE.has(name) && typeof value === 'string' ? cut(value) : value]),
  )
}

/**
 * Lists the payloads to try for a push, the best first: the requested content, then the IDs alone. An event can be
 * larger than any service accepts, and its sender must not be able to suppress the notifications of others.
 */
export function fallbacks(push: Push, payload: (push: Push, textBytes: number) => unknown): BuildPayload[] {
  const requested: BuildPayload = (textBytes) => payload(push, textBytes)
  if (push.content === 'ids') return [requested]
  return [requested, (textBytes) => payload({ ...push, content: 'ids' }, textBytes)]
}
