import { compile, type PushEvent, type RoomContext } from '../../../reference/rules/index.ts'
import type { PushRule } from '../../../spec/index.ts'
import { NEWEST, type SpecVersion } from '../../../spec/versions.ts'

/** Creates a message from Bob in a room of three, with changes. */
export function message(content: object, changes: Partial<PushEvent> = {}): PushEvent {
  return { type: 'm.room.message', sender: '@bob:hs', room_id: '!room:hs', content, ...changes }
}

export const threeMembers: RoomContext = { memberCount: 3 }

/** Creates an enabled rule of a user, with changes. */
export function userRule(ruleId: string, changes: Partial<PushRule> = {}): PushRule {
  return { rule_id: ruleId, default: false, enabled: true, actions: ['notify'], ...changes }
}

/** Copies JSON as if it were stored, with a type that its content need not have. */
export function stored<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** Reports whether a rule whose only condition this is matches the event. */
export function conditionHolds(
  condition: unknown,
  event: PushEvent,
  { specVersion = NEWEST, room = threeMembers }: { specVersion?: SpecVersion; room?: RoomContext } = {},
): boolean {
  const rule = userRule('one', { conditions: stored([condition]) })
  return compile({ override: [rule] }, { specVersion }).evaluate(event, room) !== undefined
}

/** Reports whether a content rule with this pattern matches a message with this body. */
export function contentRuleMatches(pattern: string, body: unknown, specVersion: SpecVersion = NEWEST): boolean {
  const compiled = compile({ content: [userRule('one', { pattern })] }, { specVersion })
  return compiled.evaluate(message({ body }), threeMembers) !== undefined
}
