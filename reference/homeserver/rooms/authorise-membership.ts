import { quote } from '../body.ts'
import { badJson, forbidden } from '../errors.ts'
import type { Store } from '../storage/store.ts'
import type { EventDraft } from './draft.ts'
import type { RoomPower } from './power-levels.ts'

/**
 * Checks that the sender may give the target of a member event this membership.
 *
 * @throws {RequestError} with M_FORBIDDEN when the sender may not, or M_BAD_JSON when the membership is unknown
 */
export function authoriseMembership(store: Store, draft: EventDraft, power: RoomPower): void {
  const { room_id: roomId, sender, state_key: target = '' } = draft
  const membershipOf = (userId: string) => store.memberships.find(roomId, userId)?.membership ?? 'leave'
  const current = membershipOf(target)

  switch (draft.content.membership) {
    case 'join':
      if (sender !== target) throw forbidden(`${sender} cannot join ${roomId} for ${target}`)
      if (current === 'ban') throw forbidden(`${sender} is banned from ${roomId}`)
      if (current !== 'join' && current !== 'invite' && !isOpen() && !isFirstJoin()) {
        throw forbidden(`${sender} is not invited to ${roomId}, and the room is not public`)
      }
      break
    case 'invite':
      assertActorJoined()
      if (current === 'join' || current === 'ban') {
        throw forbidden(`${target} cannot be invited to ${roomId}: the current membership is ${quote(current)}`)
      }
      assertLevel('invite')
      break
    case 'leave':
      if (sender === target) {
        if (current !== 'join' && current !== 'invite') throw forbidden(`${sender} is not in ${roomId}`)
        break
      }
      assertActorJoined()
      assertLevel('kick')
      if (current === 'ban') assertLevel('ban')
      assertHigherLevel()
      break
    case 'ban':
      assertActorJoined()
      assertLevel('ban')
      assertHigherLevel()
      break
    default:
      throw badJson(`Unknown membership ${quote(draft.content.membership)}: expected one of join, invite, leave, ban`)
  }

  function isOpen() {
    return store.events.state(roomId, 'm.room.join_rules')?.content.join_rule === 'public'
  }

  function isFirstJoin() {
    return power.creators[0] === sender && store.memberships.ofRoom(roomId).length === 0
  }

  function assertActorJoined() {
    if (membershipOf(sender) !== 'join') throw forbidden(`${sender} is not joined to room ${roomId}`)
  }

  function assertLevel(action: 'invite' | 'kick' | 'ban') {
    const [level, needed] = [power.levelOf(sender), power.levelTo(action)]
    if (level < needed)
      throw forbidden(`Power level of ${sender}: expected at least ${needed} to ${action}, found ${level}`)
  }

  function assertHigherLevel() {
    if (power.levelOf(target) >= power.levelOf(sender))
      throw forbidden(`${sender} needs a higher power level than ${target}`)
  }
}
