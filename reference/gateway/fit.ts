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

/**
 * The JSON of a payload that is no larger than its service takes: with shorter texts where that is necessary.
 *
 * @param payload makes the payload, with what it is given to cut texts
 * @returns `undefined` when even the shortest texts are too much
 */
export function fit(maxBytes: number, payload: (cut: (text: string) => string) => unknown): string | undefined {
  for (const limit of [Number.POSITIVE_INFINITY, ...TEXT_LIMITS]) {
    const json = JSON.stringify(
      payload((text) => (limit === Number.POSITIVE_INFINITY ? text : cutToBytes(text, limit))),
    )
    if (bytesOf(json) <= maxBytes) return json
  }
  return undefined
}
