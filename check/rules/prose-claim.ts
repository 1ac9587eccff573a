import type { Prose } from '../read/prose.ts'

/** The sentences of a text; an abbreviation ends none. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<!\b(?:e\.g|i\.e|etc|cf|vs)\.)(?<=[.!?])\s+/)
}

/** The part of a paragraph that says what the example after it is for: what leads up to it, or else the first sentence. */
export function claimOf({ words }: Prose): string {
  const sentences = sentencesOf(words.trim())
  const last = sentences.at(-1) ?? ''
  return /:\s*$/.test(last) ? last : (sentences[0] ?? '')
}

/** The sentence that has a part of a text in it. */
export function sentenceWith(words: string, part: string): string {
  return sentencesOf(words).find((sentence) => sentence.includes(part)) ?? words
}

/** What may stand before a purpose, and says nothing about it. */
const START =
  /^\W*(?:(?:for example|for instance|e\.g\.|likewise|similarly|also|finally|next|then|first|second|now|here|again|alternatively),?\s+)?/
const PURPOSE = String.raw`(?:in\s+order\s+)?to|(?:if|when)\s+(?:\w+\s+){1,3}(?:wants?|wish(?:es)?|likes?)\s+to`
const THIS = String.raw`(?:this|it|(?:the\s+following|the|this|that)\s+(?:\w+\s+)?rule(?:\s+below)?)\s+(?:also\s+)?`

/** A verb in the three forms that it has where a text says what a rule does. */
export interface Verb {
  /** To mute */
  infinitive: string
  /** It mutes */
  third: string
  /** A rule muting */
  gerund: string
}

/** Finds where a sentence says that the rule is for something, and nothing else: `To mute`, `A rule that mutes`. */
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

/** What a sentence says to be the purpose, as it is written there, and where. */
export function purposeIn(sentence: string, pattern: RegExp): { text: string; index: number } | undefined {
  const match = pattern.exec(sentence)
  const text = match?.groups && Object.values(match.groups).find((group) => group !== undefined)
  if (match === null || text === undefined) return undefined
  return { text: text.replaceAll(/\s+/g, ' '), index: match.index + match[0].lastIndexOf(text) }
}

/** Whether a sentence says what a rule is for, be it along with other things. */
export function isPurpose(sentence: string): boolean {
  return IS_PURPOSE.test(sentence)
}

const IS_PURPOSE = new RegExp(
  `${START.source}(?:(?:${PURPOSE})\\b|(?:${THIS})?(?:plays?|highlights?|sets?|notif(?:y|ies))\\b)|\\brules?\\s+(?:that|which|to|with|for)\\b`,
  'i',
)

/** Words before or after a claim with which a sentence says something else than the claim alone. */
export const TURNED_ROUND =
  /\b(?:not|n't|never|without|instead of|unless|except|other than|override|overrides|overriding|supersed\w+|undo|undoes|lift\w*|again)\b/i
export const LIMITED = /\b(?:unless|except|other than|apart from|save for|instead|however|whereas|while|although)\b/i
