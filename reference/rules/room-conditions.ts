import { type Condition, NEVER } from './condition.ts'
import type { JsonObject } from './json.ts'
import { notificationLevel, userLevel } from './power-levels.ts'

const COMPARISONS: Readonly<Record<string, (count: number, limit: number) => boolean>> = {
  '==': (count, limit) => count === limit,
  '<': (count, limit) => count < limit,
  '>': (count, limit) => count > limit,
  '<=': (count, limit) => count <= limit,
  '>=': (count, limit) => count >= limit,
}

/**
 * Compiles `room_member_count`, which compares the number of members with a decimal integer, for equality by default.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function roomMemberCount({ is }: JsonObject): Condition {
  const [, sign = '==', digits] = (typeof is === 'string' && /^(==|<=|>=|<|>)?([0-9]+)$/.exec(is)) || []
  const compare = COMPARISONS[sign]
  if (compare === undefined || digits === undefined) return NEVER
  const limit = Number(digits)
  return { holds: (_, { memberCount }) => compare(memberCount, limit) }
}

/**
 * Compiles `sender_notification_permission`, which holds if the sender has the power level to notify with `key`, such as
 * `room`.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function senderNotificationPermission({ key }: JsonObject): Condition {
  if (typeof key !== 'string') return NEVER
  return { holds: ({ event }, room) => userLevel(event.sender, room) >= notificationLevel(key, room) }
}
