import type { Span } from '../../spec/index.ts'
import type { Peer } from '../homeserver/auth.ts'
import { changePolicies, type Policies, type PolicyChanges } from '../homeserver/policies/index.ts'

/** Request handler of a homeserver. */
export type Fetch = (request: Request, peer?: Peer) => Promise<Response>

/** Named way in which a homeserver can differ from the reference and still conform to the specification. */
export interface Variant {
  /** `topic.what`; public, so it is never renamed */
  name: string
  /** Observable difference, in one sentence without a full stop */
  summary: string
  /** Reasons why it conforms: IDs of requirements that permit it, or links to the specification */
  allowedBy: readonly string[]
  /** Versions of the specification at which there can be such a server */
  span: Span
  /** IDs of requirements of the level `should` that it does not follow; cases that verify them warn */
  deviatesFrom: readonly string[]
  /** Name of the server, unless one is configured */
  serverName?: string
  /** Returns the policies of this variant. */
  apply(policies: Policies): Policies
  /** Wraps the homeserver; called once for each server. */
  wrap(fetch: Fetch): Fetch
}

/** Definition of a variant. */
export interface VariantDefinition extends Pick<Variant, 'name' | 'summary' | 'allowedBy' | 'serverName'> {
  /** Default: all versions */
  span?: Span
  /** Default: none */
  deviatesFrom?: readonly string[]
  /** Decisions that it replaces, by topic; default: none */
  changes?: PolicyChanges
  /** Default: the homeserver as it is */
  wrap?: (fetch: Fetch) => Fetch
}

/** Defines a variant by the decisions that it replaces, and by what it puts in front of the homeserver. */
export function variant({
  span = {},
  deviatesFrom = [],
  changes = {},
  wrap = (fetch) => fetch,
  ...definition
}: VariantDefinition): Variant {
  return { ...definition, span, deviatesFrom, wrap, apply: (policies) => changePolicies(policies, changes) }
}
