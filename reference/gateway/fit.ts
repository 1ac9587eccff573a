import type { Push } from './push.ts'

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

/** How many bytes the texts of a payload may have, one limit after the other until it fits. */
const TEXT_LIMITS = [1024, 512, 256, 128, 64, 32, 3] as const

/** Makes a payload; `cut` shortens what texts it has. */
export type Payload = (cut: (text: string) => string) => unknown

/**
 * The JSON of the first of some payloads that is no larger than its service takes: with shorter texts where that helps.
 *
 * @returns `undefined` when even the last one, with the shortest texts, is too much
 */
export function fit(maxBytes: number, payloads: readonly Payload[]): string | undefined {
  for (const payload of payloads) {
    for (const limit of [Number.POSITIVE_INFINITY, ...TEXT_LIMITS]) {
      const json = toJson(() => payload((text) => cutToBytes(text, limit)))
      if (json === undefined) break
      if (bytesOf(json) <= maxBytes) return json
    }
  }
  return undefined
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
export function fallbacks(push: Push, payload: (push: Push, cut: (text: string) => string) => unknown): Payload[] {
  const asked: Payload = (cut) => payload(push, cut)
  return push.content === 'ids' ? [asked] : [asked, (cut) => payload({ ...push, content: 'ids' }, cut)]
}
