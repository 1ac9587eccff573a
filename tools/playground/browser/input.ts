// Runs in the browser. Reads what the user wrote: the owner of the rules, and three texts of JSON.
import { isObject } from '../../../common/is-object.ts'
import {
  defaultRuleset,
  type Explanation,
  explain,
  isSpecVersion,
  mergeRuleset,
  NEWEST,
  type PushEvent,
  type RoomContext,
  RULE_KINDS,
  type Ruleset,
} from '../../../reference/rules/index.ts'

/** Names of what the user writes. */
export const TEXTS = ['user', 'rules', 'event', 'room'] as const

export type TextName = (typeof TEXTS)[number]

/** All that the user wrote and chose. */
export interface Input extends Record<TextName, string> {
  version: string
  defaults: boolean
}

/** Reason why a text cannot be used. */
export class Problem extends Error {
  readonly text: TextName

  constructor(text: TextName, message: string) {
    super(message)
    this.text = text
  }
}

/** Explanation with the rules that were not tried, because an earlier one matched. */
export interface Result extends Explanation {
  ruleset: Ruleset
  untried: number
  /** True if the owner of the rules sent the event */
  isOwn: boolean
}

/**
 * Evaluates the rules, and explains the result.
 *
 * @throws {Problem} for the first text that cannot be used
 */
export function evaluate(input: Input): Result {
  const specVersion = isSpecVersion(input.version) ? input.version : NEWEST
  const ruleset = completeRules(input)
  const event = readEvent(input.event)
  const isOwn = event.sender === input.user
  const { outcome, tried } = explain(ruleset, event, { roomId: '!room', ...readRoom(input.room) }, { specVersion })
  return { outcome, tried, ruleset, untried: countRules(ruleset) - tried.length, isOwn }
}

/**
 * Returns the rules of the user, with the default rules if these are asked for.
 *
 * @throws {Problem} when "rules" is not a ruleset
 */
export function completeRules({ rules, version, user, defaults }: Input): Ruleset {
  const own = readRules(rules)
  if (!defaults) return own
  // Some default rules are about their owner
  if (!/^@[^:]*:./.test(user))
    throw new Problem('user', `Expected a user ID such as @alice:example.org, found "${user}"`)
  const specVersion = isSpecVersion(version) ? version : NEWEST
  return mergeRuleset(own, defaultRuleset(specVersion, user), specVersion)
}

function readRules(text: string): Ruleset {
  const top = readObject('rules', text)
  const inside = isObject(top.content) ? top.content : top
  const ruleset = isObject(inside.global) ? inside.global : inside
  for (const kind of RULE_KINDS) {
    if (ruleset[kind] !== undefined && !Array.isArray(ruleset[kind])) {
      throw new Problem('rules', `"${kind}": expected a list of rules, found ${typeof ruleset[kind]}`)
    }
  }
  const isEmpty = Object.keys(ruleset).length === 0
  if (!isEmpty && !RULE_KINDS.some((kind) => kind in ruleset)) {
    throw new Problem('rules', `Expected at least one of the lists ${RULE_KINDS.join(', ')}, found none`)
  }
  return ruleset
}

function readEvent(text: string): PushEvent {
  const event = readObject('event', text)
  const { type, sender, content } = event
  if (typeof type !== 'string') throw new Problem('event', `"type": expected text, found ${nameOf(type)}`)
  if (typeof sender !== 'string') throw new Problem('event', `"sender": expected text, found ${nameOf(sender)}`)
  if (!isObject(content)) throw new Problem('event', `"content": expected an object, found ${nameOf(content)}`)
  return { ...event, type, sender, content }
}

function readRoom(text: string): RoomContext {
  const { member_count, display_name, power_levels, creators, version } = readObject('room', text)
  if (typeof member_count !== 'number') {
    throw new Problem('room', `"member_count": expected the number of members, found ${nameOf(member_count)}`)
  }
  return {
    memberCount: member_count,
    ...(typeof display_name === 'string' && { displayName: display_name }),
    ...(isObject(power_levels) && { powerLevels: power_levels }),
    ...(Array.isArray(creators) && { creators: creators.map(String) }),
    ...(typeof version === 'string' && { roomVersion: version }),
  }
}

function readObject(name: TextName, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Problem(name, `Expected JSON, found a mistake: ${(error as Error).message}`)
  }
  if (!isObject(value)) throw new Problem(name, `Expected an object, found ${nameOf(value)}`)
  return value
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `${typeof value}`
}

function countRules(ruleset: Ruleset): number {
  return RULE_KINDS.reduce((count, kind) => count + (ruleset[kind]?.length ?? 0), 0)
}
