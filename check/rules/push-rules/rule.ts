import { atLeast, RULE_KINDS, type RuleKind } from '../../../spec/index.ts'
import { isPlaceholderText } from '../../classify/placeholder.ts'
import type { DocumentContext, RuleExample } from '../../document-context.ts'
import { get, isObjectTree, itemsOf, member, type ObjectTree, type Tree, textOf } from '../../read/tree.ts'
import type { Range } from '../../source/range.ts'
import { checkProse } from '../prose/check-prose.ts'
import { checkRequired } from '../prose/statements.ts'
import { checkActions } from './actions.ts'
import { checkConditions } from './conditions.ts'
import { checkDefaultRule, checkOrderInList } from './default-rule.ts'

/** Checks a push rule with its conditions and actions. */
export function checkRule(rule: RuleExample, document: DocumentContext): void {
  const { tree } = rule
  checkTypes(tree, document)
  checkKind(rule, document)
  checkId(rule, document)
  checkActions(get(tree, 'actions'), document)
  checkConditions(get(tree, 'conditions'), document)
  checkDefaultRule(rule, document)
  checkProse(rule, document)
  checkRequired(rule, document)
  document.rememberRule(rule)
}

/** Checks the rules of each kind and their order. */
export function checkRuleset(tree: ObjectTree, document: DocumentContext): void {
  const rules = RULE_KINDS.map((kind) => ({ kind, rules: itemsOf(get(tree, kind)).filter(isObjectTree) }))
  document.sharing(rules.flatMap((one) => one.rules).length > 1, () => {
    for (const one of rules) checkRulesOfKind(one.kind, one.rules, document)
  })
  for (const { key, keyRange, value } of tree.members) {
    const isKnown = RULE_KINDS.some((kind) => kind === key)
    if (isKnown || isPlaceholderText(key) || !itemsOf(value).some((item) => get(item, 'rule_id') !== undefined))
      continue
    const expected = `expected one of ${RULE_KINDS.join(', ')}`
    document.report('rule-shape', keyRange, `Unknown kind of push rule "${key}": ${expected}`)
  }
}

function checkRulesOfKind(kind: RuleKind, rules: readonly ObjectTree[], document: DocumentContext): void {
  const seen = new Set<string>()
  for (const rule of rules) {
    checkRule(shownRule(rule, kind), document)
    const id = get(rule, 'rule_id')
    const text = textOf(id)
    if (id === undefined && !rule.isPartial) document.report('rule-shape', rule.range, 'Expected "rule_id" in the rule')
    if (id === undefined || text === undefined || isPlaceholderText(text)) continue
    if (seen.has(text))
      document.report('rule-id', id.range, `The rule ID "${text}" occurs twice among the ${kind} rules`)
    seen.add(text)
  }
  checkOrderInList(kind, rules, document)
}

/** Describes a rule that an example shows, in a list of a kind or on its own. */
export function shownRule(tree: ObjectTree, kind?: RuleKind): RuleExample {
  const id = get(tree, 'rule_id')
  const ruleId = textOf(id)
  const ownKind = RULE_KINDS.find((name) => name === (kind ?? textOf(get(tree, 'kind'))))
  return {
    tree,
    role: 'shown',
    ...(ownKind !== undefined && { kind: ownKind }),
    ...(ruleId !== undefined && { ruleId }),
    ...(id !== undefined && { idRange: id.range }),
  }
}

const TYPES: Record<string, Tree['type']> = {
  rule_id: 'string',
  default: 'boolean',
  enabled: 'boolean',
  pattern: 'string',
  actions: 'array',
  conditions: 'array',
}

function checkTypes(tree: ObjectTree, { report }: DocumentContext): void {
  for (const [key, type] of Object.entries(TYPES)) {
    const found = get(tree, key)
    if (found === undefined || found.type === type || found.type === 'unknown') continue
    if (isPlaceholderText(textOf(found) ?? '')) continue
    report('rule-shape', found.range, `Expected the type ${type} for "${key}" of the rule, found ${found.type}`)
  }
  const isWhole = ['rule_id', 'default', 'enabled'].every((key) => member(tree, key) !== undefined)
  if (isWhole && !tree.isPartial && get(tree, 'actions') === undefined) {
    report('rule-shape', tree.range, 'Expected "actions" in the rule', {
      hint: 'Add "actions"; use an empty list for a rule without effect',
    })
  }
}

function checkKind({ tree, kind, role }: RuleExample, { report }: DocumentContext): void {
  if (kind === undefined) return
  const conditions = member(tree, 'conditions')
  const pattern = member(tree, 'pattern')
  const hasConditions = kind === 'override' || kind === 'underride'
  if (conditions !== undefined && !hasConditions) {
    report(
      'rule-shape',
      conditions.keyRange,
      `Expected no "conditions" in ${named(kind)}: only override and underride rules have them`,
      {
        severity: 'warning',
      },
    )
  }
  if (pattern !== undefined && kind !== 'content') {
    report('rule-shape', pattern.keyRange, `Expected no "pattern" in ${named(kind)}: only content rules have one`, {
      severity: 'warning',
      ...(hasConditions && { hint: 'Use an event_match condition with the key "content.body"' }),
    })
  }
  if (
    kind === 'content' &&
    pattern === undefined &&
    !tree.isPartial &&
    (role === 'request' || member(tree, 'actions') !== undefined)
  ) {
    report('rule-shape', tree.range, 'Expected "pattern" in the content rule')
  }
}

function named(kind: RuleKind): string {
  return `${/^[ou]/.test(kind) ? 'an' : 'a'} ${kind} rule`
}

/**
 * Checks the ID of a rule.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#push-rules
 */
function checkId({ tree, kind, ruleId, idRange, role }: RuleExample, document: DocumentContext): void {
  const { report, specVersion } = document
  const range = idRange ?? tree.range
  if (ruleId === undefined || isPlaceholderText(ruleId)) return
  const reportId = (message: string, hint?: string) =>
    report('rule-id', range, message, hint === undefined ? {} : { hint })
  const byDefault = get(tree, 'default')
  const isDefault = byDefault?.type === 'boolean' ? byDefault.value === true : undefined
  if (role === 'request' && ruleId.startsWith('.')) {
    reportId(
      `Expected a rule ID without a leading dot, found "${ruleId}": only default rules have one`,
      'Choose another ID',
    )
  } else if (isDefault === true && !ruleId.startsWith('.')) {
    reportId(`Expected the ID of a default rule, which starts with a dot, found "${ruleId}"`)
  } else if (isDefault === false && ruleId.startsWith('.')) {
    reportId(`Expected "default" to be true, found false: the rule ID "${ruleId}" starts with a dot`)
  }
  if (role === 'request' && /[/\\]/.test(ruleId) && atLeast(specVersion, 'v1.5')) {
    reportId(`Expected a rule ID without slashes and backslashes, found "${ruleId}"`)
  }
  checkIdOfKind(kind, ruleId, document, range)
}

/** Checks that an ID is valid for a rule of this kind. */
export function checkIdOfKind(
  kind: RuleKind | undefined,
  ruleId: string,
  document: DocumentContext,
  range: Range,
): void {
  if (isPlaceholderText(ruleId)) return
  if (kind === 'room' && !ruleId.startsWith('!')) {
    document.report('rule-id', range, `Expected a room ID as the ID of a room rule, found "${ruleId}"`)
  }
  if (kind === 'sender' && !/^@[^:]*:./.test(ruleId)) {
    document.report(
      'rule-id',
      range,
      `Expected a user ID such as @alice:example.org as the ID of a sender rule, found "${ruleId}"`,
    )
  }
}
