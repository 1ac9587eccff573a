import { atLeast, type SpecVersion } from '../../../spec/index.ts'
import type { DocumentContext, RuleExample } from '../../document-context.ts'
import type { Prose, Span } from '../../read/prose.ts'
import { get, isComplete, type ObjectTree, textOf } from '../../read/tree.ts'
import { bodyMatches, bodyPatterns, conditionsOf, patternMatches } from '../push-rules/evaluate.ts'
import { NEGATED } from './purpose.ts'

/** Compares types, values and words in the prose with the patterns of the rule. */
export function checkValues(rule: RuleExample, description: Prose, document: DocumentContext): void {
  for (const condition of conditionsOf(rule.tree)) {
    const match = eventMatch(condition)
    if (match === undefined) continue
    if (match.key === 'type') checkType(match, description, document)
    else checkNamedValue(match, description, document)
  }
  checkMissingType(rule, description, document)
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

/** Matches the type of an event. */
const TYPE = /^m\.[a-z_.]+$/

/** Reports a type in the prose that is the type of the pattern with a part added or removed. */
function checkType({ pattern }: Match, description: Prose, { report }: DocumentContext): void {
  const types = description.spans.filter(({ value }) => TYPE.test(value))
  if (types.length === 0 || types.some(({ value }) => value === pattern)) return
  const continues = (long: string, short: string) => long.startsWith(short) && /[._]/.test(long[short.length] ?? '')
  const near =
    types.find(({ value }) => continues(value, pattern) || continues(pattern, value)) ??
    onlyType(types, pattern, description)
  if (near === undefined) return
  report(
    'prose-value',
    near.fragment.whole,
    `The text says "${near.value}", but the rule below is for the type "${pattern}"`,
    {
      hint: 'Correct one of the two',
    },
  )
}

/** Returns the only type in the prose, if it is certainly meant as the type of the events of the rule. */
function onlyType(types: readonly Span[], pattern: string, description: Prose): Span | undefined {
  const [only, ...more] = types
  if (only === undefined || more.length > 0 || !TYPE.test(pattern)) return undefined
  const isAfterType = /\btype\s+(?:is\s+|of\s+)?$/i.test(description.before(only))
  const isBeforeEvents = /^\s+(?:state\s+)?events?\b/i.test(description.text.slice(only.end))
  return (isAfterType || isBeforeEvents) && !NEGATED.test(description.words) ? only : undefined
}

/** Reports a type in the prose that no condition of a rule tests, although it has other conditions. */
function checkMissingType({ tree }: RuleExample, description: Prose, { report }: DocumentContext): void {
  const conditions = get(tree, 'conditions')
  const tested = conditionsOf(tree)
  if (conditions === undefined || !isComplete(conditions) || tested.length === 0) return
  if (tested.some((one) => textOf(get(one, 'key')) === 'type')) return
  const [only, ...more] = description.spans.filter(({ value }) => TYPE.test(value))
  if (only === undefined || more.length > 0 || NEGATED.test(description.words)) return
  if (!/\btype\s+is\s+$/i.test(description.before(only))) return
  report(
    'prose-value',
    only.fragment.whole,
    `The text says that the type is "${only.value}", but no condition of the rule below tests the type`,
  )
}

/** Compares prose such as "a `key` of `value`" with the pattern for that key. */
function checkNamedValue({ key, pattern }: Match, description: Prose, { report, specVersion }: DocumentContext): void {
  for (const [index, span] of description.spans.entries()) {
    const next = description.spans[index + 1]
    if (next === undefined || !isLastStep(key, span)) continue
    const between = description.text.slice(span.end, next.start).replaceAll(/\s+/g, ' ')
    if (!/^ (?:of|is|being|equal to|equals|set to|that is) $/.test(between)) continue
    if (next.value === pattern || next.value === `"${pattern}"` || !isPlainValue(next.value)) continue
    // A glob that matches the value is equivalent
    if (/[*?]/.test(pattern) && patternMatches(pattern, key, next.value, specVersion)) continue
    report(
      'prose-value',
      next.fragment.whole,
      `The text says that "${span.value}" is "${next.value}", but the rule below requires "${pattern}"`,
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

/** Finds the word that messages contain according to the prose, in quotes or as code. */
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

/** Checks that a message with the word in the prose matches the rule. */
function checkWords(rule: RuleExample, description: Prose, { report, specVersion }: DocumentContext): void {
  const found = wordIn(description)
  if (found === undefined) return
  const { word, start, claim } = found
  // A negation or a second word is a different claim
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
    `The text says that messages contain "${word}", but the pattern "${pattern}" does not match such messages`,
  )
}

const ENDS = new RegExp(
  `\\bstarting\\s+with\\s+${QUOTED}\\s+(?:and|but|or)?\\s*ending\\s+(?:with|in)\\s+${QUOTED}`,
  'i',
)

/** Checks that the rule matches exactly the messages that start and end as the prose says. */
function checkEnds(rule: RuleExample, description: Prose, { report, specVersion }: DocumentContext): void {
  const found = ENDS.exec(description.text)
  const [, first = '', last = ''] = found ?? []
  if (found === null || bodyMatches(rule, '', specVersion) === undefined) return
  const range = description.range(found.index, found.index + found[0].length)
  const quoted = found[0].replaceAll(/\s+/g, ' ')
  const [pattern = ''] = bodyPatterns(rule)
  if (bodyMatches(rule, `${first} is a ${last}`, specVersion) === false) {
    report('prose-value', range, `The text says "${quoted}", but the pattern "${pattern}" does not match such messages`)
  } else if (bodyMatches(rule, `see ${first} is a ${last} there`, specVersion) === true) {
    report(
      'prose-value',
      range,
      `The text says "${quoted}", but the pattern "${pattern}" also matches messages that contain this in the middle${since(specVersion)}`,
    )
  }
}

function since(specVersion: SpecVersion): string {
  return atLeast(specVersion, 'v1.3') ? ', since v1.3' : ''
}
