import { defaultRuleset, type PushRule, type RuleKind, type Ruleset, type SpecVersion } from '../../../spec/index.ts'
import {
  type CompiledRuleset,
  type CompileOptions,
  compile,
  mergeRuleset,
  type Outcome,
  type RoomContext,
} from '../../rules/index.ts'
import type { JsonObject } from '../body.ts'
import type { RoomInfo } from '../push/room-facts.ts'
import { readRule } from '../push/rule-body.ts'
import type { Membership } from '../storage/memberships.ts'
import type { DefaultRuleChange } from '../storage/push-rules.ts'

/** Where a PUT wants a rule to go, by the ID of its neighbour. */
export interface Place {
  /** Directly above this rule; decides when both are given */
  before?: string
  /** Directly below this rule */
  after?: string
}

/** Decisions about push rules. */
export interface RulePolicies {
  /** The server-default rules of a user. */
  defaults(specVersion: SpecVersion, userId: string): Ruleset
  /** A default rule with what its owner changed about it. */
  changeDefault(rule: PushRule, change: DefaultRuleChange): PushRule
  /** The user's own rules and the default ones in the order that they are checked. */
  merge(userRules: Ruleset, defaults: Ruleset, specVersion: SpecVersion): Ruleset
  /** The ruleset as the API tells it. */
  list(ruleset: Ruleset): Ruleset
  /** The ruleset made ready for events. */
  compile(ruleset: Ruleset, options: CompileOptions): CompiledRuleset
  /** What conditions may ask about the room, for the owner of the rules. */
  roomContext(room: RoomInfo, owner: Membership): RoomContext
  /** Whether what a rule says about an event is to notify. */
  notifies(outcome: Outcome): boolean
  /** Whether a user may give a rule this ID. */
  isAllowedId(ruleId: string): boolean
  /** The rule that the body of a PUT describes, enabled; throws when it describes none. */
  read(kind: RuleKind, ruleId: string, body: JsonObject): PushRule
  /** The user's rules of one kind after a PUT; `undefined` when the neighbour is not one of them. */
  put(rules: readonly PushRule[], rule: PushRule, place: Place): PushRule[] | undefined
  /** The user's rules of one kind after a DELETE. */
  remove(rules: readonly PushRule[], ruleId: string): PushRule[]
  /** Under which user's name the rules that a user makes are kept. */
  keptFor(userId: string): string
  /** Under which user's name is kept what a user changes about the default rules. */
  changesKeptFor(userId: string): string
  /** Whether rules about a room hold for the one that replaces it. */
  followsUpgrades: boolean
  /** Whether the clients of a user are told of a change to the rules. */
  announcesChanges: boolean
  /** Whether a client that waits in `/sync` is told of a change at once. */
  wakesClients: boolean
  /** What clients are told of the rules in `/sync`, the first one or a later one; `undefined` for nothing. */
  inSync(listed: Ruleset, isFirst: boolean): { global?: Ruleset } | undefined
}

export const rulePolicies: RulePolicies = {
  defaults: defaultRuleset,
  changeDefault: (rule, { enabled, actions }) => ({
    ...rule,
    ...(enabled === undefined ? {} : { enabled }),
    ...(actions === undefined ? {} : { actions }),
  }),
  merge: mergeRuleset,
  list: (ruleset) => ruleset,
  compile,
  roomContext: (room, owner) => ({
    memberCount: room.joinedCount,
    roomVersion: room.version,
    creators: room.creators,
    ...(room.powerLevels === undefined ? {} : { powerLevels: room.powerLevels }),
    ...(owner.display_name === null ? {} : { displayName: owner.display_name }),
  }),
  notifies: (outcome) => outcome.notify,
  isAllowedId: (ruleId) => !ruleId.startsWith('.') && !/[/\\]/.test(ruleId),
  read: readRule,
  put: putRule,
  remove: (rules, ruleId) => rules.filter((rule) => rule.rule_id !== ruleId),
  keptFor: (userId) => userId,
  changesKeptFor: (userId) => userId,
  followsUpgrades: true,
  announcesChanges: true,
  wakesClients: true,
  inSync: (listed) => ({ global: listed }),
}

/** A rule that exists keeps its place, unless asked to move, and whether it is enabled; a new one goes on top. */
function putRule(rules: readonly PushRule[], rule: PushRule, { before, after }: Place): PushRule[] | undefined {
  const existing = rules.findIndex(({ rule_id }) => rule_id === rule.rule_id)
  const revised = { ...rule, enabled: rules[existing]?.enabled ?? rule.enabled }
  const others = rules.filter(({ rule_id }) => rule_id !== rule.rule_id)
  const neighbour = before ?? after
  if (neighbour === undefined) return others.toSpliced(Math.max(existing, 0), 0, revised)
  const at = others.findIndex(({ rule_id }) => rule_id === neighbour)
  return at === -1 ? undefined : others.toSpliced(before === undefined ? at + 1 : at, 0, revised)
}
