const FOLDABLE = /\p{Changes_When_Casefolded}/gu
const NON_ASCII = /[^\0-\x7f]/
const NOT_FOLDED = /[A-Z]|[^\0-\x7f]/

/**
 * The text with the case of its letters taken away, so that two texts that differ in case only become equal.
 *
 * Each character is folded by itself, and only where its length stays and it does not become an ASCII letter. So
 * lengths, positions and word boundaries are the same before and after. Halves of surrogate pairs, which no event can
 * have, become U+FFFD: afterwards every character is whole.
 */
export function fold(text: string): string {
  if (!NOT_FOLDED.test(text)) return text
  return NON_ASCII.test(text) ? text.toWellFormed().replace(FOLDABLE, foldCharacter) : text.toLowerCase()
}

/** By way of the upper case, because a letter can have two lower cases (the final sigma) and still be one letter. */
function foldCharacter(character: string): string {
  if (!NON_ASCII.test(character)) return character.toLowerCase()
  const folded = character.toUpperCase().toLowerCase()
  return folded.length === character.length && NON_ASCII.test(folded) ? folded : character
}
