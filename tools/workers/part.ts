/** One of several parts of a list. */
export interface Part {
  /** Number of this part, 1 to `count` */
  index: number
  count: number
}

/**
 * Parses a part of a list: `2/7` is the second of seven parts, and `7` is the one of seven whose turn it is today.
 *
 * @param today number of the day, as `today()` returns it
 * @throws {Error} for any other text, with one sentence
 */
export function readPart(text: string, today: number): Part {
  const [, index, count] = /^(?:([1-9]\d{0,2})\/)?([1-9]\d{0,2})$/.exec(text) ?? []
  const part = { count: Number(count), index: index === undefined ? (today % Number(count)) + 1 : Number(index) }
  if (count !== undefined && part.index <= part.count) return part
  throw new Error(`--part: expected a number of parts, such as 7, or one of them, such as 2/7, found "${text}"`)
}

/** Returns the entries of a list that fall into a part: every third one for a third, all without a part. */
export function partOf<One>(list: readonly One[], part: Part | undefined): One[] {
  return list.filter((_, place) => part === undefined || place % part.count === part.index - 1)
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Returns the number of the current day (UTC), by which parts take turns. */
export function today(): number {
  return Math.floor(Date.now() / DAY_MS)
}
