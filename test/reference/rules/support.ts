import { compile, type PushEvent, type RoomContext } from '../../../reference/rules/index.ts'
import type { PushRule } from '../../../spec/index.ts'
import { NEWEST, type SpecVersion } from '../../../spec/versions.ts'

/** A message of Bob in a room of three, changed as told. */
export function message(content: object, changes: Partial<PushEvent> = {}): PushEvent {
  return { type: 'm.room.message', sender: '@bob:hs', room_id: '!room:hs', content, ...changes }
}

export const threeMembers: RoomContext = { memberCount: 3 }

/** An enabled rule of a user, changed as told. */
export function userRule(ruleId: string, changes: Partial<PushRule> = {}): PushRule {
  return { rule_id: ruleId, default: false, enabled: true, actions: ['notify'], ...changes }
}

/** JSON as it was stored by someone who does not keep to the types. */
export function stored<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** Whether a rule whose only condition this is matches the event. */
export function conditionHolds(
  condition: unknown,
  event: PushEvent,
  { specVersion = NEWEST, room = threeMembers }: { specVersion?: SpecVersion; room?: RoomContext } = {},
): boolean {
  const rule = userRule('one', { conditions: stored([condition]) })
  return compile({ override: [rule] }, { specVersion }).evaluate(event, room) !== undefined
}

/** Whether a content rule with this pattern matches a message with this body. */
export function contentRuleMatches(pattern: string, body: unknown, specVersion: SpecVersion = NEWEST): boolean {
  const compiled = compile({ content: [userRule('one', { pattern })] }, { specVersion })
  return compiled.evaluate(message({ body }), threeMembers) !== undefined
}
