import { isObject } from '../homeserver/body.ts'
import { fault } from './fault.ts'
import { evaluatedAs, mapConditions } from './rulesets.ts'

/** Faults of what conditions ask about the room: its members, their names and their power. */
export const MATCHING_ROOM_FAULTS = [
  fault(
    'matching.member-count-less-or-equal',
    'conditions.member-count.compared',
    'room_member_count takes < for <=',
    'rules',
    onMemberCount((is) => is.replace(/^<(?!=)/, '<=')),
  ),
  fault(
    'matching.member-count-greater-or-equal',
    'conditions.member-count.compared',
    'room_member_count takes > for >=',
    'rules',
    onMemberCount((is) => is.replace(/^>(?!=)/, '>=')),
  ),
  fault(
    'matching.member-count-at-least',
    'conditions.member-count.equal-by-default',
    'room_member_count takes a bare number for at least as many',
    'rules',
    onMemberCount((is) => is.replace(/^(?=\d)/, '>=')),
  ),
  fault(
    'matching.member-count-with-invited',
    'conditions.member-count.invited',
    'room_member_count counts invited users',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => ({
        ...correct.roomContext(room, owner),
        memberCount: room.members.filter(({ membership }) => membership === 'join' || membership === 'invite').length,
      }),
    }),
  ),
  fault(
    'matching.member-count-with-former',
    'conditions.member-count.compared',
    'room_member_count counts users who left',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => ({ ...correct.roomContext(room, owner), memberCount: room.members.length }),
    }),
  ),
  fault(
    'matching.display-name-unknown',
    'conditions.display-name.contained',
    'contains_display_name never matches',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => ({ ...correct.roomContext(room, owner), displayName: undefined }),
    }),
  ),
  fault(
    'matching.notification-power-ignored',
    'conditions.notification-permission.level',
    'Everyone may notify the room',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => ({ ...correct.roomContext(room, owner), powerLevels: { users_default: 1000 } }),
    }),
  ),
  fault(
    'matching.users-default-ignored',
    'conditions.notification-permission.defaults',
    'A sender who is not named may notify the room as if users_default were 0',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => {
        const context = correct.roomContext(room, owner)
        return { ...context, powerLevels: { ...context.powerLevels, users_default: 0 } }
      },
    }),
  ),
  fault(
    'matching.creators-without-power',
    'conditions.notification-permission.creators',
    'The creator of a room of version 12 has no more power than others to notify the room',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => ({ ...correct.roomContext(room, owner), creators: [] }),
    }),
    { since: 'v1.16' },
  ),
  fault(
    'matching.notification-level-ignored',
    'conditions.notification-permission.level',
    'The level to notify the room is always 50',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => {
        const context = correct.roomContext(room, owner)
        return { ...context, powerLevels: { ...context.powerLevels, notifications: {} } }
      },
    }),
  ),
  fault(
    'matching.display-name-of-the-first-room',
    'conditions.display-name.contained',
    'The name by which a user was known first counts in all rooms and for ever',
    'rules',
    (correct) => {
      const names = new Map<string, string>()
      return {
        roomContext(room, owner) {
          const name = names.get(owner.user_id) ?? owner.display_name
          if (name !== null) names.set(owner.user_id, name)
          return { ...correct.roomContext(room, owner), ...(name === null ? {} : { displayName: name }) }
        },
      }
    },
  ),
  fault(
    'matching.display-name-of-the-sender',
    'conditions.display-name.contained',
    'contains_display_name asks for the name of the sender',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => ({
        ...correct.roomContext(room, owner),
        names: Object.fromEntries(room.members.map((member) => [member.user_id, member.display_name])),
      }),
      compile(ruleset, options) {
        const compiled = correct.compile(ruleset, options)
        return {
          evaluate(event, room) {
            const names = 'names' in room && isObject(room.names) ? room.names : {}
            return compiled.evaluate(event, { ...room, displayName: names[event.sender] as string | undefined })
          },
        }
      },
    }),
  ),
  fault(
    'matching.notification-default-zero',
    'conditions.notification-permission.defaults',
    'Everyone may notify a room whose power levels do not say who may',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => {
        const context = correct.roomContext(room, owner)
        const { notifications = {}, ...levels } = context.powerLevels ?? {}
        return { ...context, powerLevels: { ...levels, notifications: { room: 0, ...notifications } } }
      },
    }),
  ),
  fault(
    'matching.notification-level-of-state',
    'conditions.notification-permission.level',
    'To notify the room takes the level that it takes to send state',
    'rules',
    (correct) => ({
      roomContext: (room, owner) => {
        const context = correct.roomContext(room, owner)
        const { state_default = 50 } = context.powerLevels ?? {}
        return { ...context, powerLevels: { ...context.powerLevels, notifications: { room: state_default } } }
      },
    }),
  ),
]

function onMemberCount(change: (is: string) => string) {
  return evaluatedAs((ruleset) =>
    mapConditions(ruleset, (condition) => ({
      ...condition,
      ...(condition.is === undefined ? {} : { is: change(condition.is) }),
    })),
  )
}
