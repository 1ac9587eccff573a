import type { Notification, Push } from './push.ts'

/**
 * A text of at most so many bytes in UTF-8, never cut inside a character; a cut is shown by an ellipsis.
 *
 * @param maxBytes 3 at least, which is what the ellipsis takes
 */
export function cutToBytes(text: string, maxBytes: number): string {
  if (bytesOf(text) <= maxBytes) return text
  let [kept, bytes] = ['', bytesOf('…')]
  for (const character of text) {
    bytes += bytesOf(character)
    if (bytes > maxBytes) break
    kept += character
  }
  return `${kept}…`
}

/** How many bytes a text has in UTF-8. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

/** How many bytes the texts of a payload may have when it is too large with all of them, one limit after the other. */
const TEXT_LIMITS = [1024, 512, 256, 128, 64, 32, 3] as const

/** Makes a payload whose texts have at most so many bytes; `undefined` where it would be too large for sure. */
export type Payload = (textBytes: number) => unknown

/**
 * The JSON of the first of some payloads that is no larger than its service takes: with shorter texts where that helps.
 *
 * @returns `undefined` when even the last one, with the shortest texts, is too much
 */
export function fit(maxBytes: number, payloads: readonly Payload[]): string | undefined {
  for (const payload of payloads) {
    // A text that is longer than the whole payload may be does not fit, and so is not looked at any further
    for (const textBytes of [maxBytes, ...TEXT_LIMITS]) {
      const json = toJson(() => payload(textBytes))
      if (json !== undefined && bytesOf(json) <= maxBytes) return json
    }
  }
  return undefined
}

/**
 * The part of payloads that a notification alone decides. It is worked out once, and not anew for each of many devices:
 * an event can be a thousand times as large as what services take, and for as many devices.
 *
 * @param maxBytes a part that is larger is `undefined`: with what devices add to it, it would be larger still
 * @param make makes the part; `cut` shortens what texts it has
 */
export function sharedPart<Part extends object>(
  maxBytes: number,
  make: (notification: Notification, cut: (text: string) => string) => Part,
): (notification: Notification, textBytes: number) => Part | undefined {
  const known = new WeakMap<Notification, Map<number, Part | undefined>>()
  return (notification, textBytes) => {
    const parts = known.get(notification) ?? new Map<number, Part | undefined>()
    known.set(notification, parts)
    if (!parts.has(textBytes)) {
      const json = toJson(() => make(notification, (text) => cutToBytes(text, textBytes)))
      const fits = json !== undefined && bytesOf(json) <= maxBytes
      parts.set(textBytes, fits ? (JSON.parse(json) as Part) : undefined)
    }
    return parts.get(textBytes)
  }
}

/** Content can be nested so deep that it can be read and not be written: then there is no JSON of it. */
function toJson(payload: () => unknown): string | undefined {
  try {
    return JSON.stringify(payload())
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Texts for people, which are of use when they are cut. An ID is another one then. */
const CUTTABLE = new Set(['sender_display_name', 'room_name'])

/** Fields of a notification, with shorter texts where that does no harm. */
export function cutFields(fields: object, cut: (text: string) => string): Record<string, unknown> {
  const entries = Object.entries(fields)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, CUTTABLE.has(name) && typeof value === 'string' ? cut(value) : value]),
  )
}

/**
 * What to try of a push, the best first: what was asked for, then the IDs alone. An event can be larger than any
 * service takes, and whoever sends it must not be able to cost the others their notifications.
 */
export function fallbacks(push: Push, payload: (push: Push, textBytes: number) => unknown): Payload[] {
  const asked: Payload = (textBytes) => payload(push, textBytes)
  if (push.content === 'ids') return [asked]
  return [asked, (textBytes) => payload({ ...push, content: 'ids' }, textBytes)]
}
