import type { JsonObject } from './json.ts'
import { notificationLevel, userLevel } from './power-levels.ts'
import { never, type Test } from './subject.ts'

const COMPARISONS: Readonly<Record<string, (count: number, limit: number) => boolean>> = {
  '==': (count, limit) => count === limit,
  '<': (count, limit) => count < limit,
  '>': (count, limit) => count > limit,
  '<=': (count, limit) => count <= limit,
  '>=': (count, limit) => count >= limit,
}

/**
 * `room_member_count`: the number of members compared with a decimal integer; equal to it where no sign says other.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function roomMemberCount({ is }: JsonObject): Test {
  const [, sign = '==', digits] = (typeof is === 'string' && /^(==|<=|>=|<|>)?([0-9]+)$/.exec(is)) || []
  const compare = COMPARISONS[sign]
  if (compare === undefined || digits === undefined) return never
  const limit = Number(digits)
  return ({ room }) => compare(room.memberCount, limit)
}

/**
 * `sender_notification_permission`: the sender has the power to notify in the way that `key` names, such as `room`.
 *
 * @see https://spec.matrix.org/v1.19/client-server-api/#conditions-1
 */
export function senderNotificationPermission({ key }: JsonObject): Test {
  if (typeof key !== 'string') return never
  return ({ event, room }) => userLevel(event.sender, room) >= notificationLevel(key, room)
}
