import type { SpecVersion } from '../../spec/index.ts'
import type { Prose } from '../read/prose.ts'
import { has, isComplete, type ObjectTree, toValue } from '../read/tree.ts'
import type { DocumentContext, RuleExample } from '../story.ts'
import { conditionsHold, statedConditions } from './evaluate.ts'
import { descriptionOf } from './prose.ts'
import { OWNER, registered } from './register.ts'

const MATCHES = /\b(?:match|matches|matched|trigger|triggers|triggered)\b/i
const NOT = /\b(?:not|never)\s+(?:be\s+)?(?:match\w*|trigger\w*)\b|n['’]t\s+(?:match|trigger)\b/i

/** Evaluates an event that the text before it says to match a rule, or not to. */
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
  // One sentence, one claim
  if (words.match(new RegExp(MATCHES, 'gi'))?.length !== 1) return
  const rule = /\bcondition\b/i.test(words) ? conditionMeant(document) : ruleMeant(description, document)
  if (rule === undefined) return
  const judged = rule.conditions.map((condition) => holds(condition, event, document.specVersion))
  const failed = judged.indexOf(false)
  const says = `The text says that this event ${isSaidNot ? 'does not match' : 'matches'} ${rule.name}`
  if (!isSaidNot && failed !== -1) {
    const shown = JSON.stringify(rule.conditions[failed])
    document.report(
      'event-match',
      event.range,
      `${says}, and in ${document.specVersion} the condition ${shown} does not hold`,
    )
  } else if (isSaidNot && judged.every((result) => result === true)) {
    document.report('event-match', event.range, `${says}, and in ${document.specVersion} all that it asks for holds`)
  }
}

interface RuleMeant {
  name: string
  conditions: unknown[]
}

/** The rule that the text names, or the only one of the section. */
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

/** The only condition that the section shows by itself. */
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
  const rule = registered(id, specVersion)?.rule
  return rule?.pattern === undefined ? rule?.conditions : undefined
}

/** Whether a condition holds for an event; undefined where the event alone does not tell. */
function holds(condition: unknown, event: ObjectTree, specVersion: SpecVersion): boolean | undefined {
  const { kind, key, value, pattern } = Object(condition) as Record<string, unknown>
  if (
    typeof key !== 'string' ||
    !['event_match', 'event_property_is', 'event_property_contains'].includes(String(kind))
  )
    return undefined
  if (value === OWNER || pattern === OWNER) return undefined
  const [root = ''] = key.split('.')
  // What a short example leaves out may be there in the event that it stands for
  if (!has(event, root) && !(root === 'state_key' && has(event, 'event_id'))) return undefined
  return conditionsHold([condition], { content: {}, ...(toValue(event) as object) }, specVersion)
}
