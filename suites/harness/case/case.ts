import { type Level, mismatchOutcome, type TargetInfo } from '../../../run/index.ts'
import { LEVELS, type Requirement, requirement, SPEC_VERSIONS, type SpecVersion, within } from '../../../spec/index.ts'
import type { Traffic } from '../evidence/traffic.ts'
import type { ClosedGateway } from '../gateway/gateway.ts'
import type { Inbox } from '../gateway/inbox.ts'
import type { GatewayCaseContext } from '../push-gateway/gateway-case.ts'
import type { RoomOptions, User } from '../users/user.ts'

/** Two or three users in a private room of Bob's, and a pusher of Alice's: where most cases begin. */
export interface Scene {
  alice: User
  bob: User
  /** The third member, an ordinary one; only in a scene with `group` */
  readonly carol: User
  room: string
  /** Where the pushes for Alice arrive */
  pusher: Inbox
}

export interface SceneOptions {
  /** Carol is in the room too, so that rules for rooms with two members do not apply */
  group?: boolean
  room?: Omit<RoomOptions, 'invite'>
  /** Attributes of Alice's pusher that differ from the usual ones */
  pusher?: Parameters<User['setPusher']>[0]
}

/** What a case can use. Everything in it belongs to that case alone. */
export interface CaseContext {
  specVersion: SpecVersion
  targetInfo: TargetInfo
  /**
   * How long to wait for the target to try again what its gateway failed, in milliseconds: three times the usual
   * patience. The text names no pauses, and those of real servers take seconds or minutes.
   */
  retryTimeoutMs: number
  /** What passed in the whole run so far; for cases that judge it at the end */
  traffic: Traffic
  /** Registers a user */
  user(name: string): Promise<User>
  /** A client of the target that has no account */
  anonymousClient(): User['client']
  createScene(options?: SceneOptions): Promise<Scene>
  /** A gateway URL at which connections are refused until the case opens it */
  closedGateway(): Promise<ClosedGateway>
  /** A name that no other case uses, for rooms, aliases and users */
  unique(name: string): string
}

/** What a case is about. */
export type TargetKind = 'homeserver' | 'push-gateway'

/** What the author of any case writes, but for what it does. */
export interface CaseBasics {
  /** `area/name`; public, never renamed */
  id: string
  /** What the case shows, one sentence */
  title: string
  /** The requirements it judges; they have to be of one colour: all failing, all warning or all noted */
  verifies: readonly [string, ...string[]]
  /** Profiles that the case applies to, where that is less than its requirements apply to */
  since?: SpecVersion
  until?: SpecVersion
  /** Why a server that follows the text in another way would not fail; every case that judges something has to say it */
  fairness?: string
  /** Names of faults of the reference, each of which has to turn the case red */
  caughtBy?: readonly string[]
  /**
   * Lets the gateway fail or wait, and so takes long. On some targets that holds up the pushers of other cases: there it
   * runs alone
   */
  stallsDelivery?: boolean
  /** Runs after all other cases, because it judges what they showed */
  runsLast?: boolean
}

/** What the author of a case about a homeserver writes. */
export interface CaseDefinition extends CaseBasics {
  /** Throws a Mismatch when the target is wrong. For what the text leaves open, gives a sentence that says what the target did. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most cases return nothing at all
  run(context: CaseContext): Promise<string | void>
}

/** What the author of a case about a push gateway writes. */
export interface GatewayCaseDefinition extends CaseBasics {
  /** As that of a case about a homeserver */
  // biome-ignore lint/suspicious/noConfusingVoidType: most cases return nothing at all
  run(context: GatewayCaseContext): Promise<string | void>
}

/** What the register adds to a case. */
interface Completed<Kind extends TargetKind> {
  target: Kind
  area: string
  level: Level
  requirements: Requirement[]
}

/** A case about a homeserver as the runner uses it. */
export interface Case extends CaseDefinition, Completed<'homeserver'> {}

/** A case about a push gateway as the runner uses it. */
export interface GatewayCase extends GatewayCaseDefinition, Completed<'push-gateway'> {}

export type AnyCase = Case | GatewayCase

/** Checks the definition of a case about a homeserver, and completes it from the requirement register. */
export function defineCase(definition: CaseDefinition): Case {
  return { ...definition, ...complete(definition, 'homeserver') }
}

/** Checks the definition of a case about a push gateway, and completes it from the requirement register. */
export function defineGatewayCase(definition: GatewayCaseDefinition): GatewayCase {
  return { ...definition, ...complete(definition, 'push-gateway') }
}

function complete<Kind extends TargetKind>({ id, verifies, fairness }: CaseBasics, target: Kind): Completed<Kind> {
  if (!/^[a-z-]+\/[a-z0-9._-]+$/.test(id)) throw new RangeError(`The case id "${id}" is not of the form area/name`)
  const requirements = verifies.map(requirement)
  const colours = new Set(requirements.map(({ level }) => mismatchOutcome(level)))
  if (colours.size > 1) {
    throw new RangeError(`The case ${id} verifies requirements of different colours: ${[...colours].join(', ')}`)
  }
  const level = LEVELS.find((candidate) => requirements.some((row) => row.level === candidate)) ?? 'unspecified'
  if (!fairness && mismatchOutcome(level) !== 'noted') {
    throw new RangeError(`The case ${id} judges something and does not say why that is fair`)
  }
  return { target, area: id.slice(0, id.indexOf('/')), level, requirements }
}

/** Whether a case applies to a profile: its own span, and those of all its requirements. */
export function appliesTo(definition: AnyCase, specVersion: SpecVersion): boolean {
  return within(specVersion, definition) && definition.requirements.every((row) => within(specVersion, row))
}

/** The profiles that a case applies to, for lists: `v1.7 … v1.16`. */
export function spanOf(definition: AnyCase): string {
  const specVersions = SPEC_VERSIONS.filter((specVersion) => appliesTo(definition, specVersion))
  const [first, last] = [specVersions.at(0), specVersions.at(-1)]
  if (first === undefined) return 'none'
  return first === last ? first : `${first} … ${last}`
}
