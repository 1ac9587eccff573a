import type { PushCondition, PushRule } from '../../../spec/index.ts'
import type { PushEvent, RoomContext } from '../../rules/index.ts'
import { lookUp, parsePropertyPath } from '../../rules/property-path.ts'
import { type ConditionChange, mapRules } from './rulesets.ts'

/** Input of a fault that decides whether a condition holds. */
interface ConditionInput {
  condition: PushCondition
  event: PushEvent
  room: RoomContext
  /** Value of the property that the condition names */
  value: unknown
  /** Evaluates another condition or event correctly. */
  holds(condition: PushCondition, event?: PushEvent): boolean
}

/** Returns whether a condition holds; `undefined` for the correct result. */
export type Decide = (input: ConditionInput) => boolean | undefined

/** Decides about the conditions of one kind in users' rules. */
export function deciding(kind: string, decide: Decide): ConditionChange {
  return (correct) => ({
    compile: (ruleset, options) => ({
      evaluate(event, room) {
        const holds = (condition: PushCondition, other = event) =>
          correct.compile({ override: [ruleOf([condition])] }, options).evaluate(other, room) !== undefined
        const decision = (condition: PushCondition) => {
          if (condition.kind !== kind) return undefined
          const value = lookUp(event, parsePropertyPath(condition.key ?? '', options.specVersion))
          return decide({ condition, event, room, value, holds })
        }
        const decided = mapRules(ruleset, (rule, ruleKind) => {
          if (rule.default) return rule
          return ruleKind === 'content' ? decideContentRule(rule, decision, holds) : decideRule(rule, decision)
        })
        // A content rule that is still there matches, whatever the body
        return correct.compile({ ...decided, override: decided.override ?? [] }, options).evaluate(event, room)
      },
    }),
  })
}

type Decision = (condition: PushCondition) => boolean | undefined

/** Returns the rule without the conditions decided to hold; `undefined` if one is decided not to hold. */
function decideRule(rule: PushRule, decision: Decision): PushRule | undefined {
  const decided = (rule.conditions ?? []).map((condition) => ({ condition, holds: decision(condition) }))
  if (decided.some(({ holds }) => holds === false)) return undefined
  const undecided = decided.filter(({ holds }) => holds === undefined).map(({ condition }) => condition)
  return rule.conditions === undefined ? rule : { ...rule, conditions: undecided }
}

/** Decides a content rule by the condition that it stands for. It can only be made to match events with a body. */
function decideContentRule(rule: PushRule, decision: Decision, holds: ConditionInput['holds']): PushRule | undefined {
  const condition = { kind: 'event_match', key: 'content.body', pattern: rule.pattern ?? '' }
  return (decision(condition) ?? holds(condition)) ? { ...rule, pattern: '*' } : undefined
}

function ruleOf(conditions: PushCondition[]): PushRule {
  return { rule_id: 'decided', default: false, enabled: true, actions: ['notify'], conditions }
}

/** Returns the event with a value, converted to a string, under `content.text`. */
export function withText(event: PushEvent, value: unknown): PushEvent {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return { ...event, content: { ...event.content, text } }
}
