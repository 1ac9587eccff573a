const FOLDABLE = /\p{Changes_When_Casefolded}/gu
const NON_ASCII = /\P{ASCII}/u

/**
 * The text with the case of its letters taken away, so that two texts that differ in case only become equal.
 *
 * Each character is folded by itself, and only where its length stays and it does not become an ASCII letter. So
 * lengths, positions and word boundaries are the same before and after.
 */
export function fold(text: string): string {
  return NON_ASCII.test(text) ? text.replace(FOLDABLE, foldCharacter) : text.toLowerCase()
}

/** By way of the upper case, because a letter can have two lower cases (the final sigma) and still be one letter. */
function foldCharacter(character: string): string {
  if (!NON_ASCII.test(character)) return character.toLowerCase()
  const folded = character.toUpperCase().toLowerCase()
  return folded.length === character.length && NON_ASCII.test(folded) ? folded : character
}
