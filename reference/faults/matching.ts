import type { PushCondition, PushRule, Ruleset } from '../../spec/index.ts'
import { isObject } from '../homeserver/body.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import type { PushEvent } from '../rules/index.ts'
import type { JsonObject } from '../rules/json.ts'
import { fault } from './fault.ts'
import { evaluatedAs, KNOWN_CONDITIONS, mapConditions, mapRules } from './rulesets.ts'

const isUnknown = ({ kind }: PushCondition) => !KNOWN_CONDITIONS.includes(kind)

/** Faults of whether a rule matches an event. */
export const MATCHING_FAULTS = [
  fault(
    'matching.unknown-condition-true',
    'rules.unknown-conditions',
    'Conditions that the server does not know match',
    'rules',
    evaluatedAs((ruleset) => mapConditions(ruleset, (condition) => (isUnknown(condition) ? undefined : condition))),
  ),
  fault(
    'matching.unknown-condition-aborts',
    'rules.unknown-conditions',
    'One rule with an unknown condition silences everything',
    'rules',
    (correct) => ({
      compile(ruleset, options) {
        const lists = Object.values(ruleset).flat() as PushRule[]
        const isBroken = lists.some((rule) => rule.conditions?.some(isUnknown))
        return isBroken ? { evaluate: () => undefined } : correct.compile(ruleset, options)
      },
    }),
  ),
  fault(
    'matching.no-conditions-never',
    'rules.no-conditions-match',
    'Rules without conditions never match',
    'rules',
    evaluatedAs((ruleset) =>
      mapRules(ruleset, (rule) => (rule.conditions?.length === 0 && !rule.default ? undefined : rule)),
    ),
  ),
  fault(
    'matching.any-condition-suffices',
    'rules.all-conditions',
    'One condition that holds is enough',
    'rules',
    evaluatedAs((ruleset) =>
      mapRules(ruleset, (rule) => ({
        ...rule,
        ...(rule.default ? {} : { conditions: rule.conditions?.slice(0, 1) ?? [] }),
      })),
    ),
  ),
  fault(
    'matching.content-rules-ignored',
    'rules.content-rule',
    'Content rules never match',
    'rules',
    ofKindIgnored('content'),
  ),
  fault('matching.room-rules-ignored', 'rules.room-rule', 'Room rules never match', 'rules', ofKindIgnored('room')),
  fault(
    'matching.sender-rules-ignored',
    'rules.sender-rule',
    'Sender rules never match',
    'rules',
    ofKindIgnored('sender'),
  ),
  fault(
    'matching.escaped-keys',
    'conditions.path.escapes',
    'A backslash in a key escapes nothing',
    'rules',
    evaluatedAs((ruleset) =>
      mapConditions(ruleset, (condition) => ({
        ...condition,
        ...(condition.key === undefined ? {} : { key: condition.key.replaceAll('\\', '') }),
      })),
    ),
    { since: 'v1.7' },
  ),
  fault(
    'matching.room-mention-cast',
    'defaults.rule.is-room-mention',
    'A room mention that is not true, but like it, counts',
    'rules',
    onEvent((event) => {
      const mentions = 'm.mentions' in event.content ? event.content['m.mentions'] : undefined
      if (!isObject(mentions) || !mentions.room) return event
      return { ...event, content: { ...event.content, 'm.mentions': { ...mentions, room: true } } }
    }),
    { since: 'v1.7' },
  ),
  fault(
    'matching.empty-mentions-overlooked',
    'defaults.legacy-mentions-yield',
    'The rules that look for names are asked about events with an m.mentions that names nobody',
    'rules',
    onEvent((event) => {
      const { 'm.mentions': mentions, ...content } = event.content as JsonObject
      return isObject(mentions) && Object.keys(mentions).length === 0 ? { ...event, content } : event
    }),
    { since: 'v1.7', until: 'v1.17' },
  ),
]

function ofKindIgnored(kind: keyof Ruleset) {
  return evaluatedAs((ruleset) => ({ ...ruleset, [kind]: [] }))
}

function onEvent(change: (event: PushEvent) => PushEvent) {
  return (correct: RulePolicies): Partial<RulePolicies> => ({
    compile(ruleset, options) {
      const compiled = correct.compile(ruleset, options)
      return { evaluate: (event, room) => compiled.evaluate(change(event), room) }
    },
  })
}
