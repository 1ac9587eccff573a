import { isDeeperThan } from '../../../common/depth.ts'

/** Maximum depth of JSON. Nothing in Matrix is nested as deeply, and deeper values can overflow the stack. */
const MAX_DEPTH = 200

/** Parses a body as JSON. Returns it unchanged if it is not JSON, or is nested deeper than 200 levels. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isDeeperThan(MAX_DEPTH, value) ? text : value
  } catch {
    return text
  }
}

/** Returns the errcode of an error response; undefined if the body has none. */
export function errcodeOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null ? (body as { errcode?: unknown }).errcode : undefined
}

/**
 * Returns how often a character occurs in a text. Commas say how many values a text of JSON has without parsing it.
 *
 * @param atMost number at which counting ends
 */
export function countOf(character: string, text: string, atMost: number): number {
  let count = 0
  for (let place = text.indexOf(character); place >= 0 && count < atMost; place = text.indexOf(character, place + 1)) {
    count += 1
  }
  return count
}
