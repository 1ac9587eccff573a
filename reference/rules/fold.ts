const FOLDABLE = /[\p{Changes_When_Casefolded}\p{Changes_When_Lowercased}]/gu
const NON_ASCII = /[^\0-\x7f]/
const NOT_FOLDED = /[A-Z]|[^\0-\x7f]/

/** Characters that the lower case of a text would change, and folding does not: to two characters, and to an ASCII letter. */
const NOT_LOWERED = /[\u0130\u212a]/

/**
 * Folds the letter case of a text, so that two texts that differ only in case become equal.
 *
 * Each character is folded separately, and only if its length stays the same and it does not become an ASCII letter, so
 * that lengths, positions and word boundaries do not change. Lone surrogates, which no event can contain, become U+FFFD.
 */
export function fold(text: string): string {
  if (!NOT_FOLDED.test(text)) return text
  if (!NON_ASCII.test(text)) return text.toLowerCase()
  const whole = text.toWellFormed()
  // A lower-case text has hardly any characters left to fold, so the slow replacement has little to do
  return (NOT_LOWERED.test(whole) ? whole : whole.toLowerCase()).replace(FOLDABLE, foldCharacter)
}

/**
 * Folds a character: to its lower case, and by way of the upper case, because one letter can have two lower cases, such as
 * sigma.
 */
function foldCharacter(character: string): string {
  const lower = unlessResized(character, character.toLowerCase())
  return unlessResized(lower, lower.toUpperCase().toLowerCase())
}

/** Returns the other case of a character, or the character itself if the length changes or a letter becomes ASCII. */
function unlessResized(character: string, changed: string): string {
  return changed.length === character.length && NON_ASCII.test(changed) === NON_ASCII.test(character)
    ? changed
    : character
}
