import type { PushCondition, PushRule, RuleKind } from '../../../spec/index.ts'
import { isObject, STRING } from '../body.ts'
import { putRule } from '../push/change-rules.ts'
import type { Services } from '../services.ts'

const KINDS: RuleKind[] = ['override', 'room', 'underride']

/**
 * Copies a user's settings for a room to the one that replaces it: push rules about the room, and its tags. Called when
 * the user has joined a room; has no effect if that does not replace a room that they know.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#server-behaviour-17
 */
export function followUpgrade(services: Services, userId: string, roomId: string): void {
  const { policies, store } = services
  const predecessor = store.events.state(roomId, 'm.room.create')?.content.predecessor
  const oldId = isObject(predecessor) ? predecessor.room_id : undefined
  if (!STRING.test(oldId) || store.memberships.find(oldId, userId) === undefined) return
  if (store.events.state(oldId, 'm.room.tombstone')?.content.replacement_room !== roomId) return

  const rules = policies.roomUpgrades.transfersRules
    ? store.pushRules.ofUser(policies.rulesApi.ownerOfRules(userId))
    : {}
  for (const kind of KINDS) {
    const own = rules[kind] ?? []
    for (const rule of own.filter((rule) => isAbout(rule, oldId))) {
      const moved = moveRule(rule, oldId, roomId)
      if (own.some(({ rule_id }) => rule_id === moved.rule_id)) continue
      putRule(services, { userId, kind, ruleId: moved.rule_id }, moved, { after: rule.rule_id })
    }
  }
  const tags = store.accountData.find(userId, oldId, 'm.tag')
  if (tags !== undefined && store.accountData.find(userId, roomId, 'm.tag') === undefined) {
    store.accountData.put(userId, { room_id: roomId, type: 'm.tag', content: tags }, store.nextPosition())
  }
}

/** Reports whether a rule is about one room: clients give such rules the ID of the room. */
function isAbout({ rule_id, conditions }: PushRule, roomId: string): boolean {
  return (
    rule_id === roomId && (conditions === undefined || conditions.every((one) => !names(one) || one.pattern === roomId))
  )
}

function moveRule(rule: PushRule, from: string, to: string): PushRule {
  const conditions = rule.conditions?.map((one) => (names(one) && one.pattern === from ? { ...one, pattern: to } : one))
  return { ...rule, rule_id: to, ...(conditions === undefined ? {} : { conditions }) }
}

function names(condition: PushCondition): boolean {
  return condition.kind === 'event_match' && condition.key === 'room_id'
}
