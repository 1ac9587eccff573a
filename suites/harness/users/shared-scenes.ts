import { isDeepStrictEqual } from 'node:util'
import { type OperationId, type PushRule, RULE_KINDS, type Ruleset, type SyncResponse } from '../../../spec/index.ts'
import type { Client } from '../target/client.ts'
import { eventually, Wake } from '../target/deadline.ts'
import type { Account } from '../target/registration.ts'
import { isUnread } from './unread-counts.ts'
import type { User } from './user.ts'

/** User that one case after the other uses. */
export interface SharedUser {
  /** Name in the cases, such as `alice` */
  name: string
  account: Account
  /** Push rules when the user was new; undefined for users whose changes to push rules are not restored */
  rules: Ruleset | undefined
  /** Number of rooms in which the user may still be */
  rooms: number
  /** Ids of the cases that have used it, the latest one last */
  usedBy: readonly string[]
}

/** Users and room that one case after the other uses. */
export interface SharedScene {
  alice: SharedUser
  bob: SharedUser
  carol?: SharedUser
  /** IDs of rooms with these members, one or more */
  rooms: readonly string[]
  /** Text that is the same for scenes with rooms of the same kind */
  kind: string
  /** True if nothing is unread for Alice */
  isRead: boolean
}

/** Scene that a case looks for. */
export interface SceneRequest extends Pick<SharedScene, 'kind' | 'isRead'> {
  /** Number of rooms that the case needs */
  roomCount: number
  /** True if few cases want a scene of this kind, so that they wait for each other rather than have one each */
  isRare: boolean
}

/** Maximum number of scenes of a rare kind that are in use at the same time, as long as nobody waits for too long. */
const MAX_RARE = 2

/** Maximum time to wait for a scene of a rare kind, in milliseconds. */
const MAX_RARE_WAIT_MS = 2_000

/** Maximum number of rooms of a user that is used again. With every room, requests of the user take more time. */
const MAX_ROOMS = 3

/** Maximum number of Alice's rooms beside those that a case needs if it counts, and so reads all of them again and again. */
const MAX_OTHERS = 1

/** Costs of a room that a scene does not have, and of reading what is unread, compared with a room too many. */
const COST_OF_ROOM = 8
const COST_OF_READING = 2

/** Users and scenes of a run that no case uses at the moment. */
export class SharedScenes {
  readonly #idle: SharedScene[] = []
  readonly #users: SharedUser[] = []
  readonly #remarks: string[] = []
  /** Number of scenes in use, by kind */
  readonly #used = new Map<string, number>()
  /** Wakes when a scene is no longer in use */
  readonly #freed = new Wake()
  /** False once the target did not show everything as read; from then on, nobody waits for it again. */
  canBeRead = true

  /** Remarks about users that were not clean, as sentences */
  get remarks(): readonly string[] {
    return this.#remarks
  }

  /**
   * Takes a scene of a kind, until {@link SharedScenes.leave}; undefined if there is none, so that the case makes its own.
   * Where there are several, it has everything read or not as the case wants it, and Alice is in as many rooms as it needs,
   * or in few more.
   */
  async take(request: SceneRequest): Promise<SharedScene | undefined> {
    const { kind, isRare } = request
    const end = performance.now() + MAX_RARE_WAIT_MS
    for (;;) {
      const taken = this.#takeNow(request)
      const used = this.#used.get(kind) ?? 0
      const leftMs = end - performance.now()
      if (taken !== undefined || !isRare || used < MAX_RARE || leftMs <= 0) {
        this.#used.set(kind, used + 1)
        return taken
      }
      await this.#freed.next(leftMs)
    }
  }

  /** Ends the use of a scene of a kind. It is given back before, if it is clean. */
  leave(kind: string): void {
    this.#used.set(kind, (this.#used.get(kind) ?? 0) - 1)
    this.#freed.all()
  }

  #takeNow({ kind, isRead, roomCount }: SceneRequest): SharedScene | undefined {
    const othersOf = ({ alice, rooms }: SharedScene) => Math.max(0, Math.max(alice.rooms, rooms.length) - roomCount)
    const fitting = this.#idle.filter(
      (scene) =>
        scene.kind === kind && (!isRead || ((scene.isRead || this.canBeRead) && othersOf(scene) <= MAX_OTHERS)),
    )
    const costOf = (scene: SharedScene) => {
      const missing = Math.max(0, roomCount - scene.rooms.length)
      return missing * COST_OF_ROOM + othersOf(scene) + (scene.isRead === isRead ? 0 : COST_OF_READING)
    }
    const [taken] = fitting.toSorted((one, other) => costOf(one) - costOf(other))
    if (taken !== undefined) this.#idle.splice(this.#idle.indexOf(taken), 1)
    return taken
  }

  /** Takes a user with this name in the cases; undefined if there is none. */
  takeUser(name: string): SharedUser | undefined {
    const index = this.#users.findIndex((user) => user.name === name)
    return index === -1 ? undefined : this.#users.splice(index, 1)[0]
  }

  /** Adds a scene that is clean. */
  give(scene: SharedScene): void {
    this.#idle.push(scene)
  }

  /** Adds a user that is clean, unless it is in many rooms. */
  giveUser(user: SharedUser): void {
    if (user.rooms <= MAX_ROOMS) this.#users.push(user)
  }

  /** Adds a remark, unless there are many. */
  remark(sentence: string): void {
    if (this.#remarks.length < MAX_REMARKS) this.#remarks.push(sentence)
  }
}

/** Maximum number of remarks about users of a run. */
const MAX_REMARKS = 10

/**
 * Requests of anybody after which a room can be used by another case: what they leave is events, redacted ones among
 * them, receipts, read markers and account data of the room, which every case tells from its own.
 */
const HARMLESS: ReadonlySet<string> = new Set<OperationId>([
  'sendEvent',
  'redactEvent',
  'postReceipt',
  'postReadMarkers',
  'putRoomAccountData',
])

/** Requests that change a room, after which its users can be used by another case, in other rooms. */
const ROOM_CHANGES: ReadonlySet<string> = new Set<OperationId>([
  'createRoom',
  'joinRoom',
  'inviteUser',
  'leaveRoom',
  'kickUser',
  'banUser',
  'forgetRoom',
  'setStateWithKey',
])

/** Requests that change the push rules of a user. */
const RULE_CHANGES: ReadonlySet<string> = new Set<OperationId>([
  'putPushRule',
  'putPushRuleEnabled',
  'putPushRuleActions',
  'deletePushRule',
])

/** Reports whether users can be used by another case after what a client has requested, if they are restored. */
export function sparesUsers({ changes, isRateLimited }: Client): boolean {
  const isSparing = (operationId: string) =>
    ['register', 'login', 'setPusher'].includes(operationId) ||
    [HARMLESS, ROOM_CHANGES, RULE_CHANGES].some((operations) => operations.has(operationId))
  return !isRateLimited && [...changes.keys()].every(isSparing)
}

/** Reports whether a room can be used by another case after what a client has requested. */
export function sparesRoom({ changes }: Client, roomId: string): boolean {
  return [...changes].every(([operationId, rooms]) => HARMLESS.has(operationId) || !rooms.has(roomId))
}

/** Reports whether a client has requested something that may make something unread for others. */
export function isNews({ changes }: Client): boolean {
  return [...changes.keys()].some(
    (operationId) => operationId === 'sendEvent' || operationId === 'redactEvent' || ROOM_CHANGES.has(operationId),
  )
}

/** Reports whether a client may have added somebody to a room that is not of a scene. */
export function addsRooms({ changes }: Client): boolean {
  return (['createRoom', 'joinRoom', 'inviteUser'] as const).some((operationId) => changes.has(operationId))
}

/** Reports whether a client may have changed the push rules of its user. */
export function changesRules({ changes }: Client): boolean {
  return [...changes.keys()].some((operationId) => RULE_CHANGES.has(operationId))
}

// Requests here are no part of a case, and nothing is judged by them: they use `call`, not `ok`

/** Returns the push rules of a user; undefined if the target does not list them. */
export async function rulesetOf(user: User): Promise<Ruleset | undefined> {
  const { status, body, violations } = await user.client.call('getPushRules')
  return status === 200 && violations.length === 0 ? (body as { global: Ruleset }).global : undefined
}

/** Pushkeys with app_ids, as one text each. */
type PusherIds = ReadonlySet<string>

/** Returns a text that identifies a pusher of a user. */
export function pusherId(pushkey: unknown, appId: unknown): string {
  return JSON.stringify([pushkey, appId])
}

/**
 * Makes the push rules of a user those of a new one again, and makes sure that no pusher is left.
 *
 * @param user the user
 * @param rules the user's push rules before they were changed; undefined if they were not changed
 * @param deleted the pushers that were deleted; others are deleted now
 * @returns what the target shows although it was to be removed; undefined for nothing
 */
export async function restore(user: User, rules: Ruleset | undefined, deleted: PusherIds): Promise<string | undefined> {
  if (!(await deleteOthers(user, deleted))) return 'a pusher that was deleted'
  if (rules === undefined) return undefined
  const found = await rulesetOf(user)
  if (isSameRuleset(found, rules)) return undefined
  for (const kind of RULE_KINDS) {
    const before = byId(rules[kind])
    for (const rule of found?.[kind] ?? []) await restoreRule(user, kind, rule, before.get(rule.rule_id))
  }
  return isSameRuleset(await rulesetOf(user), rules) ? undefined : 'changes to the push rules that were undone'
}

/** Deletes the pushers of a user that are still listed. Returns false if the target lists one that was deleted. */
async function deleteOthers(user: User, deleted: PusherIds): Promise<boolean> {
  const others = await listedPushers(user)
  if (others.some(({ pushkey, app_id }) => deleted.has(pusherId(pushkey, app_id)))) return false
  for (const { pushkey, app_id: appId } of others) {
    await user.deletePusher({ pushkey: String(pushkey), appId: String(appId) })
  }
  return others.length === 0 || (await listedPushers(user)).length === 0
}

async function listedPushers({ client }: User): Promise<{ pushkey?: unknown; app_id?: unknown }[]> {
  const { body } = await client.call('getPushers')
  const { pushers } = Object(body) as { pushers?: unknown }
  return Array.isArray(pushers) ? pushers.map(Object) : []
}

async function restoreRule(
  { client }: User,
  kind: (typeof RULE_KINDS)[number],
  { rule_id: ruleId, enabled, actions }: PushRule,
  original: PushRule | undefined,
): Promise<void> {
  const path = { kind, ruleId }
  if (original === undefined) {
    await client.call('deletePushRule', { path })
    return
  }
  if (enabled !== original.enabled)
    await client.call('putPushRuleEnabled', { path, body: { enabled: original.enabled } })
  if (!isDeepStrictEqual(actions, original.actions))
    await client.call('putPushRuleActions', { path, body: { actions: original.actions } })
}

/** Compares rules without their order, which is that of a new user if none is added. */
function isSameRuleset(one: Ruleset | undefined, other: Ruleset): boolean {
  return one !== undefined && RULE_KINDS.every((kind) => isDeepStrictEqual(byId(one[kind]), byId(other[kind])))
}

function byId(rules: readonly PushRule[] = []): Map<string, PushRule> {
  return new Map(rules.map((rule) => [rule.rule_id, rule]))
}

/** Maximum time until everything is read, in milliseconds. New users are ready sooner. */
const MAX_READING_MS = 2_000

/**
 * Declines all invitations of a user, and reads everything that is unread in any room.
 *
 * @returns false if the target still counts something as unread, or shows no event to read
 */
export async function readAll(user: User): Promise<boolean> {
  const response = await user.latest(true)
  if (isNothingUnread(response)) return true
  const { join = {}, invite = {} } = response.rooms ?? {}
  for (const roomId of Object.keys(invite)) await user.client.call('leaveRoom', { path: { roomId }, body: {} })
  for (const [roomId, { timeline }] of Object.entries(join)) {
    if (!isUnread(response, roomId)) continue
    const eventId = timeline?.events?.at(-1)?.event_id
    if (eventId === undefined) return false
    await user.client.call('postReceipt', { path: { roomId, receiptType: 'm.read', eventId }, body: {} })
  }
  const isRead = async () => isNothingUnread(await user.latest(true)) || undefined
  return (await eventually(isRead, MAX_READING_MS)) === true
}

function isNothingUnread(response: SyncResponse): boolean {
  if (Object.keys(response.rooms?.invite ?? {}).length > 0) return false
  return !Object.keys(response.rooms?.join ?? {}).some((roomId) => isUnread(response, roomId))
}
