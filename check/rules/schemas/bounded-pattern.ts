/** Maximum length of a regular expression that is tried. */
const MAX_PATTERN = 200

/** Maximum number of repetitions without an end: the time that each takes multiplies. */
const MAX_REPETITIONS = 3

/** Maximum length of a text that is tried, in UTF-16 code units. */
const MAX_TEXT = 500

/** Maximum time that all texts of a document together take, in milliseconds. */
const MAX_MS = 2_000

/** Regular expression of a schema, as Ajv uses it. */
export interface BoundedPattern {
  test(text: string): boolean
  /** Returns the pattern; Ajv takes expressions with the same text for the same. */
  toString(): string
}

/** Time that regular expressions have taken, which many of them share. */
export interface PatternTime {
  spentMs: number
}

/**
 * Creates a regular expression of a document that anybody may have written. It accepts every text that it could not be
 * tried on in a bounded time: its pattern can take very long, or the text is too long.
 *
 * @throws {SyntaxError} when the pattern is not a regular expression
 */
export function boundedPattern(pattern: string, flags: string, time: PatternTime): BoundedPattern {
  const expression = new RegExp(pattern, flags)
  const isSafe = !canTakeLong(pattern)
  return {
    test(text) {
      if (!isSafe || text.length > MAX_TEXT || time.spentMs > MAX_MS) return true
      const begin = performance.now()
      const isMatch = expression.test(text)
      time.spentMs += performance.now() - begin
      return isMatch
    },
    toString: () => String(expression),
  }
}

/** Matches the parts of a pattern that matter here: an escape, a class or a number of times as a whole, else a character. */
const PARTS = /\\.|\[(?:\\.|[^\]\\])*\]|\{\d+(?:,\d*)?\}|./gsu

/** Matches what repeats the part before it a number of times that is not fixed. */
const REPETITION = /^(?:[*+]|\{\d+,\d*\})$/

/** Reports whether a pattern can take very long: it repeats a group with a choice or a repetition in it, or it is long. */
function canTakeLong(pattern: string): boolean {
  if (pattern.length > MAX_PATTERN) return true
  const groups: { isRisky: boolean }[] = [{ isRisky: false }]
  let closed: { isRisky: boolean } | undefined
  let repetitions = 0
  for (const [part] of pattern.matchAll(PARTS)) {
    const group = groups.at(-1)
    const isRepetition = REPETITION.test(part)
    if (isRepetition) repetitions += 1
    if (closed?.isRisky === true && (isRepetition || part.startsWith('{'))) return true
    if (group !== undefined && (isRepetition || part === '|')) group.isRisky = true
    closed = part === ')' && groups.length > 1 ? groups.pop() : undefined
    const around = groups.at(-1)
    if (closed?.isRisky === true && around !== undefined) around.isRisky = true
    if (part === '(') groups.push({ isRisky: false })
  }
  return repetitions > MAX_REPETITIONS
}
