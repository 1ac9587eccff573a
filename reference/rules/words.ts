const WORDS = /\w+/g
const PAIRS = /(?=([^\0-\x7f]{2}))/g
const NON_ASCII_PAIR = /[^\0-\x7f]{2}/

/**
 * Returns the index words of a text: its words, and the pairs of adjacent non-ASCII code units, because letters of other
 * scripts are not word characters in the specification.
 *
 * @param text folded
 */
export function wordsOf(text: string): string[] {
  const words = text.match(WORDS) ?? []
  return NON_ASCII_PAIR.test(text) ? [...words, ...Array.from(text.matchAll(PAIRS), ([, pair]) => pair ?? '')] : words
}

/**
 * Returns one of the index words ({@link wordsOf}) that every text has in which the pattern matches by words;
 * `undefined` if there is none.
 *
 * A match starts and ends at word boundaries, so a word of the pattern without an adjacent wildcard is a whole word of
 * the text. The longest is chosen, because it is probably the rarest.
 *
 * @param pattern folded
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function requiredWord(pattern: string): string | undefined {
  const words = pattern.match(/(?<![\w*?])\w+(?![\w*?])/g) ?? []
  const [longest = NON_ASCII_PAIR.exec(pattern)?.[0]] = words.toSorted((one, other) => other.length - one.length)
  return longest
}
