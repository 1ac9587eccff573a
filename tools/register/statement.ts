import { createHash } from 'node:crypto'

/** Sentence of the specification, or a fact that a schema states. */
export interface Statement {
  kind: 'sentence' | 'fact'
  /** Path of the file in the specification's repository */
  file: string
  /** Part of the file: a heading, or an operation with the path of a property */
  place: string
  /** Sentence without markup, with single spaces; a fact has a form of its own */
  text: string
}

/** Number of characters of a fingerprint: so many that no two sentences of the specification share one. */
const LENGTH = 12

/** Returns the fingerprint of a text or of several: a hash from which they cannot be restored. */
export function fingerprint(...texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, LENGTH)
}

/** Words that make a sentence normative. */
const NORMATIVE = /\b(must|should|shall|required|recommended|never|cannot)\b/i

/** Word that is normative only in capitals: in small letters it mostly says what is possible. */
const PERMISSIVE = /\bMAY\b/

/** Reports whether a statement asks for something: a sentence by its words, a fact if it requires a property. */
export function isNormative({ kind, text }: Statement): boolean {
  return kind === 'fact' ? text.endsWith(' is required') : NORMATIVE.test(text) || PERMISSIVE.test(text)
}

/** Reports whether a place lies in a part of a file: `actions` in `actions`, `GET /pushers 200 data` in `GET /pushers`. */
export function liesIn(place: string, part: string): boolean {
  return part === '' || place === part || place.startsWith(`${part} `)
}

/** Splits a paragraph without markup into sentences. */
export function sentencesOf(paragraph: string): string[] {
  const text = paragraph
    .replace(/\{\{[%<].*?[%>]\}\}:?/gs, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const sentences: string[] = []
  let start = 0
  for (const { index, 0: gap } of text.matchAll(/[.!?]["”)]? (?=["“(]?[A-Z0-9_.@/])/g)) {
    const end = index + gap.length
    if (/\b(e\.g|i\.e|eg|etc|vs)\. ?$/.test(text.slice(start, end))) continue
    sentences.push(text.slice(start, end).trim())
    start = end
  }
  return [...sentences, text.slice(start)].filter((sentence) => /[a-z]/i.test(sentence))
}
