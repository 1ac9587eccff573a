/** One of several parts of a list. */
export interface Part {
  /** From 1 to `count` */
  index: number
  count: number
}

/**
 * Reads which part of a list is meant: `2/7` is the second of seven, and `7` that of seven whose turn it is today.
 *
 * @param today the number of the day
 * @throws an Error with one sentence for anything else
 */
export function readPart(text: string, today: number): Part {
  const [, index, count] = /^(?:([1-9]\d{0,2})\/)?([1-9]\d{0,2})$/.exec(text) ?? []
  const part = { count: Number(count), index: index === undefined ? (today % Number(count)) + 1 : Number(index) }
  if (count !== undefined && part.index <= part.count) return part
  throw new Error(`The option --part is "${text}": give a number of parts, such as 7, or one of them, such as 2/7`)
}

/** The entries of a list that fall into a part, every third of them for a third; all where no part is meant. */
export function partOf<One>(list: readonly One[], part: Part | undefined): One[] {
  return list.filter((_, place) => part === undefined || place % part.count === part.index - 1)
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The number of the day, by which parts take turns. */
export function today(): number {
  return Math.floor(Date.now() / DAY_MS)
}
