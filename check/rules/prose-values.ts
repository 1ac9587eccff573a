import { atLeast, type SpecVersion } from '../../spec/index.ts'
import type { Prose, Span } from '../read/prose.ts'
import { get, type ObjectTree, textOf } from '../read/tree.ts'
import type { DocumentContext, RuleExample } from '../story.ts'
import { bodyMatches, bodyPatterns, conditionsOf, patternMatches } from './evaluate.ts'

/** Compares types, values and words that the text names with the patterns of the rule. */
export function checkValues(rule: RuleExample, description: Prose, document: DocumentContext): void {
  for (const condition of conditionsOf(rule.tree)) {
    const match = eventMatch(condition)
    if (match === undefined) continue
    if (match.key === 'type') checkType(match, description, document)
    else checkNamedValue(match, description, document)
  }
  checkWords(rule, description, document)
  checkEnds(rule, description, document)
}

interface Match {
  key: string
  pattern: string
}

function eventMatch(condition: ObjectTree): Match | undefined {
  const key = textOf(get(condition, 'key'))
  const pattern = textOf(get(condition, 'pattern')) ?? textOf(get(condition, 'value'))
  return key === undefined || pattern === undefined ? undefined : { key, pattern }
}

/** A type that is longer or shorter by some words than the pattern was meant to be the same. */
function checkType({ pattern }: Match, description: Prose, { report }: DocumentContext): void {
  const types = description.spans.filter(({ value }) => /^m\.[a-z_.]+$/.test(value))
  if (types.length === 0 || types.some(({ value }) => value === pattern)) return
  const goesOn = (long: string, short: string) => long.startsWith(short) && /[._]/.test(long[short.length] ?? '')
  const near = types.find(({ value }) => goesOn(value, pattern) || goesOn(pattern, value))
  if (near === undefined) return
  report(
    'prose-value',
    near.fragment.whole,
    `The text says "${near.value}", and the rule below is for the type "${pattern}"`,
    {
      hint: 'Correct one of the two',
    },
  )
}

/** The text says: a `key` of `value`. */
function checkNamedValue({ key, pattern }: Match, description: Prose, { report, specVersion }: DocumentContext): void {
  for (const [index, span] of description.spans.entries()) {
    const next = description.spans[index + 1]
    if (next === undefined || !isLastStep(key, span)) continue
    const between = description.text.slice(span.end, next.start).replaceAll(/\s+/g, ' ')
    if (!/^ (?:of|is|being|equal to|equals|set to|that is) $/.test(between)) continue
    if (next.value === pattern || next.value === `"${pattern}"` || !isPlainValue(next.value)) continue
    // A glob says the same in other words
    if (/[*?]/.test(pattern) && patternMatches(pattern, key, next.value, specVersion)) continue
    report(
      'prose-value',
      next.fragment.whole,
      `The text says that "${span.value}" is "${next.value}", and the rule below wants "${pattern}"`,
      {
        hint: 'Correct one of the two',
      },
    )
  }
}

function isLastStep(key: string, { value }: Span): boolean {
  return key === value || key.endsWith(`.${value}`)
}

function isPlainValue(value: string): boolean {
  return /^[\w.:@!#-]+$/.test(value)
}

const QUOTED = `(?:['"‘“]([^'"’”\\n]{1,60})['"’”])`
const CONTAINING = String.raw`\b(?:contain(?:s|ing)?|mention(?:s|ing)?|includ(?:es?|ing))\s+the\s+(?:word|text|phrase|string|term)\s+`
const CONTAINS = new RegExp(CONTAINING + QUOTED, 'i')
const CONTAINS_SPAN = new RegExp(`${CONTAINING}$`, 'i')

/** The word that the text says messages to contain, in quotes or as code, and where it stands. */
function wordIn({ text, spans }: Prose): { word: string; start: number; claim: number } | undefined {
  const found = CONTAINS.exec(text)
  const word = found?.[1]
  if (found !== null && word !== undefined)
    return { word, start: found.index + found[0].lastIndexOf(word), claim: found.index }
  for (const { value, start } of spans) {
    const before = CONTAINS_SPAN.exec(text.slice(0, start))
    if (before !== null) return { word: value, start, claim: before.index }
  }
  return undefined
}

/** The text says that messages contain a word: then one that does has to match. */
function checkWords(rule: RuleExample, description: Prose, { report, specVersion }: DocumentContext): void {
  const found = wordIn(description)
  if (found === undefined) return
  const { word, start, claim } = found
  // Other words, and messages that do not contain it, are other claims
  const before = description.text.slice(0, claim)
  const after = description.text.slice(start + word.length)
  if (/\bnot\s+$|n['’]t\s+$/.test(before) || /^[^.]*\bor\s+(?:the\s+\w+\s+)?['"‘“]/.test(after)) return
  if (
    description.spans.some((span) => span.start > start && /\bor\s+(?:the\s+\w+\s+)?$/.test(description.before(span)))
  )
    return
  if (bodyMatches(rule, `see ${word} there`, specVersion) !== false) return
  const [pattern = ''] = bodyPatterns(rule)
  report(
    'prose-value',
    description.range(start, start + word.length),
    `The text says that messages contain "${word}", and the pattern "${pattern}" does not match those`,
  )
}

const ENDS = new RegExp(
  `\\bstarting\\s+with\\s+${QUOTED}\\s+(?:and|but|or)?\\s*ending\\s+(?:with|in)\\s+${QUOTED}`,
  'i',
)

/** The text says how messages start and end: then those match that do, and no others. */
function checkEnds(rule: RuleExample, description: Prose, { report, specVersion }: DocumentContext): void {
  const found = ENDS.exec(description.text)
  const [, first = '', last = ''] = found ?? []
  if (found === null || bodyMatches(rule, '', specVersion) === undefined) return
  const range = description.range(found.index, found.index + found[0].length)
  const quoted = found[0].replaceAll(/\s+/g, ' ')
  const [pattern = ''] = bodyPatterns(rule)
  if (bodyMatches(rule, `${first} is a ${last}`, specVersion) === false) {
    report('prose-value', range, `The text says "${quoted}", and the pattern "${pattern}" does not match such messages`)
  } else if (bodyMatches(rule, `see ${first} is a ${last} there`, specVersion) === true) {
    report(
      'prose-value',
      range,
      `The text says "${quoted}", and the pattern "${pattern}" matches messages that have this in their midst too${since(specVersion)}`,
    )
  }
}

function since(specVersion: SpecVersion): string {
  return atLeast(specVersion, 'v1.3') ? ', since v1.3' : ''
}
