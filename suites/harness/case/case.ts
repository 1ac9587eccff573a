import { areaOf, type Level, mismatchOutcome, type TargetInfo } from '../../../run/index.ts'
import { LEVELS, type Requirement, requirement, SPEC_VERSIONS, type SpecVersion, within } from '../../../spec/index.ts'
import type { Traffic } from '../evidence/traffic.ts'
import type { GatewayCaseContext } from '../push-gateway/gateway-case.ts'
import type { Inbox } from '../push-receiver/inbox.ts'
import type { ClosedGateway } from '../push-receiver/push-receiver.ts'
import type { RoomOptions } from '../users/requests.ts'
import type { User } from '../users/user.ts'

/** Start of most cases: two or three users in a private room of Bob's, and a pusher of Alice's. */
export interface Scene {
  alice: User
  bob: User
  /** Third member, with no special power. Reading it throws unless the scene was created with `group`. */
  readonly carol: User
  /** Room ID */
  room: string
  /** IDs of all rooms of the scene, with the same members; the first one is `room` */
  rooms: readonly string[]
  /** Inbox of Alice's pusher */
  pusher: Inbox
}

/** Options of a scene. */
export interface SceneOptions {
  /** True to add Carol to the room, so that rules for rooms with two members do not match; default: false */
  group?: boolean
  /** Options of the room */
  room?: Omit<RoomOptions, 'invite'>
  /** Properties of Alice's pusher that differ from the defaults */
  pusher?: Parameters<User['setPusher']>[0]
}

/** Options of a scene whose users other cases may have used. */
export interface SharedSceneOptions extends SceneOptions {
  /** True if nothing may be unread for Alice at the start, in any room; default: false */
  read?: boolean
  /** True if no other case may have used the room; default: false */
  isNewRoom?: boolean
  /** Number of rooms; default: 1 */
  roomCount?: number
  /** True if Alice's list of notifications has only those of a few cases, which ask for that too; default: false */
  hasShortList?: boolean
  /** True if nobody may have changed Alice's push rules before, even if that was undone; default: false */
  hasNewRules?: boolean
}

/** Points of a run at which its cases wait for each other. The time does not count as that of the case. */
export interface CasePauses {
  /**
   * Waits for what the target does in the background, for cases with `settles`: until all of them have come this far, and
   * then once for the time that the user chose (`--settle`), together.
   */
  settle(): Promise<void>
  /**
   * Waits for what the user does to the target in the middle of the run (`--halfway`), such as a restart, for cases with
   * `spansHalfway`. Afterwards the target responds again. It can be called once.
   */
  halfway(): Promise<void>
}

/** Tools of a case about a homeserver. No other case that is running has its users, rooms and inboxes. */
export interface CaseContext extends CasePauses {
  /** Version of the specification that the target is tested against */
  specVersion: SpecVersion
  targetInfo: TargetInfo
  /**
   * Time to wait for the target to repeat a push that failed, in milliseconds: three times the usual timeout. The
   * specification defines no delays, and those of real servers are seconds or minutes.
   */
  retryTimeoutMs: number
  /** Traffic of the whole run so far, for cases with `runsLast` */
  traffic: Traffic
  /** Registers a user. */
  user(name: string): Promise<User>
  /**
   * Returns a user that other cases may have used before, or registers one. The user has the push rules of a new user and
   * no pusher, and may be in rooms of the cases before. Of the users called alice, push rules are restored. It saves the target a registration, so use it wherever only push
   * rules and pushers matter.
   */
  sharedUser(name: string): Promise<User>
  /** Creates a client without an account. */
  anonymousClient(): User['client']
  /** Creates the users, the room and the pusher that most cases start with. */
  createScene(options?: SceneOptions): Promise<Scene>
  /**
   * Returns a scene that other cases may have used before, or creates one. Alice has the push rules of a new user and one
   * pusher, and may be in other rooms. The room has events, receipts and read markers of the cases before, unless the
   * options ask for a new one. It saves the target most of its work, so use it wherever only pushes of the case's own
   * events and the rules themselves matter.
   */
  sharedScene(options?: SharedSceneOptions): Promise<Scene>
  /** Reserves a gateway URL that refuses connections until the case opens it. */
  closedGateway(): Promise<ClosedGateway>
  /** Opens another port of Plexor's gateway, and returns its URL; undefined if the gateway has a single public URL */
  anotherGateway(): Promise<string | undefined>
  /** Returns a name that no other case uses, for rooms, aliases and users. */
  unique(name: string): string
}

/** Kind of target that a case is about. */
export type TargetKind = 'homeserver' | 'push-gateway'

/** Fields of every case definition except `run`. */
export interface CaseBasics {
  /** Identifier, `area/name`. It is public and never renamed. */
  id: string
  /** One sentence that says what the case shows */
  title: string
  /** Ids of the requirements that the case verifies. A mismatch must have the same outcome for all of them. */
  verifies: readonly [string, ...string[]]
  /** First version that the case applies to, if its requirements apply to earlier ones too */
  since?: SpecVersion
  /** First version that the case no longer applies to, if its requirements apply to it too */
  until?: SpecVersion
  /**
   * Reason why a conforming server that works in an unusual way does not fail. Required, unless a mismatch is only
   * `noted`
   */
  fairness?: string
  /** Names of faults of the reference. Each of them has to make the case red. */
  caughtBy?: readonly string[]
  /**
   * True if the push receiver fails or delays its responses, so that the case takes long. If that holds up the pushers of
   * other cases on a target, the case runs alone there.
   */
  stallsDelivery?: boolean
  /**
   * True if the case calls `settle()`. All such cases run together, after most others, and are not applicable without
   * `--settle`
   */
  settles?: boolean
  /**
   * True if the case calls `halfway()`: it looks at something before and after the middle of the run, and is not
   * applicable without `--halfway`
   */
  spansHalfway?: boolean
  /** True to run the case alone, after most others, because it may keep the target busy for longer than others can wait */
  runsAlone?: boolean
  /** True to run the case after all others, because it checks the traffic of the whole run */
  runsLast?: boolean
}

/** Definition of a case about a homeserver, as its author writes it. */
export interface CaseDefinition extends CaseBasics {
  /**
   * Runs the case.
   *
   * @returns a sentence about what the target does, if the requirement is `may` or `unspecified`
   * @throws {Mismatch} when the target does not conform
   * @throws {NotApplicable} when the case does not apply to the target
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most cases return nothing at all
  run(context: CaseContext): Promise<string | void>
}

/** Definition of a case about a push gateway, as its author writes it. */
export interface GatewayCaseDefinition extends CaseBasics {
  /**
   * Runs the case.
   *
   * @returns a sentence about what the target does, if the requirement is `may` or `unspecified`
   * @throws {Mismatch} when the target does not conform
   * @throws {NotApplicable} when the case does not apply to the target
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most cases return nothing at all
  run(context: GatewayCaseContext): Promise<string | void>
}

/** Fields that the catalogue of requirements adds to a definition. */
interface CatalogueFields<Kind extends TargetKind> {
  /** Kind of target that the case is about */
  target: Kind
  /** Part of the id before the slash */
  area: string
  /** Strictest level of the requirements */
  level: Level
  requirements: Requirement[]
}

/** Case about a homeserver. */
export interface Case extends CaseDefinition, CatalogueFields<'homeserver'> {}

/** Case about a push gateway. */
export interface GatewayCase extends GatewayCaseDefinition, CatalogueFields<'push-gateway'> {}

/** Case about any kind of target. Its `target` says which. */
export type AnyCase = Case | GatewayCase

/**
 * Checks the definition of a case about a homeserver, and completes it from the catalogue of requirements.
 *
 * @param definition the definition
 * @throws {RangeError} when the id is malformed, a requirement does not exist, the requirements have different outcomes,
 *   or `fairness` is missing
 */
export function defineCase(definition: CaseDefinition): Case {
  return { ...definition, ...complete(definition, 'homeserver') }
}

/**
 * Checks the definition of a case about a push gateway, and completes it from the catalogue of requirements.
 *
 * @param definition the definition
 * @throws {RangeError} when the id is malformed, a requirement does not exist, the requirements have different outcomes,
 *   or `fairness` is missing
 */
export function defineGatewayCase(definition: GatewayCaseDefinition): GatewayCase {
  return { ...definition, ...complete(definition, 'push-gateway') }
}

function complete<Kind extends TargetKind>(
  { id, verifies, fairness, settles, spansHalfway }: CaseBasics,
  target: Kind,
): CatalogueFields<Kind> {
  if (!/^[a-z-]+\/[a-z0-9._-]+$/.test(id)) throw new RangeError(`Case id: expected the form area/name, found "${id}"`)
  if (settles && spansHalfway) throw new RangeError(`The case ${id}: expected one kind of pause, found two`)
  const requirements = verifies.map(requirement)
  const outcomes = new Set(requirements.map(({ level }) => mismatchOutcome(level)))
  if (outcomes.size > 1) {
    throw new RangeError(
      `The case ${id}: expected requirements with the same outcome, found ${[...outcomes].join(', ')}; split the case`,
    )
  }
  const level = LEVELS.find((candidate) => requirements.some((row) => row.level === candidate)) ?? 'unspecified'
  if (!fairness && mismatchOutcome(level) !== 'noted') {
    throw new RangeError(`The case ${id} can fail, but has no fairness; say why it is fair`)
  }
  return { target, area: areaOf(id), level, requirements }
}

/**
 * Reports whether a case applies to a version of the specification: the case itself and all of its requirements.
 *
 * @param definition the case
 * @param specVersion the version
 */
export function appliesTo(definition: AnyCase, specVersion: SpecVersion): boolean {
  return within(specVersion, definition) && definition.requirements.every((row) => within(specVersion, row))
}

/**
 * Formats the range of versions that a case applies to: `v1.7 … v1.16`.
 *
 * @param definition the case
 */
export function spanOf(definition: AnyCase): string {
  const specVersions = SPEC_VERSIONS.filter((specVersion) => appliesTo(definition, specVersion))
  const [first, last] = [specVersions.at(0), specVersions.at(-1)]
  if (first === undefined) return 'none'
  return first === last ? first : `${first} … ${last}`
}
