/** Nothing in Matrix is nested as deeply, and what is overflows the stack of whoever walks through it. */
const DEEPEST = 200

/** The parsed JSON, or the text itself when it is not JSON or is nested deeper than 200 levels. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isDeeperThan(DEEPEST, value) ? text : value
  } catch {
    return text
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((item) => isDeeperThan(levels - 1, item))
}
