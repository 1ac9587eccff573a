import type { Prose } from '../../read/prose.ts'

/** Splits text into sentences; abbreviations do not end a sentence. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<!\b(?:e\.g|i\.e|etc|cf|vs)\.)(?<=[.!?])\s+/)
}

/** Returns the sentence that describes the example after a paragraph: a last one with a colon, or else the first. */
export function claimOf({ words }: Prose): string {
  const sentences = sentencesOf(words.trim())
  const last = sentences.at(-1) ?? ''
  return /:\s*$/.test(last) ? last : (sentences[0] ?? '')
}

/** Returns the sentence that contains a part of the text. */
export function sentenceWith(words: string, part: string): string {
  return sentencesOf(words).find((sentence) => sentence.includes(part)) ?? words
}

/** Words that may precede a purpose without changing it. */
const START =
  /^\W*(?:(?:for example|for instance|e\.g\.|likewise|similarly|also|finally|next|then|first|second|now|here|again|alternatively),?\s+)?/
const PURPOSE = String.raw`(?:in\s+order\s+)?to|(?:if|when)\s+(?:\w+\s+){1,3}(?:wants?|wish(?:es)?|likes?)\s+to`
const THIS = String.raw`(?:this|it|(?:the\s+following|the|this|that)\s+(?:\w+\s+)?rule(?:\s+below)?)\s+(?:also\s+)?`

/** Forms of a verb that state the purpose of a rule. */
export interface Verb {
  /** Form in "to mute" */
  infinitive: string
  /** Form in "it mutes" */
  third: string
  /** Form in "a rule muting" */
  gerund: string
}

/** Creates a pattern for sentences that state the purpose of a rule: `To mute`, `A rule that mutes`. */
export function purposePattern({ infinitive, third, gerund }: Verb): RegExp {
  const ways = [
    `${START.source}(?:${PURPOSE})\\s+(?<a>${infinitive})`,
    `${START.source}(?:${THIS})?(?<b>${third})`,
    `${START.source}(?<c>${gerund})`,
    `\\brules?\\s+(?:that|which)\\s+(?:also\\s+)?(?<d>${third})`,
    `\\brules?\\s+(?:for\\s+)?(?<e>${gerund})`,
    `\\brules?\\s+to\\s+(?<f>${infinitive})`,
  ]
  return new RegExp(ways.map((way) => `(?:${way})\\b`).join('|'), 'i')
}

/** Finds the purpose in a sentence, with its offset. */
export function purposeIn(sentence: string, pattern: RegExp): { text: string; index: number } | undefined {
  const match = pattern.exec(sentence)
  const text = match?.groups && Object.values(match.groups).find((group) => group !== undefined)
  if (match === null || text === undefined) return undefined
  return { text: text.replaceAll(/\s+/g, ' '), index: match.index + match[0].lastIndexOf(text) }
}

/** Reports whether a sentence states the purpose of a rule. */
export function isPurpose(sentence: string): boolean {
  return IS_PURPOSE.test(sentence)
}

const IS_PURPOSE = new RegExp(
  `${START.source}(?:(?:${PURPOSE})\\b|(?:${THIS})?(?:plays?|highlights?|sets?|notif(?:y|ies))\\b)|\\brules?\\s+(?:that|which|to|with|for)\\b`,
  'i',
)

/** Words that negate or qualify a claim. */
export const NEGATED =
  /\b(?:not|n't|never|without|instead of|unless|except|other than|override|overrides|overriding|supersed\w+|undo|undoes|lift\w*|again)\b/i
export const QUALIFIED = /\b(?:unless|except|other than|apart from|save for|instead|however|whereas|while|although)\b/i
