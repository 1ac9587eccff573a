import type { RuleKind, SpecVersion } from '../../../spec/index.ts'
import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext, RuleExample } from '../../document-context.ts'
import { get, isComplete, itemsOf, type ObjectTree, type Tree, textOf, toValue } from '../../read/tree.ts'
import { areActionsKnown } from './actions.ts'
import { defaultIds, defaultRuleOf, LOCALPART, OWNER, versionsWithRule } from './default-rules-by-version.ts'
import { kindInHeading, notifies } from './evaluate.ts'

/**
 * Compares a default rule with its definition in the version. Users can change `actions` and `enabled`, so these are
 * compared only if the document defines the rule.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#predefined-rules
 */
export function checkDefaultRule(rule: RuleExample, document: DocumentContext): void {
  const { tree, ruleId = '' } = rule
  const byDefault = get(tree, 'default')
  if (rule.role === 'request' || byDefault?.type !== 'boolean' || byDefault.value !== true) return
  if (!ruleId.startsWith('.m.rule.')) return
  const range = rule.idRange ?? tree.range
  const known = defaultRuleOf(ruleId, document.specVersion)
  if (known === undefined) {
    document.report(
      'default-rule-version',
      range,
      `${document.specVersion} has no default rule "${ruleId}"${versionsWithRule(ruleId)}`,
    )
    return
  }
  const isDefinition = defines(rule, document)
  checkKindOf(rule, known.kind, isDefinition, document)
  const severity = isDefinition ? 'error' : 'warning'
  const differs = (at: Tree | undefined, what: string, expected: unknown) =>
    document.report(
      'default-rule',
      at?.range ?? range,
      `The ${what} of "${ruleId}" differ from ${document.specVersion}`,
      {
        severity,
        hint: `Write ${JSON.stringify(expected)}`,
      },
    )
  const conditions = get(tree, 'conditions')
  const other = otherCondition(conditions, known.rule.conditions ?? [])
  if (other !== undefined && !(conditions === undefined && tree.isPartial)) {
    differs(other === 'all' ? conditions : other, 'conditions', withPlaceholders(known.rule.conditions ?? []))
  }
  if (!isDefinition) return
  const actions = get(tree, 'actions')
  if (actions !== undefined && isComplete(actions) && areActionsKnown(actions)) {
    if (effectOf(toValue(actions), document.specVersion) !== effectOf(known.rule.actions, document.specVersion)) {
      differs(actions, 'actions', known.rule.actions)
    }
  }
  const enabled = get(tree, 'enabled')
  if (enabled?.type === 'boolean' && enabled.value !== known.rule.enabled) {
    document.report(
      'default-rule',
      enabled.range,
      `Expected ${known.rule.enabled}, found ${enabled.value}: "${ruleId}" is ${known.rule.enabled ? 'enabled' : 'disabled'} by default in ${document.specVersion}`,
    )
  }
  checkOrder(known.kind, ruleId, range, document)
}

/** Checks the order of the default rules in a list of one kind. */
export function checkOrderInList(kind: RuleKind, rules: readonly ObjectTree[], document: DocumentContext): void {
  const order = defaultIds(kind, document.specVersion)
  let last: string | undefined
  for (const rule of rules) {
    const id = textOf(get(rule, 'rule_id')) ?? ''
    if (!order.includes(id)) continue
    if (last !== undefined && order.indexOf(id) < order.indexOf(last)) {
      reportOrder(id, last, get(rule, 'rule_id')?.range ?? rule.range, document)
    } else last = id
  }
}

function checkOrder(kind: RuleKind, id: string, range: Tree['range'], document: DocumentContext): void {
  const order = defaultIds(kind, document.specVersion)
  const before = document.defined.get(kind) ?? []
  document.defined.set(kind, [...before.filter((other) => other !== id), id])
  const later = before.find((other) => order.indexOf(other) > order.indexOf(id))
  if (later !== undefined && !before.includes(id)) reportOrder(id, later, range, document)
}

function reportOrder(id: string, other: string, range: Tree['range'], { report, specVersion }: DocumentContext): void {
  report('default-rule-order', range, `Expected "${id}" before "${other}", as in ${specVersion}`)
}

function checkKindOf(rule: RuleExample, kind: RuleKind, isDefinition: boolean, document: DocumentContext): void {
  const heading = document.headings.at(-1)?.text ?? ''
  const stated = rule.kind ?? (isDefinition ? kindInHeading(heading) : undefined)
  if (stated === undefined || stated === kind) return
  const range = rule.idRange ?? rule.tree.range
  document.report(
    'default-rule',
    range,
    `Expected "${rule.ruleId}" among the ${kind} rules, as in ${document.specVersion}; found it among the ${stated} rules`,
  )
}

/** Reports whether the prose around a rule introduces its definition. */
function defines({ ruleId = '' }: RuleExample, { lead, headings }: DocumentContext): boolean {
  const near = [...headings.slice(-1), ...lead.slice(-4)]
  return near.some(({ text, spans }) => /^\W*definition\b/i.test(text) || spans.some(({ value }) => value === ruleId))
}

/** Returns the first condition that is not in the definition, or `all` if one is missing. */
function otherCondition(list: Tree | undefined, expected: readonly object[]): Tree | 'all' | undefined {
  if (list !== undefined && !isComplete(list)) return undefined
  const left = [...expected]
  for (const condition of itemsOf(list)) {
    const index = left.findIndex((one) => isSame(toValue(condition), one))
    if (index === -1) return condition
    left.splice(index, 1)
  }
  return left.length > 0 ? 'all' : undefined
}

/** Reports whether two values are equal; the owner of the rules may have any name. */
function isSame(found: unknown, expected: unknown): boolean {
  if (expected === OWNER) return typeof found === 'string' && (isPlaceholderText(found) || found.startsWith('@'))
  if (typeof expected !== 'object' || expected === null) return found === expected
  if (typeof found !== 'object' || found === null) return false
  const keys = Object.keys(expected)
  return (
    keys.length === Object.keys(found).length &&
    keys.every((key) => isSame((found as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]))
  )
}

/** Returns the effect of actions as a string, the same for equivalent notations. */
function effectOf(actions: unknown, specVersion: SpecVersion): string {
  const list = Array.isArray(actions) ? actions : []
  const tweaks = list.flatMap((action: { set_tweak?: string; value?: unknown }) => {
    if (typeof action?.set_tweak !== 'string') return []
    const { set_tweak: name, value = true } = action
    return name === 'highlight' && value === false ? [] : [JSON.stringify([name, value])]
  })
  const plain = list.filter((action) => typeof action === 'string' && action === 'dont_notify').length
  // While `dont_notify` had a meaning, it differed from an empty list
  const says = notifies(['notify', 'dont_notify'], specVersion) ? 0 : plain
  return JSON.stringify([notifies(list, specVersion), says, tweaks.sort()])
}

function withPlaceholders(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(OWNER, "[the user's ID]").replaceAll(LOCALPART, '[the localpart]'))
}
