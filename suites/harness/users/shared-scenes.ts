import { isDeepStrictEqual } from 'node:util'
import { type OperationId, type PushRule, RULE_KINDS, type Ruleset, type SyncResponse } from '../../../spec/index.ts'
import type { Client } from '../target/client.ts'
import { eventually } from '../target/deadline.ts'
import type { Account } from '../target/registration.ts'
import { countsByThreadOf } from './unread-counts.ts'
import type { User } from './user.ts'

/** Users and room that one case after the other uses. */
export interface SharedScene {
  alice: Account
  bob: Account
  carol?: Account
  /** Room ID */
  room: string
  /** Alice's push rules when she was new */
  rules: Ruleset
  /** True if nothing in the room is unread for Alice */
  isRead: boolean
  /** Ids of the cases that have used it, the latest one last */
  usedBy: string[]
}

/** Scenes of a run that no case uses at the moment. */
export class SharedScenes {
  readonly #idle: SharedScene[] = []
  readonly #remarks: string[] = []
  /** False once the target did not show everything as read; from then on, nobody waits for it again. */
  canBeRead = true

  /** Remarks about scenes that were not clean, as sentences */
  get remarks(): readonly string[] {
    return this.#remarks
  }

  /** Takes a scene, with or without Carol, and preferably with everything read or not; undefined if there is none. */
  take(hasCarol: boolean, isRead: boolean): SharedScene | undefined {
    if (isRead && !this.canBeRead) return undefined
    const fitting = this.#idle.filter(({ carol }) => (carol !== undefined) === hasCarol)
    const taken = fitting.find((scene) => scene.isRead === isRead) ?? fitting[0]
    if (taken !== undefined) this.#idle.splice(this.#idle.indexOf(taken), 1)
    return taken
  }

  /** Adds a scene that is clean. */
  give(scene: SharedScene): void {
    this.#idle.push(scene)
  }

  /** Adds a remark, unless there are many. */
  remark(sentence: string): void {
    if (this.#remarks.length < MAX_REMARKS) this.#remarks.push(sentence)
  }
}

/** Maximum number of remarks about scenes of a run. */
const MAX_REMARKS = 10

/**
 * Requests of anybody after which a scene can be used by another case: what they leave is events and receipts in the room,
 * which every case tells from its own, and pushers, which are deleted.
 */
const HARMLESS: ReadonlySet<string> = new Set<OperationId>(['register', 'setPusher', 'sendEvent', 'postReceipt'])

/** Requests whose effect {@link restore} removes, if they are Alice's. */
const RESTORED: ReadonlySet<string> = new Set<OperationId>([
  'putPushRule',
  'putPushRuleEnabled',
  'putPushRuleActions',
  'deletePushRule',
])

/**
 * Reports whether a scene can be used by another case after what a client has requested.
 *
 * @param isRestored true if the user's push rules are restored afterwards
 */
export function isHarmless({ changes, isRateLimited }: Client, isRestored: boolean): boolean {
  if (isRateLimited) return false
  return [...changes].every((operationId) => HARMLESS.has(operationId) || (isRestored && RESTORED.has(operationId)))
}

// Requests here are no part of a case, and nothing is judged by them: they use `call`, not `ok`

/** Returns the push rules of a user; undefined if the target does not list them. */
export async function rulesetOf(user: User): Promise<Ruleset | undefined> {
  const { status, body, violations } = await user.client.call('getPushRules')
  return status === 200 && violations.length === 0 ? (body as { global: Ruleset }).global : undefined
}

/**
 * Makes the push rules of a user those of a new one again, and makes sure that no pusher is left.
 *
 * @param user the user, whose pushers were deleted
 * @param rules the user's push rules before they were changed
 * @returns what the target shows although it was to be removed; undefined for nothing
 */
export async function restore(user: User, rules: Ruleset): Promise<string | undefined> {
  const { body } = await user.client.call('getPushers')
  const { pushers = [] } = Object(body) as { pushers?: unknown[] }
  if (pushers.length > 0) return 'a pusher that was deleted'
  const found = await rulesetOf(user)
  if (isSameRuleset(found, rules)) return undefined
  for (const kind of RULE_KINDS) {
    const before = byId(rules[kind])
    for (const rule of found?.[kind] ?? []) await restoreRule(user, kind, rule, before.get(rule.rule_id))
  }
  return isSameRuleset(await rulesetOf(user), rules) ? undefined : 'changes to the push rules that were undone'
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

/** Reads everything in a room. Returns false if the target still counts something as unread, or shows no event to read. */
export async function readAll(user: User, roomId: string): Promise<boolean> {
  const { rooms } = await user.sync(undefined, 0, true)
  const eventId = rooms?.join?.[roomId]?.timeline?.events?.at(-1)?.event_id
  if (eventId === undefined) return false
  await user.client.call('postReceipt', { path: { roomId, receiptType: 'm.read', eventId }, body: {} })
  const isRead = async () => isNothingUnread(await user.sync(undefined, 0, true), roomId) || undefined
  return (await eventually(isRead, MAX_READING_MS)) === true
}

function isNothingUnread(response: SyncResponse, roomId: string): boolean {
  const { main, threads } = countsByThreadOf(response, roomId)
  return [main, ...Object.values(threads)].every(({ notification_count }) => notification_count === 0)
}
