/** Words that a doc comment must not begin with, by the advice for them. */
const ADVICE: Record<string, string> = {
  what: 'name the thing: "The …"',
  which: 'name the thing: "The … that …"',
  whose: 'name the thing: "Owner of …"',
  who: 'name the person: "The user that …"',
  whom: 'name the person: "The user that …"',
  how: 'name the quantity or the way: "Number of …", "Time …", "Maximum …", "Way …"',
  whether: '"Reports whether …" for a function, "True if …" for a value',
  where: 'name the place: "Position of …", "Directory of …"',
  when: 'name the time: "Time at which …"',
  why: 'name the reason: "Reason for …"',
  that: 'use a verb: "Reports that …", "Requires that …"',
}

/** Words that begin a phrase or a clause: the verb or noun has to come before it. */
const PHRASES = new Set(
  'so as for with without in on at by of to from if unless until since once while because before after not and or but'.split(
    ' ',
  ),
)

/** Finding in a doc comment: the position of its first word, and what to change. */
export interface FirstWord {
  index: number
  message: string
}

/**
 * Checks that a doc comment begins with a verb or a noun.
 *
 * @param text - the comment, with blanks for its marks
 * @returns the finding, or `undefined` if there is none, or if the comment consists of tags alone
 */
export function checkFirstWord(text: string): FirstWord | undefined {
  const match = /^[\s("“*_]*([A-Za-z]+)/.exec(text)
  const word = match?.[1]
  if (!match || !word) {
    return undefined
  }
  const advice = adviceFor(word.toLowerCase())
  return advice === undefined
    ? undefined
    : { index: match[0].length - word.length, message: `a doc comment must not begin with "${word}": ${advice}` }
}

function adviceFor(word: string): string | undefined {
  if (PHRASES.has(word)) {
    return 'begin with a verb or a noun'
  }
  return Object.hasOwn(ADVICE, word) ? ADVICE[word] : undefined
}
