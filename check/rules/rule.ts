import { atLeast, RULE_KINDS, type RuleKind } from '../../spec/index.ts'
import { get, isObjectTree, itemsOf, member, type ObjectTree, type Tree, textOf } from '../read/tree.ts'
import { isPlaceholderText } from '../recognise/placeholder.ts'
import type { Range } from '../source/range.ts'
import type { DocumentContext, RuleExample } from '../story.ts'
import { checkActions } from './actions.ts'
import { checkConditions } from './conditions.ts'
import { checkDefaultRule, checkOrderInList } from './default-rule.ts'
import { checkProse } from './prose.ts'

/** Looks at a push rule and all that is in it. */
export function checkRule(rule: RuleExample, document: DocumentContext): void {
  const { tree } = rule
  checkTypes(tree, document)
  checkKind(rule, document)
  checkId(rule, document)
  checkActions(get(tree, 'actions'), document)
  checkConditions(get(tree, 'conditions'), document)
  checkDefaultRule(rule, document)
  checkProse(rule, document)
  document.remember(rule)
}

/** Looks at the rules of each kind, and at their order. */
export function checkRuleset(tree: ObjectTree, document: DocumentContext): void {
  const rules = RULE_KINDS.map((kind) => ({ kind, rules: itemsOf(get(tree, kind)).filter(isObjectTree) }))
  document.sharing(rules.flatMap((one) => one.rules).length > 1, () => {
    for (const one of rules) checkRulesOfKind(one.kind, one.rules, document)
  })
  for (const { key, keyRange, value } of tree.members) {
    const isKnown = RULE_KINDS.some((kind) => kind === key)
    if (isKnown || isPlaceholderText(key) || !itemsOf(value).some((item) => get(item, 'rule_id') !== undefined))
      continue
    const expected = `the kinds are ${RULE_KINDS.join(', ')}`
    document.report('rule-shape', keyRange, `There is no kind of push rule "${key}": ${expected}`)
  }
}

function checkRulesOfKind(kind: RuleKind, rules: readonly ObjectTree[], document: DocumentContext): void {
  const seen = new Set<string>()
  for (const rule of rules) {
    checkRule(shownRule(rule, kind), document)
    const id = get(rule, 'rule_id')
    const text = textOf(id)
    if (id === undefined && !rule.open) document.report('rule-shape', rule.range, 'The rule has no "rule_id"')
    if (id === undefined || text === undefined || isPlaceholderText(text)) continue
    if (seen.has(text)) document.report('rule-id', id.range, `"${text}" is the ID of another ${kind} rule here`)
    seen.add(text)
  }
  checkOrderInList(kind, rules, document)
}

/** A rule as an example shows it, in a list of a kind or by itself. */
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
    if (found === undefined || found.type === type || found.type === 'open') continue
    if (isPlaceholderText(textOf(found) ?? '')) continue
    report('rule-shape', found.range, `The "${key}" of the rule is of the type ${found.type}, wanted ${type}`)
  }
  const isWhole = ['rule_id', 'default', 'enabled'].every((key) => member(tree, key) !== undefined)
  if (isWhole && !tree.open && get(tree, 'actions') === undefined) {
    report('rule-shape', tree.range, 'The rule has no "actions", which every rule has', {
      hint: 'Add "actions", as an empty list where nothing is to happen',
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
      `Only override and underride rules have conditions, and this is ${named(kind)}`,
      {
        severity: 'warning',
      },
    )
  }
  if (pattern !== undefined && kind !== 'content') {
    report(
      'rule-shape',
      pattern.keyRange,
      `Only content rules have a pattern of their own, and this is ${named(kind)}`,
      {
        severity: 'warning',
        ...(hasConditions && { hint: 'Make it the pattern of an event_match condition with the key "content.body"' }),
      },
    )
  }
  if (
    kind === 'content' &&
    pattern === undefined &&
    !tree.open &&
    (role === 'request' || member(tree, 'actions') !== undefined)
  ) {
    report('rule-shape', tree.range, 'The content rule has no "pattern", and every content rule needs one')
  }
}

function named(kind: RuleKind): string {
  return `${/^[ou]/.test(kind) ? 'an' : 'a'} ${kind} rule`
}

/** @see https://spec.matrix.org/v1.19/client-server-api/#push-rules */
function checkId({ tree, kind, ruleId, idRange, role }: RuleExample, document: DocumentContext): void {
  const { report, specVersion } = document
  const range = idRange ?? tree.range
  if (ruleId === undefined || isPlaceholderText(ruleId)) return
  const say = (message: string, hint?: string) => report('rule-id', range, message, hint === undefined ? {} : { hint })
  const byDefault = get(tree, 'default')
  const isDefault = byDefault?.type === 'boolean' ? byDefault.value === true : undefined
  if (role === 'request' && ruleId.startsWith('.')) {
    say(`The rule ID "${ruleId}" starts with a dot, which only those of default rules do`, 'Choose another ID')
  } else if (isDefault === true && !ruleId.startsWith('.')) {
    say(`The rule "${ruleId}" is a default rule, and IDs of those start with a dot`)
  } else if (isDefault === false && ruleId.startsWith('.')) {
    say(`The rule "${ruleId}" is said to be no default rule, and its ID starts with a dot`)
  }
  if (role === 'request' && /[/\\]/.test(ruleId) && atLeast(specVersion, 'v1.5')) {
    say(`The rule ID "${ruleId}" has a slash or backslash in it, which is not allowed`)
  }
  checkIdOfKind(kind, ruleId, document, range)
}

/** Looks whether an ID can be one of a rule of this kind. */
export function checkIdOfKind(
  kind: RuleKind | undefined,
  ruleId: string,
  document: DocumentContext,
  range: Range,
): void {
  if (isPlaceholderText(ruleId)) return
  if (kind === 'room' && !ruleId.startsWith('!')) {
    document.report(
      'rule-id',
      range,
      `The rule ID of a room rule is "${ruleId}", wanted the ID of a room, which starts with !`,
    )
  }
  if (kind === 'sender' && !/^@[^:]*:./.test(ruleId)) {
    document.report(
      'rule-id',
      range,
      `The rule ID of a sender rule is "${ruleId}", wanted the ID of a user, such as @alice:example.org`,
    )
  }
}
