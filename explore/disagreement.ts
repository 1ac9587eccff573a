import { Mismatch, type MismatchDetails } from '../suites/harness/case/errors.ts'
import type { Claim } from './story/claim.ts'

/** Kinds of disagreements between the model and a target, by what was compared. */
export const COMPARISONS = {
  pushes: 'The events that are pushed to each device are those that the rules of its user notify of',
  tweaks: 'Pushes have the tweaks of the rule that matches',
  payload: 'Pushes describe their event and their device as these are',
  counts: 'The unread counts in /sync are those that messages and receipts result in',
  receipts: 'Public receipts of all members are in /sync, and private ones of others are not',
  badge: 'The unread count in pushes is that of the messages that are unread',
  notifications:
    'The list of notifications has each event that notified the user, with its actions and whether it is read',
  rules: 'Push rules are listed as they were put and changed, and are the same in /sync',
  news: 'A client that asks /sync only for what is new, or waits for it, has the counts and rules that there are',
  responses: 'Requests of the push module succeed',
  pushers: 'Pushers are listed as they were set, changed and deleted',
} as const satisfies Record<string, string>

/** Name of what is compared. */
export type Comparison = keyof typeof COMPARISONS

/** Returns the id by which baselines know a finding: `explore/counts.receipts.marks-read`. */
export function findingId({ comparison, requirement }: { comparison: Comparison; requirement: string }): string {
  return `explore/${comparison}.${requirement}`
}

/** Difference between what the model requires and what a target does. */
export class Disagreement extends Mismatch {
  readonly comparison: Comparison
  readonly requirement: string
  /** Expectation that the target does not meet; undefined if there is none as data */
  claim: Claim | undefined

  /**
   * @param comparison what was compared
   * @param requirement id of the requirement that the target violates
   * @param message the sentence `Expected X, found Y`
   * @param details further details, such as what was missing
   */
  constructor(comparison: Comparison, requirement: string, message: string, details: MismatchDetails = {}) {
    super(message, { ...details, buildsOn: [requirement] })
    this.comparison = comparison
    this.requirement = requirement
  }

  /** Adds the expectation that the target does not meet, as data. */
  claiming(claim: Claim): this {
    this.claim = claim
    return this
  }

  /** Id of the finding that it is. */
  get id(): string {
    return findingId(this)
  }
}
