import type { PushRule, RuleKind } from '../../../spec/index.ts'
import { type JsonObject, OBJECTS } from '../../homeserver/body.ts'
import type { RulesApiPolicies } from '../../homeserver/policies/rules-api.ts'

/** Replacement for some of the decisions about the API of push rules. */
export type RulesApiChange = (correct: RulesApiPolicies) => Partial<RulesApiPolicies>

/** Changes rules after they are read from the body of a PUT. */
export function changingRule(change: (rule: PushRule) => PushRule): RulesApiChange {
  return (correct) => ({ read: (kind, ruleId, content) => change(correct.read(kind, ruleId, content)) })
}

/** Changes the body of a PUT before it is read. */
export function changingBody(change: (content: JsonObject, kind: RuleKind) => JsonObject): RulesApiChange {
  return (correct) => ({ read: (kind, ruleId, content) => correct.read(kind, ruleId, change(content, kind)) })
}

/** Removes some of the conditions from the body of a PUT. */
export function keepingConditions(isKept: (condition: JsonObject) => boolean): RulesApiChange {
  return changingBody(({ conditions, ...rest }) => ({
    ...rest,
    ...(conditions === undefined
      ? {}
      : { conditions: OBJECTS.test(conditions) ? conditions.filter(isKept) : conditions }),
  }))
}
