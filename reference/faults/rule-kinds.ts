import type { RuleKind } from '../../spec/index.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import { fault } from './fault.ts'
import { evaluatedAs } from './rulesets.ts'

/** Faults of the order in which the kinds of rules are checked. */
export const RULE_KIND_FAULTS = [
  fault(
    'rules.content-before-override',
    'rules.kind-order',
    'Content rules are checked before override rules',
    'rules',
    inOrder('content', 'override', 'room', 'sender', 'underride'),
  ),
  fault(
    'rules.room-before-content',
    'rules.kind-order',
    'Room rules are checked before content rules',
    'rules',
    inOrder('override', 'room', 'content', 'sender', 'underride'),
  ),
  fault(
    'rules.sender-before-room',
    'rules.kind-order',
    'Sender rules are checked before room rules',
    'rules',
    inOrder('override', 'content', 'sender', 'room', 'underride'),
  ),
  fault(
    'rules.underride-before-sender',
    'rules.kind-order',
    'Underride rules are checked before sender rules',
    'rules',
    inOrder('override', 'content', 'room', 'underride', 'sender'),
  ),
  fault(
    'rules.underride-before-override',
    'rules.kind-order',
    'Underride rules of the user are checked before override rules',
    'rules',
    evaluatedAs(({ override = [], underride = [], ...others }) => ({
      ...others,
      override: [...underride.filter((rule) => !rule.default), ...override],
      underride: underride.filter((rule) => rule.default),
    })),
  ),
]

/** Rules whose kinds are checked in another order. */
function inOrder(...kinds: RuleKind[]) {
  return (correct: RulePolicies): Partial<RulePolicies> => ({
    compile(ruleset, options) {
      const parts = kinds.map((kind) => correct.compile({ [kind]: ruleset[kind] ?? [] }, options))
      return {
        evaluate(event, room) {
          for (const part of parts) {
            const outcome = part.evaluate(event, room)
            if (outcome !== undefined) return outcome
          }
          return undefined
        },
      }
    },
  })
}
