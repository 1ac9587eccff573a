import { KNOWN_CONDITIONS } from '../../classify/known.ts'
import type { DocumentContext, RuleExample } from '../../document-context.ts'
import type { Prose } from '../../read/prose.ts'
import { has } from '../../read/tree.ts'

/** Checks what a paragraph says about push rules as such, and remembers what its examples have to follow. */
export function checkStatements(prose: Prose, document: DocumentContext): void {
  checkCondition(prose, document)
  rememberRequired(prose, document)
}

/** Reports a paragraph about a kind of condition that calls it a rule. */
function checkCondition(prose: Prose, { report }: DocumentContext): void {
  const { spans, text } = prose
  const [term] = spans
  if (term === undefined || !KNOWN_CONDITIONS.has(term.value)) return
  // The term of a definition, which begins the paragraph
  if (!/^[\s*_]*$/.test(text.slice(0, term.start)) || !/^[*_]*:?\s+This\b/.test(text.slice(term.end))) return
  const says = /\bThis\s+is\s+a\s+(?:(?:separate|special|push)\s+)?rule\b/.exec(text)
  if (says === null) return
  const quoted = says[0].replaceAll(/\s+/g, ' ')
  report(
    'prose-kind',
    prose.range(says.index, says.index + says[0].length),
    `The text says "${quoted}", but "${term.value}" is a condition`,
    { severity: 'warning' },
  )
}

const REQUIRED = /\bevery\s+push\s+rule\s+must\s+have\s+(?:an?\s+|the\s+)?$/i

/** Remembers the properties of a sentence such as: every push rule must have a `rule_id` and `actions`. */
function rememberRequired({ spans, text }: Prose, document: DocumentContext): void {
  const first = spans.findIndex(({ start }) => REQUIRED.test(text.slice(Math.max(0, start - 80), start)))
  if (first === -1) return
  document.requiredOfRules = []
  for (let index = first; index < spans.length; index += 1) {
    const span = spans[index]
    const before = spans[index - 1]
    if (span === undefined) break
    const isNext = index === first || /^,?\s+(?:and\s+)?(?:an?\s+)?$/.test(text.slice(before?.end, span.start))
    if (!isNext || !/^\w+$/.test(span.value)) break
    document.requiredOfRules.push({ name: span.value, range: span.fragment.whole })
  }
}

/** Reports once each property that every rule must have according to the text, and a complete rule lacks. */
export function checkRequired({ tree, kind, role, ruleId }: RuleExample, document: DocumentContext): void {
  const isWhole = !tree.isPartial && ['rule_id', 'default', 'enabled', 'actions'].every((key) => has(tree, key))
  if (role === 'request' || !isWhole || document.requiredOfRules.length === 0) return
  document.requiredOfRules = document.requiredOfRules.filter(({ name, range }) => {
    // The list that contains a rule can give its kind
    if (has(tree, name) || (name === 'kind' && kind !== undefined)) return true
    document.report(
      'prose-required',
      range,
      `The text says that every push rule must have "${name}", but the rule "${ruleId}" has none`,
    )
    return false
  })
}
