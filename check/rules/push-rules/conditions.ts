import { atLeast, within } from '../../../spec/index.ts'
import { type ConditionKey, KNOWN_CONDITIONS } from '../../classify/known.ts'
import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext } from '../../document-context.ts'
import { get, isComplete, isObjectTree, itemsOf, type ObjectTree, type Tree, textOf, toValue } from '../../read/tree.ts'
import { describesThePast } from '../prose/past.ts'
import { patternMatches } from './evaluate.ts'

/** Checks each condition of a list. */
export function checkConditions(list: Tree | undefined, document: DocumentContext): void {
  for (const condition of itemsOf(list)) {
    if (isObjectTree(condition)) checkCondition(condition, document)
    else if (condition.type !== 'unknown') {
      document.report('malformed-condition', condition.range, 'Expected a condition as an object with a "kind"')
    }
  }
}

/**
 * Checks a condition.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function checkCondition(condition: ObjectTree, document: DocumentContext): void {
  const { specVersion, report } = document
  const kindTree = get(condition, 'kind')
  const name = textOf(kindTree)
  if (name === undefined) {
    if (kindTree === undefined && !condition.isPartial)
      report('malformed-condition', condition.range, 'The condition has no "kind"')
    return
  }
  const range = kindTree?.range ?? condition.range
  const kind = KNOWN_CONDITIONS.get(name)
  if (kind === undefined) {
    if (name.includes('.') || isPlaceholderText(name)) return
    const meant = [...KNOWN_CONDITIONS.keys()].find((known) => plain(known) === plain(name))
    const fix = { range, text: `"${meant}"`, done: `replaced "${name}" with "${meant}"` }
    report('unknown-condition', range, `Unknown condition "${name}": it never holds`, {
      hint: meant === undefined ? `Use one of ${[...KNOWN_CONDITIONS.keys()].join(', ')}` : `Write "${meant}"`,
      ...(meant !== undefined && { fix }),
    })
    return
  }
  if (!within(specVersion, kind) && !describesThePast(document)) {
    const isNewer = kind.since !== undefined && !atLeast(specVersion, kind.since)
    const when = isNewer ? `exists only since ${kind.since}` : `is historical since ${kind.until}`
    report(
      'other-version-condition',
      range,
      `The condition "${name}" ${when}; the document is checked against ${specVersion}`,
    )
  }
  for (const key of kind.keys) checkKey(condition, name, key, document)
  checkEmptyPattern(condition, document)
  if (name !== 'sender_notification_permission') checkPath(get(condition, 'key'), document)
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s-]/g, '')
}

function checkKey(
  condition: ObjectTree,
  kind: string,
  { name, expected, fits }: ConditionKey,
  { report }: DocumentContext,
): void {
  const value = get(condition, name)
  if (value === undefined) {
    if (!condition.isPartial)
      report('malformed-condition', condition.range, `Expected "${name}" in the condition "${kind}": ${expected}`)
    return
  }
  if (!isComplete(value) || fits(toValue(value)) || isPlaceholderText(textOf(value) ?? '')) return
  const found = value.type === 'object' || value.type === 'array' ? `an ${value.type}` : JSON.stringify(toValue(value))
  report(
    'malformed-condition',
    value.range,
    `Expected ${expected} as "${name}" of the condition "${kind}", found ${found}`,
  )
}

/** Reports an empty pattern that matches every value, as it did while patterns had asterisks around them. */
function checkEmptyPattern(condition: ObjectTree, { specVersion, report }: DocumentContext): void {
  const pattern = get(condition, 'pattern')
  const key = textOf(get(condition, 'key'))
  if (textOf(get(condition, 'kind')) !== 'event_match' || textOf(pattern) !== '' || key === undefined) return
  if (pattern === undefined || !patternMatches('', key, 'any value', specVersion)) return
  const message = `The empty pattern matches every value in ${specVersion}, as if it were between asterisks`
  report('vacuous-condition', pattern.range, message)
}

/** Matches property names with a dot. An unescaped dot separates two properties. */
const DOTTED = /^content\.(m\.(?:relates_to|mentions|new_content|in_reply_to))(?:\.|$)/

function checkPath(key: Tree | undefined, { specVersion, report }: DocumentContext): void {
  const name = DOTTED.exec(textOf(key) ?? '')?.[1]
  if (key === undefined || name === undefined || !atLeast(specVersion, 'v1.7')) return
  const escaped = name.replace('.', '\\.')
  report(
    'unescaped-key',
    key.range,
    `The dot in "${name}" is not escaped, so the key means the property "${name.slice(2)}" of "m"`,
    {
      hint: `Write ${escaped}, which in JSON is ${JSON.stringify(escaped)}`,
    },
  )
}
