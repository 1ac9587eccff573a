const FOLDABLE = /\p{Changes_When_Casefolded}/gu
const NON_ASCII = /[^\0-\x7f]/
const NOT_FOLDED = /[A-Z]|[^\0-\x7f]/

/**
 * Folds the letter case of a text, so that two texts that differ only in case become equal.
 *
 * Each character is folded separately, and only if its length stays the same and it does not become an ASCII letter, so
 * that lengths, positions and word boundaries do not change. Lone surrogates, which no event can contain, become U+FFFD.
 */
export function fold(text: string): string {
  if (!NOT_FOLDED.test(text)) return text
  return NON_ASCII.test(text) ? text.toWellFormed().replace(FOLDABLE, foldCharacter) : text.toLowerCase()
}

/** Folds a character by way of its upper case, because one letter can have two lower cases, such as sigma. */
function foldCharacter(character: string): string {
  if (!NON_ASCII.test(character)) return character.toLowerCase()
  const folded = character.toUpperCase().toLowerCase()
  return folded.length === character.length && NON_ASCII.test(folded) ? folded : character
}
