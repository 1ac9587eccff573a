import type { Ruleset } from '../../../spec/index.ts'

/** Decisions about push rules in `/sync`, and about account data that clients may write. */
export interface RulesSyncPolicies {
  /** Reports whether account data of this type can be written; `roomId` is empty for global account data. */
  isWritable(type: string, roomId: string): boolean
  /** True if `/sync` reports changes to the rules */
  reportsChanges: boolean
  /** True if a waiting `/sync` returns as soon as the rules change */
  wakesClients: boolean
  /** Returns the rules as a first or a later `/sync` reports them; `undefined` to leave them out. */
  inSync(listed: Ruleset, isFirst: boolean): { global?: Ruleset } | undefined
}

/** Account data with endpoints of its own, which cannot be written as account data. */
const SERVER_CONTROLLED = ['m.push_rules', 'm.fully_read']

export const rulesSyncPolicies: RulesSyncPolicies = {
  isWritable: (type) => !SERVER_CONTROLLED.includes(type),
  reportsChanges: true,
  wakesClients: true,
  inSync: (listed) => ({ global: listed }),
}
