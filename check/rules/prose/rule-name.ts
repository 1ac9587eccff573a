import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext, RuleExample } from '../../document-context.ts'
import type { Prose, Span } from '../../read/prose.ts'
import { describesThePast } from './past.ts'

/** Compares the ID of a rule with the one in a heading or in the prose before it. */
export function checkNames(rule: RuleExample, document: DocumentContext): void {
  const { ruleId, idRange, tree } = rule
  if (ruleId === undefined || isPlaceholderText(ruleId)) return
  const named = nameGiven(rule, document)
  if (named === undefined || named.value === ruleId || isPlaceholderText(named.value)) return
  // A historical name differs from the current one
  if (describesThePast(document)) return
  document.report(
    'prose-name',
    idRange ?? tree.range,
    `The text above names "${named.value}", but this is "${ruleId}"`,
    {
      hint: 'Correct one of the two',
    },
  )
}

/** Returns the name in the prose that is certainly that of the rule. */
function nameGiven({ kind, ruleId = '', role }: RuleExample, { lead, headings }: DocumentContext): Span | undefined {
  const titles = [...headings.slice(-1), ...lead].filter(isTitle).flatMap(({ spans }) => spans)
  if (ruleId.startsWith('.m.rule.')) return titles.findLast(({ value }) => value.startsWith('.m.rule.'))
  const last = lead.findLast(({ isItem }) => !isItem)
  if (last === undefined) return undefined
  const spoken = last.spans.find((span) =>
    /\brule[_ ]?id (?:of |is |= ?)?$/i.test(last.before(span).replaceAll(/\s+/g, ' ')),
  )
  if (role === 'request' && spoken !== undefined) return spoken
  const sigil = kind === 'room' ? /^![^\s]+$/ : kind === 'sender' ? /^@[^\s:]+:\S+$/ : undefined
  if (sigil === undefined) return undefined
  const [id, ...more] = last.spans.filter(({ value }) => sigil.test(value))
  return id !== undefined && more.length === 0 && IS_FOR.test(last.before(id)) ? id : undefined
}

/** Matches the words before the ID of the room or user that an example is for. */
const IS_FOR =
  /\b(?:for|of|from|in|by|about|suppress\w*|mut(?:es?|ing)|silenc\w+|unmut\w+)\s+(?:messages\s+(?:of|from|in)\s+)?(?:the\s+)?(?:(?:room|user|sender)\s+)?(?:with\s+(?:the\s+)?(?:(?:room|user)\s+)?id\s+)?$/i

/** Reports whether the prose is a single code span, as in the heading of a definition. */
export function isTitle({ text, spans: [span, ...more] }: Prose): boolean {
  return (
    span !== undefined && more.length === 0 && text.replaceAll(/[*_\s:]/g, '') === span.value.replaceAll(/[*_\s:]/g, '')
  )
}
