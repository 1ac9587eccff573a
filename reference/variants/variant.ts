import type { Span } from '../../spec/index.ts'
import type { Peer } from '../homeserver/auth.ts'
import type { Policies } from '../homeserver/policies.ts'

/** How a homeserver answers requests. */
export type Fetch = (request: Request, peer?: Peer) => Promise<Response>

/** A named way for a homeserver to be different from the reference, and right. */
export interface Variant {
  /** `variant.what`; public, and so never renamed */
  name: string
  /** What is different, as seen from outside, in one sentence */
  summary: string
  /** Why it may be so: IDs of requirements that leave it open, or links to the text */
  allowedBy: readonly string[]
  /** The versions of the specification at which there can be such a server */
  span: Span
  /** IDs of requirements of the level `should` that it does not follow; those that judge them warn */
  deviatesFrom: readonly string[]
  /** What it calls itself, unless it is given a name */
  serverName?: string
  /** Replaces the decisions that are different. */
  apply(policies: Policies): Policies
  /** Puts itself before the homeserver; called once for each server. */
  wrap(fetch: Fetch): Fetch
}

type Changes = { [Area in keyof Policies]?: (correct: Policies[Area]) => Partial<Policies[Area]> }

/** What of a variant there is to say beside its name. */
export interface VariantParts extends Changes {
  summary: string
  /** At least one */
  allowedBy: readonly string[]
  /** Default: all versions */
  span?: Span
  /** Default: none */
  deviatesFrom?: readonly string[]
  /** Default: as that of the reference */
  serverName?: string
  /** Default: nothing stands before the homeserver */
  wrap?: (fetch: Fetch) => Fetch
}

/** Describes a variant by the decisions that it replaces, area by area, and by what stands before the homeserver. */
export function variant(name: string, parts: VariantParts): Variant {
  const { summary, allowedBy, span = {}, deviatesFrom = [], serverName, wrap = (fetch) => fetch, ...changes } = parts
  return {
    ...{ name: `variant.${name}`, summary, allowedBy, span, deviatesFrom, wrap },
    ...(serverName === undefined ? {} : { serverName }),
    apply(policies) {
      const areas = Object.keys(policies) as (keyof Policies)[]
      return Object.assign({}, policies, ...areas.map((area) => ({ [area]: changedArea(area, policies, changes) })))
    },
  }
}

function changedArea<Area extends keyof Policies>(area: Area, policies: Policies, changes: Changes): Policies[Area] {
  return { ...policies[area], ...changes[area]?.(policies[area]) }
}
