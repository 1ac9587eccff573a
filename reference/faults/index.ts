import type { Policies } from '../homeserver/policies.ts'
import type { Fault } from './fault.ts'

/** Every fault that the reference can have. */
export const FAULTS: readonly Fault[] = []

/** The policies with one fault; throws for a name that no fault has. */
export function faultyPolicies(name: string, policies: Policies): Policies {
  const fault = FAULTS.find((candidate) => candidate.name === name)
  if (fault === undefined) throw new TypeError(`The fault "${name}" is not known`)
  return fault.apply(policies)
}
