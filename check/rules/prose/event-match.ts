import type { SpecVersion } from '../../../spec/index.ts'
import type { DocumentContext, RuleExample } from '../../document-context.ts'
import type { Prose } from '../../read/prose.ts'
import { get, has, isComplete, type ObjectTree, toValue } from '../../read/tree.ts'
import { areActionsKnown } from '../push-rules/actions.ts'
import { defaultRuleOf, OWNER } from '../push-rules/default-rules-by-version.ts'
import { conditionsHold, notifies, statedConditions } from '../push-rules/evaluate.ts'
import { descriptionOf } from './check-prose.ts'
import { conditionOf } from './pattern-examples.ts'
import { claimOf, QUALIFIED } from './purpose.ts'

const MATCHES = /\b(?:match|matches|matched|trigger|triggers|triggered)\b/i
const NOT = /\b(?:not|never)\s+(?:be\s+)?(?:match\w*|trigger\w*)\b|n['’]t\s+(?:match|trigger)\b/i

/** Evaluates an event that the prose before it says to match, or not to match, a rule. */
export function checkEventMatch(event: ObjectTree, document: DocumentContext): void {
  const description = descriptionOf(document.lead)
  if (
    document.isLeadShared ||
    description === undefined ||
    !/\b(?:event|message)\b/i.test(description.words) ||
    !isComplete(event)
  )
    return
  const { words } = description
  if (!MATCHES.test(words)) return
  const isSaidNot = NOT.test(words)
  // The prose must make exactly one claim
  if (words.match(new RegExp(MATCHES, 'gi'))?.length !== 1) return
  const rule =
    exampleMeant(document) ??
    (/\bcondition\b/i.test(words) ? conditionMeant(document) : ruleMeant(description, document))
  if (rule === undefined) return
  const results = rule.conditions.map((condition) => holds(condition, event, document.specVersion))
  const failed = results.indexOf(false)
  const says = `The text says that this event ${isSaidNot ? 'does not match' : 'matches'} ${rule.name}`
  if (!isSaidNot && failed !== -1) {
    const condition = JSON.stringify(rule.conditions[failed])
    document.report(
      'event-match',
      event.range,
      `${says}, but in ${document.specVersion} the condition ${condition} does not hold`,
    )
  } else if (isSaidNot && results.every((result) => result === true)) {
    document.report('event-match', event.range, `${says}, but in ${document.specVersion} all its conditions hold`)
  }
}

const NOTIFIES = /\bnotif(?:y|ies|ied)\b/gi

/** Evaluates an event that the sentence before it says to notify, or not to notify, with the only rule of the section. */
export function checkEventNotifies(event: ObjectTree, document: DocumentContext): void {
  const description = descriptionOf(document.lead)
  const [rule, ...more] = document.sectionRules
  if (document.isLeadShared || description === undefined || rule === undefined || more.length > 0) return
  const claim = claimOf(description)
  const says = /^\W*(?:the\s+following|this)\s+(?:event|message)\s+(.*\bnotif(?:y|ies|ied)\b)[^.]{0,20}:\s*$/is.exec(
    claim,
  )
  if (says === null || !isComplete(event) || claim.match(NOTIFIES)?.length !== 1 || QUALIFIED.test(claim)) return
  const isSaidNot = /\b(?:not|never)\b|n['’]t\b/i.test(says[1] ?? '')
  const [actions, enabled] = [get(rule.tree, 'actions'), get(rule.tree, 'enabled')]
  if (actions?.type !== 'array' || !isComplete(actions) || !areActionsKnown(actions)) return
  if (enabled !== undefined && !(enabled.type === 'boolean' && enabled.value === true)) return
  const conditions = statedConditions(rule)
  if (conditions === undefined || conditions.length === 0) return
  if (!conditions.every((condition) => holds(condition, event, document.specVersion) === true)) return
  if (notifies(toValue(actions) as unknown[], document.specVersion) !== isSaidNot) return
  document.report(
    'event-match',
    event.range,
    `The text says that this event ${isSaidNot ? 'does not notify' : 'notifies'}, but in ${document.specVersion} it matches the rule above, which ${isSaidNot ? 'notifies' : 'does not notify'}`,
  )
}

/** Returns the condition that the prose of the section makes up, if it is one. */
function exampleMeant({ patternExample: example, sectionRules }: DocumentContext): RuleMeant | undefined {
  const [kind, ...more] = example?.kinds ?? []
  if (example === undefined || kind === undefined || more.length > 0 || sectionRules.length > 0) return undefined
  return { name: 'the condition', conditions: [conditionOf(example, kind)] }
}

interface RuleMeant {
  name: string
  conditions: unknown[]
}

/** Returns the rule that the prose names, or the only one of the section. */
function ruleMeant({ spans }: Prose, document: DocumentContext): RuleMeant | undefined {
  const { sectionRules, specVersion } = document
  for (const { value } of spans) {
    const named = sectionRules.find(({ ruleId }) => ruleId === value)
    if (named !== undefined) return meant(named)
    const conditions = defaultConditions(value, specVersion)
    if (conditions !== undefined) return { name: `the rule "${value}"`, conditions }
  }
  const [only, ...more] = sectionRules
  if (only === undefined) return conditionMeant(document)
  return more.length > 0 ? undefined : meant(only)
}

/** Returns the only condition that the section shows outside of rules. */
function conditionMeant({ sectionConditions }: DocumentContext): RuleMeant | undefined {
  const [only, ...more] = sectionConditions
  if (only === undefined || more.length > 0 || !isComplete(only)) return undefined
  return { name: 'the condition', conditions: [toValue(only)] }
}

function meant(rule: RuleExample): RuleMeant | undefined {
  const conditions = statedConditions(rule)
  return conditions && { name: rule.ruleId === undefined ? 'the rule' : `the rule "${rule.ruleId}"`, conditions }
}

function defaultConditions(id: string, specVersion: SpecVersion): unknown[] | undefined {
  const rule = defaultRuleOf(id, specVersion)?.rule
  return rule?.pattern === undefined ? rule?.conditions : undefined
}

/** Reports whether a condition holds for an event; `undefined` if it depends on more than the event. */
function holds(condition: unknown, event: ObjectTree, specVersion: SpecVersion): boolean | undefined {
  const { kind, key, value, pattern } = Object(condition) as Record<string, unknown>
  if (
    typeof key !== 'string' ||
    !['event_match', 'event_property_is', 'event_property_contains'].includes(String(kind))
  )
    return undefined
  if (value === OWNER || pattern === OWNER) return undefined
  const [root = ''] = key.split('.')
  // An abridged event may have the property
  if (!has(event, root) && !(root === 'state_key' && has(event, 'event_id'))) return undefined
  return conditionsHold([condition], { content: {}, ...(toValue(event) as object) }, specVersion)
}
