import type { Policies } from '../homeserver/policies.ts'

/** A named way for the reference to be wrong. */
export interface Fault {
  /** `area.what` */
  name: string
  /** What shows from outside, one sentence */
  breaks: string
  /** Replaces the decisions that the fault is in. */
  apply(policies: Policies): Policies
}
