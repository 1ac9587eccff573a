import type { PushCondition, PushRule } from '../../spec/index.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import type { PushEvent, RoomContext } from '../rules/index.ts'
import { lookUp, parsePropertyPath } from '../rules/property-path.ts'
import { type Fault, fault } from './fault.ts'
import { mapRules } from './rulesets.ts'

/** What a fault knows when it decides about a condition. */
interface Question {
  condition: PushCondition
  event: PushEvent
  room: RoomContext
  /** The property that the condition is about */
  value: unknown
  /** What is right about another condition or event */
  holds(condition: PushCondition, event?: PushEvent): boolean
}

/** What a fault says of a condition; `undefined` leaves it at what is right. */
export type Decide = (question: Question) => boolean | undefined

/** A fault of the conditions of one kind in the rules of users. */
export function onKind(
  kind: string,
  name: string,
  requirement: string,
  breaks: string,
  decide: Decide,
  span: Fault['span'] = {},
): Fault {
  return fault(name, requirement, breaks, 'rules', deciding(kind, decide), span)
}

/** Decides about the conditions of one kind in the rules of users. */
function deciding(kind: string, decide: Decide) {
  return (correct: RulePolicies): Partial<RulePolicies> => ({
    compile: (ruleset, options) => ({
      evaluate(event, room) {
        const holds = (condition: PushCondition, other = event) =>
          correct.compile({ override: [ruleOf([condition])] }, options).evaluate(other, room) !== undefined
        const response = (condition: PushCondition) => {
          if (condition.kind !== kind) return undefined
          const value = lookUp(event, parsePropertyPath(condition.key ?? '', options.specVersion))
          return decide({ condition, event, room, value, holds })
        }
        const decided = mapRules(ruleset, (rule, ruleKind) =>
          rule.default
            ? rule
            : ruleKind === 'content'
              ? decidedContent(rule, response, holds)
              : decidedRule(rule, response),
        )
        // A content rule that is left matches, whatever the body
        return correct.compile({ ...decided, override: decided.override ?? [] }, options).evaluate(event, room)
      },
    }),
  })
}

type ResponseTo = (condition: PushCondition) => boolean | undefined

/** The rule without the conditions that hold by the fault; none at all where one does not. */
function decidedRule(rule: PushRule, response: ResponseTo): PushRule | undefined {
  const responses = (rule.conditions ?? []).map((condition) => ({ condition, said: response(condition) }))
  if (responses.some(({ said }) => said === false)) return undefined
  const left = responses.filter(({ said }) => said === undefined).map(({ condition }) => condition)
  return rule.conditions === undefined ? rule : { ...rule, conditions: left }
}

/** A content rule by the condition that it is short for. It can be made to match only where there is a body. */
function decidedContent(rule: PushRule, response: ResponseTo, holds: Question['holds']): PushRule | undefined {
  const condition = { kind: 'event_match', key: 'content.body', pattern: rule.pattern ?? '' }
  const said = response(condition) ?? holds(condition)
  return said ? { ...rule, pattern: '*' } : undefined
}

function ruleOf(conditions: PushCondition[]): PushRule {
  return { rule_id: 'asked', default: false, enabled: true, actions: ['notify'], conditions }
}

/** The event with a value, made text, under `content.text`. */
export function withText(event: PushEvent, value: unknown): PushEvent {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return { ...event, content: { ...event.content, text } }
}
