import type { Span } from '../../spec/index.ts'
import type { PushGatewayPolicies } from '../gateway/policies.ts'
import { changePolicies, type Policies, type PolicyChanges } from '../homeserver/policies/index.ts'

/** Named way in which the reference homeserver can be wrong. */
export interface Fault {
  /** `topic.what`; public, so it is never renamed */
  name: string
  /** IDs of the requirements that it breaks */
  breaks: readonly string[]
  /** Observable behaviour, in one sentence without a full stop */
  summary: string
  /** Versions of the specification that it violates */
  span: Span
  /** Returns the policies with this fault. */
  apply(policies: Policies): Policies
}

/** Definition of a fault. */
export interface FaultDefinition extends Pick<Fault, 'name' | 'breaks' | 'summary'> {
  /** Default: all versions */
  span?: Span
  /** Decisions that it replaces, by topic */
  changes: PolicyChanges
}

/** Defines a fault by the decisions that it replaces. */
export function fault({ span = {}, changes, ...definition }: FaultDefinition): Fault {
  return { ...definition, span, apply: (policies) => changePolicies(policies, changes) }
}

/** Named way in which the push gateway of the reference can be wrong. */
export interface PushGatewayFault extends Pick<Fault, 'name' | 'breaks' | 'summary'> {
  /** Returns the policies with this fault. */
  apply(policies: PushGatewayPolicies): PushGatewayPolicies
}

/** Definition of a fault of the push gateway. */
export interface PushGatewayFaultDefinition extends Pick<Fault, 'name' | 'breaks' | 'summary'> {
  changes: { pushGateway: (correct: PushGatewayPolicies) => Partial<PushGatewayPolicies> }
}

/** Defines a fault of the push gateway by the decisions that it replaces. */
export function pushGatewayFault({ changes, ...definition }: PushGatewayFaultDefinition): PushGatewayFault {
  return { ...definition, apply: (policies) => ({ ...policies, ...changes.pushGateway(policies) }) }
}
