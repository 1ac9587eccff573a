import type { RuleOutcome } from '../../rules/index.ts'

/** Decisions about the actions of the rule that matched an event. */
export interface ActionPolicies {
  /** Reports whether the outcome for an event is to notify the user. */
  notifies(outcome: RuleOutcome): boolean
}

export const actionPolicies: ActionPolicies = { notifies: (outcome) => outcome.notify }
