import { KNOWN_CONDITIONS } from '../../classify/known.ts'
import type { DocumentContext } from '../../document-context.ts'
import type { Prose, Span } from '../../read/prose.ts'
import { conditionsHold } from '../push-rules/evaluate.ts'
import { isTitle } from './rule-name.ts'

/** Condition that the prose makes up as an example, such as: if `key` is `content.topic` and `pattern` is `lunc?*`. */
export interface PatternExample {
  key: string
  /** Kinds that the condition can have; more than one if the prose does not say which */
  kinds: readonly string[]
  /** Pattern or value */
  operand: unknown
}

/** Claim about the values of a list: whether they match the example before it. */
export interface ExampleClaim {
  example: PatternExample
  matches: boolean
}

/** Matches the words between the name of a parameter and its value. */
const IS = /^\s*(?:(?:is|are|of|being|equals|equal\s+to|set\s+to|=|:)\s*)*$/i

/** Returns the condition of an example. */
export function conditionOf({ key, operand }: PatternExample, kind: string): object {
  return { kind, key, [kind === 'event_match' ? 'pattern' : 'value']: operand }
}

/**
 * Takes the example condition that a paragraph makes up, and checks the sentences about values that match it.
 *
 * @returns the claim that a list after the paragraph continues
 */
export function checkPatternProse(prose: Prose, document: DocumentContext): ExampleClaim | undefined {
  const title = isTitle(prose) ? prose.spans[0]?.value : undefined
  if (title !== undefined && KNOWN_CONDITIONS.has(title)) document.namedCondition = title
  document.patternExample = exampleIn(prose, document.namedCondition) ?? document.patternExample
  const { patternExample: example } = document
  if (example === undefined) return undefined
  checkInline(prose, example, document)
  const matches = /:\s*$/.test(prose.text) ? claimAboutValues(lastSentence(prose.words)) : undefined
  if (matches === undefined) return undefined
  checkProperty(prose, example, document)
  return { example, matches }
}

function exampleIn({ spans, text }: Prose, named: string | undefined): PatternExample | undefined {
  const given = (name: string): string | undefined => {
    const at = spans.findIndex(({ value }) => value === name)
    const next = spans[at + 1]
    const between = at === -1 ? undefined : text.slice(spans[at]?.end, next?.start)
    return next !== undefined && between !== undefined && IS.test(between) ? next.value : undefined
  }
  const key = given('key')
  if (key === undefined) return undefined
  const pattern = given('pattern')
  if (pattern !== undefined) return { key, kinds: ['event_match'], operand: jsonString(pattern) ?? pattern }
  const value = given('value')
  if (value === undefined) return undefined
  const kinds = ['event_property_is', 'event_property_contains']
  return { key, kinds: kinds.includes(named ?? '') ? [named ?? ''] : kinds, operand: valueIn(value) }
}

function jsonString(text: string): string | undefined {
  const value = valueIn(text)
  return text.startsWith('"') && typeof value === 'string' ? value : undefined
}

/** Returns the JSON value that a code span shows, or else its text. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const VERB = /\bmatch(?:es|ed)?\b/gi
const NOT = /\b(?:not|never|n['’]t|no)\b(?:\s+\w+){0,2}\s+match|\b(?:do|does|will|would|wo|can)n['’]t\s+match/i

/** Returns what a sentence says about values: that they match, or that they do not. */
function claimAboutValues(sentence: string): boolean | undefined {
  if (!/\b(?:values?|bodies|texts?|strings?|topics?)\b/i.test(sentence)) return undefined
  return claimIn(sentence)
}

function claimIn(sentence: string): boolean | undefined {
  if (sentence.match(VERB)?.length !== 1) return undefined
  return !NOT.test(sentence)
}

function lastSentence(words: string): string {
  return (
    words
      .trim()
      .split(/(?<=[.!?;])\s+/)
      .at(-1) ?? ''
  )
}

/** Checks sentences such as: `"LUNCH"` will also match, but `"lunc"` will not. */
function checkInline({ spans, words }: Prose, example: PatternExample, document: DocumentContext): void {
  let start = 0
  // Each clause has its own verb
  for (const clause of words.split(/(?<=[.!?;])\s|,?\s+(?:but|whereas|while)\s+|\bif\b/)) {
    const from = words.indexOf(clause, start)
    start = from + clause.length
    const matches = claimIn(clause) ?? (/\b(?:will|would|do|does)\s+not\W*$/i.test(clause) ? false : undefined)
    if (matches === undefined) continue
    const verb = from + clause.search(/\b(?:match|will|would|do|does)/i)
    const values = spans.filter((span) => span.start >= from && span.end <= verb && /^"[^"]*"$/.test(span.value))
    for (const value of values) checkExampleValue(value, { example, matches }, document)
  }
}

/** Checks an item of a list of values, each a JSON value in a code span at its beginning. */
export function checkExampleItem({ spans, text }: Prose, claim: ExampleClaim, document: DocumentContext): void {
  const [span] = spans
  if (span === undefined || text.slice(0, span.start).trim() !== '') return
  if (!/^\s*(?:[.,;:(–—-].*)?$/s.test(text.slice(span.end))) return
  checkExampleValue(span, claim, document)
}

function checkExampleValue(span: Span, { example, matches }: ExampleClaim, document: DocumentContext): void {
  const value = valueIn(span.value)
  const results = new Set(example.kinds.map((kind) => holds(example, kind, value, document)))
  if (results.size > 1 || results.has(matches)) return
  const operand = JSON.stringify(example.operand)
  const says = matches ? 'matches' : 'does not match'
  document.report(
    'value-match',
    span.fragment.whole,
    `The text says that ${span.value} ${says} ${operand} for the key "${example.key}", but in ${document.specVersion} it ${matches ? 'does not' : 'does'}`,
  )
}

function holds(example: PatternExample, kind: string, value: unknown, { specVersion }: DocumentContext): boolean {
  const isBody = example.key === 'content.body'
  const shown = kind === 'event_property_contains' && !Array.isArray(value) ? [value] : value
  const event = { type: 'm.room.message', content: { [isBody ? 'body' : 'value']: shown } }
  const key = isBody ? 'content.body' : 'content.value'
  return conditionsHold([conditionOf({ ...example, key }, kind)], event, specVersion)
}

/** Checks that the prose names the property of the example, as in: other `topic` values. */
function checkProperty({ spans, text }: Prose, { key }: PatternExample, { report }: DocumentContext): void {
  const named = spans.findLast((span) => /^\s+values?\b/i.test(text.slice(span.end)) && /^[\w.\\]+$/.test(span.value))
  if (named === undefined) return
  const last = key.split(/(?<!\\)\./).at(-1) ?? ''
  if ([key, last, last.replaceAll('\\', '')].includes(named.value)) return
  report(
    'prose-value',
    named.fragment.whole,
    `The text names the property "${named.value}", but the example is for the key "${key}"`,
    { hint: 'Correct one of the two' },
  )
}
