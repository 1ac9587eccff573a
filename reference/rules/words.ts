const WORDS = /\w+/g
const PAIRS = /(?=([^\0-\x7f]{2}))/g
const NON_ASCII_PAIR = /[^\0-\x7f]{2}/

/**
 * What a text is found by: its words, and the pairs of adjacent code units that are not ASCII, because letters of other
 * scripts are no word characters to the specification.
 *
 * @param text folded
 */
export function wordsOf(text: string): string[] {
  const words = text.match(WORDS) ?? []
  return NON_ASCII_PAIR.test(text) ? [...words, ...Array.from(text.matchAll(PAIRS), ([, pair]) => pair ?? '')] : words
}

/**
 * One of {@link wordsOf} that every text has that the pattern matches by words; `undefined` when none is sure.
 *
 * What is matched starts and ends at word boundaries, so a word of the pattern that no wildcard touches is a whole
 * word of the text. The longest is taken, because it is likely to be the rarest.
 *
 * @param pattern folded
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function telltaleWord(pattern: string): string | undefined {
  const words = pattern.match(/(?<![\w*?])\w+(?![\w*?])/g) ?? []
  const [longest = NON_ASCII_PAIR.exec(pattern)?.[0]] = words.toSorted((one, other) => other.length - one.length)
  return longest
}
