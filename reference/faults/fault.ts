import type { Span } from '../../spec/index.ts'
import type { Policies } from '../homeserver/policies.ts'

/** A named way for the reference to be wrong. */
export interface Fault {
  /** `area.what`; public, and so never renamed */
  name: string
  /** IDs of the requirements that it breaks */
  requirements: readonly string[]
  /** What shows from outside, one sentence */
  breaks: string
  /** The versions of the specification by which it is wrong */
  span: Span
  /** Replaces the decisions that the fault is in. */
  apply(policies: Policies): Policies
}

/**
 * Describes a fault that lies in one area of the policies.
 *
 * @param requirements IDs of the requirements that it breaks
 * @param change the decisions that it replaces, made from the correct ones
 * @param span the versions by which it is wrong; default: all
 */
export function fault<Area extends keyof Policies>(
  name: string,
  requirements: string | readonly string[],
  breaks: string,
  area: Area,
  change: (correct: Policies[Area]) => Partial<Policies[Area]>,
  span: Span = {},
): Fault {
  return {
    name,
    requirements: typeof requirements === 'string' ? [requirements] : requirements,
    breaks,
    span,
    apply: (policies) => ({ ...policies, [area]: { ...policies[area], ...change(policies[area]) } }),
  }
}
