import type { PushCondition, PushRule, RuleKind } from '../../../spec/index.ts'
import { type Fault, fault } from '../fault.ts'
import { notifyingOnly } from '../helpers/audience.ts'
import { keepingConditions } from '../helpers/rule-requests.ts'
import { type ConditionChange, evaluatedAs, KNOWN_CONDITIONS, mapConditions, mapRules } from '../helpers/rulesets.ts'

const isUnknown = ({ kind }: PushCondition) => !KNOWN_CONDITIONS.includes(kind)

/** Faults of matching rules, besides those of the single conditions. */
export const CONDITIONS_FAULTS: readonly Fault[] = [
  fault({
    name: 'conditions.unknown-condition-matches',
    breaks: ['conditions.unknown-never-match'],
    summary: 'Conditions of unknown kinds match',
    changes: {
      conditions: evaluatedAs((ruleset) =>
        mapConditions(ruleset, (condition) => (isUnknown(condition) ? undefined : condition)),
      ),
    },
  }),
  fault({
    name: 'conditions.unknown-condition-aborts',
    breaks: ['conditions.unknown-never-match'],
    summary: 'One rule with an unknown condition silences everything',
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          const lists = Object.values(ruleset).flat() as PushRule[]
          const isBroken = lists.some((rule) => rule.conditions?.some(isUnknown))
          return isBroken ? { evaluate: () => undefined } : correct.compile(ruleset, options)
        },
      }),
    },
  }),
  fault({
    name: 'conditions.no-conditions-never-match',
    breaks: ['conditions.no-conditions-match-all'],
    summary: 'Rules without conditions never match',
    changes: {
      conditions: evaluatedAs((ruleset) =>
        mapRules(ruleset, (rule) => (rule.conditions?.length === 0 && !rule.default ? undefined : rule)),
      ),
    },
  }),
  fault({
    name: 'conditions.any-condition-suffices',
    breaks: ['conditions.all-required'],
    summary: 'One matching condition is enough',
    changes: {
      conditions: evaluatedAs((ruleset) =>
        mapRules(ruleset, (rule) => ({
          ...rule,
          ...(rule.default ? {} : { conditions: rule.conditions?.slice(0, 1) ?? [] }),
        })),
      ),
    },
  }),
  fault({
    name: 'conditions.content-rules-ignored',
    breaks: ['conditions.content-rule'],
    summary: 'Content rules never match',
    changes: { conditions: ignoringKind('content') },
  }),
  fault({
    name: 'conditions.room-rules-ignored',
    breaks: ['conditions.room-rule'],
    summary: 'Room rules never match',
    changes: { conditions: ignoringKind('room') },
  }),
  fault({
    name: 'conditions.sender-rules-ignored',
    breaks: ['conditions.sender-rule'],
    summary: 'Sender rules never match',
    changes: { conditions: ignoringKind('sender') },
  }),
  fault({
    name: 'conditions.key-escapes-ignored',
    breaks: ['conditions.path.escapes'],
    summary: 'A backslash in a key escapes nothing',
    span: { since: 'v1.7' },
    changes: {
      conditions: evaluatedAs((ruleset) =>
        mapConditions(ruleset, (condition) => ({
          ...condition,
          ...(condition.key === undefined ? {} : { key: condition.key.replaceAll('\\', '') }),
        })),
      ),
    },
  }),
  fault({
    name: 'conditions.missing-kind-accepted',
    breaks: ['conditions.malformed'],
    summary: 'A condition without a kind is accepted',
    changes: { rulesApi: keepingConditions((condition) => typeof condition.kind === 'string') },
  }),
  fault({
    name: 'conditions.unknown-conditions-dropped',
    breaks: ['conditions.unknown-never-match'],
    summary: 'Conditions of unknown kinds are removed from the rule',
    changes: { rulesApi: keepingConditions((condition) => KNOWN_CONDITIONS.includes(String(condition.kind))) },
  }),
  fault({
    name: 'conditions.state-events-not-evaluated',
    breaks: ['conditions.event-match.no-implicit-state-key'],
    summary: 'Rules are not evaluated for state events',
    changes: {
      recipients: notifyingOnly(({ membership }, { state_key }) => state_key === undefined || membership === 'invite'),
    },
  }),
]

function ignoringKind(kind: RuleKind): ConditionChange {
  return evaluatedAs((ruleset) => ({ ...ruleset, [kind]: [] }))
}
