import type { DocumentContext } from '../../document-context.ts'
import type { Prose, Span } from '../../read/prose.ts'
import { get, itemsOf, type ObjectTree, textOf } from '../../read/tree.ts'
import type { Range } from '../../source/range.ts'
import { patternMatches } from '../push-rules/evaluate.ts'

/** Claim of the document that a pattern matches a value, or does not. */
export interface Claim {
  pattern: string
  value: string
  matches: boolean
  range: Range
  /** Key of the property; absent if the document does not name it */
  key?: string | undefined
}

/**
 * Evaluates a claim about a pattern. If the property is unknown and the result depends on it, nothing is reported.
 */
export function checkClaim(
  { pattern, value, matches, range, key }: Claim,
  { specVersion, report }: DocumentContext,
): void {
  // A glob for file paths has another syntax
  if (key === undefined && /\*\*|\//.test(pattern)) return
  const keys = key === undefined ? ['content.body', 'content.value'] : [key]
  const results = new Set(keys.map((one) => patternMatches(pattern, one, value, specVersion)))
  if (results.size > 1 || results.has(matches)) return
  const says = matches ? 'matches' : 'does not match'
  report(
    'value-match',
    range,
    `The text says that the pattern "${pattern}" ${says} "${value}", but in ${specVersion} it ${matches ? 'does not' : 'does'}`,
  )
}

/** Claim about a pattern whose values follow in a list. */
export interface ListClaim {
  pattern: string
  matches: boolean
  key?: string | undefined
}

/** Matches names of the values, such as "the following values" or "bodies such as". */
const VALUES = String.raw`(?:\s+(?:(?:all\s+of\s+)?(?:the\s+following|these)(?:\s+\w+)?|\w+\s+(?:such\s+as|like)))?`
const MATCHES = new RegExp(String.raw`^\s*(?:would\s+|will\s+)?match(?:es)?${VALUES}\s*$`, 'i')
const DOES_NOT = new RegExp(
  String.raw`^,?\s*(?:(?:and|but)\s+)?(?:(?:does|would|will|do)\s+not|(?:does|would|wo)n['’]t|not)(?:\s+match(?:es)?)?${VALUES}\s*$`,
  'i',
)
const CONTINUES = /^(?:,\s*|,?\s*(?:and|or|nor)\s+)$/i

/**
 * Checks sentences such as: the pattern `a*` matches `ab` and `ac`, but not `ba`.
 *
 * @returns the claim that a list after the text continues, if the text ends in a colon
 */
export function checkSentence(prose: Prose, document: DocumentContext): ListClaim | undefined {
  const { spans, text } = prose
  const key = spans.some(({ value }) => value === 'content.body') ? 'content.body' : undefined
  for (const [index, span] of spans.entries()) {
    if (!/\b(?:pattern|glob)\s+$/i.test(prose.before(span))) continue
    let matches: boolean | undefined
    for (let at = index; at < spans.length; at += 1) {
      const { end } = spans[at] as Span
      const next = spans[at + 1]
      const between = text.slice(end, next?.start ?? text.length)
      if (next === undefined && /^\s*:\s*$/.test(between.replace(/^.*?(?=:\s*$)/s, ''))) {
        const words = between.replace(/:\s*$/, '')
        const says = MATCHES.test(words) ? true : DOES_NOT.test(words) ? false : undefined
        return at === index && says !== undefined ? { pattern: span.value, matches: says, key } : undefined
      }
      if (at === index && MATCHES.test(between)) matches = true
      else if (DOES_NOT.test(between) && (at === index ? /match/i.test(between) : matches !== undefined))
        matches = false
      else if (at === index || !CONTINUES.test(between)) break
      if (next === undefined || matches === undefined) break
      checkClaim({ pattern: span.value, value: next.value, matches, range: next.fragment.whole, key }, document)
    }
  }
  return undefined
}

/** Checks an item of a list that continues a claim. */
export function checkListItem({ spans, text }: Prose, claim: ListClaim, document: DocumentContext): void {
  const [span, ...more] = spans
  if (span === undefined || more.length > 0 || text.slice(0, span.start).trim() !== '') return
  if (!/^\s*(?:[.,;:(–-].*)?$/s.test(text.slice(span.end))) return
  checkClaim({ ...claim, value: span.value, range: span.fragment.whole }, document)
}

const YES = /^(?:yes|true|matches|match|✓|✔|✅|☑)\W*$/iu
const NO = /^(?:no|false|no match|does not match|doesn't match|✗|✘|❌|✕)\W*$/iu

/** Checks a table with a column of patterns and columns of matching or non-matching values. */
export function checkTable(rows: readonly Prose[][], document: DocumentContext): void {
  const [head = [], ...body] = rows
  const column = (words: RegExp) => head.findIndex(({ text }) => words.test(text.trim()))
  const pattern = column(/^(?:glob )?(?:pattern|glob)s?$/i)
  if (pattern === -1) return
  const value = column(/^(?:value|example|text|body|message|string|input)$/i)
  const says = column(/^(?:match(?:es)?|matched|(?:values that )?match)\??$/i)
  const not = column(/^(?:(?:values that )?do(?:es)?(?: not|n't|n’t)|not|non)[- ]?match(?:es|ing)?$/i)
  const key = column(/^(?:key|property)$/i)
  const isBody = /^(?:body|message)$/i.test(head[value]?.text.trim() ?? '')
  for (const row of body) {
    const glob = cellOf(row[pattern])
    if (glob === undefined) continue
    const named = key === -1 ? undefined : cellOf(row[key])?.value
    const claim = { pattern: glob.value, key: named ?? (isBody ? 'content.body' : undefined) }
    if (value !== -1) checkRow(claim, cellOf(row[value]), row[says]?.text.trim() ?? '', document)
    else {
      for (const one of row[says]?.spans ?? [])
        checkClaim({ ...claim, value: one.value, matches: true, range: one.fragment.whole }, document)
      for (const one of row[not]?.spans ?? [])
        checkClaim({ ...claim, value: one.value, matches: false, range: one.fragment.whole }, document)
    }
  }
}

function checkRow(
  claim: Omit<ListClaim, 'matches'>,
  value: { value: string; range: Range } | undefined,
  says: string,
  document: DocumentContext,
): void {
  const matches = YES.test(says) ? true : NO.test(says) ? false : undefined
  if (value === undefined || matches === undefined) return
  checkClaim({ ...claim, ...value, matches }, document)
}

/** Returns the content of a cell: its only code span, or plain text. */
function cellOf(cell: Prose | undefined): { value: string; range: Range } | undefined {
  if (cell === undefined || cell.spans.length > 1) return undefined
  const [span] = cell.spans
  if (span !== undefined) {
    return cell.text.trim() === span.value.trim() ? { value: span.value, range: span.fragment.whole } : undefined
  }
  const value = cell.text.trim()
  return value === '' ? undefined : { value, range: cell.fragment.whole }
}

/** Checks an object with a pattern and lists of matching and non-matching values. */
export function checkMatchLists(tree: ObjectTree, document: DocumentContext): void {
  const pattern = textOf(get(tree, 'pattern'))
  if (pattern === undefined) return
  const key = textOf(get(tree, 'key'))
  const lists: [readonly string[], boolean][] = [
    [['matches', 'should_match'], true],
    [['does_not_match', 'should_not_match'], false],
  ]
  for (const [names, matches] of lists) {
    for (const item of names.flatMap((name) => itemsOf(get(tree, name)))) {
      const value = textOf(item)
      if (value !== undefined) checkClaim({ pattern, value, matches, range: item.range, key }, document)
    }
  }
}
