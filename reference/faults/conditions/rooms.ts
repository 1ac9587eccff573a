import { isObject } from '../../homeserver/body.ts'
import { type Fault, fault } from '../fault.ts'
import { type ConditionChange, evaluatedAs, mapConditions } from '../helpers/rulesets.ts'

/** Faults of the conditions about the room: its members, their names and their power levels. */
export const CONDITIONS_ROOMS_FAULTS: readonly Fault[] = [
  fault({
    name: 'conditions.member-count-less-or-equal',
    breaks: ['conditions.member-count.comparison'],
    summary: 'room_member_count treats < as <=',
    changes: { conditions: changingMemberCount((is) => is.replace(/^<(?!=)/, '<=')) },
  }),
  fault({
    name: 'conditions.member-count-greater-or-equal',
    breaks: ['conditions.member-count.comparison'],
    summary: 'room_member_count treats > as >=',
    changes: { conditions: changingMemberCount((is) => is.replace(/^>(?!=)/, '>=')) },
  }),
  fault({
    name: 'conditions.member-count-at-least',
    breaks: ['conditions.member-count.equal-by-default'],
    summary: 'room_member_count treats a number without an operator as >=',
    changes: { conditions: changingMemberCount((is) => is.replace(/^(?=\d)/, '>=')) },
  }),
  fault({
    name: 'conditions.member-count-with-invited',
    breaks: ['conditions.member-count.invited'],
    summary: 'room_member_count counts invited users',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => ({
          ...correct.roomContext(room, owner),
          memberCount: room.members.filter(({ membership }) => membership === 'join' || membership === 'invite').length,
        }),
      }),
    },
  }),
  fault({
    name: 'conditions.member-count-with-former-members',
    breaks: ['conditions.member-count.comparison'],
    summary: 'room_member_count counts users who left',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => ({ ...correct.roomContext(room, owner), memberCount: room.members.length }),
      }),
    },
  }),
  fault({
    name: 'conditions.display-name-never-matches',
    breaks: ['conditions.display-name.contained'],
    summary: 'contains_display_name never matches',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => ({ ...correct.roomContext(room, owner), displayName: undefined }),
      }),
    },
  }),
  fault({
    name: 'conditions.notification-power-ignored',
    breaks: ['conditions.notification-permission.level'],
    summary: 'Everyone may notify the room',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => ({ ...correct.roomContext(room, owner), powerLevels: { users_default: 1000 } }),
      }),
    },
  }),
  fault({
    name: 'conditions.users-default-ignored',
    breaks: ['conditions.notification-permission.defaults'],
    summary: 'users_default is treated as 0 when a sender notifies the room',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => {
          const context = correct.roomContext(room, owner)
          return { ...context, powerLevels: { ...context.powerLevels, users_default: 0 } }
        },
      }),
    },
  }),
  fault({
    name: 'conditions.creators-without-power',
    breaks: ['conditions.notification-permission.creators'],
    summary: 'The creator of a room of version 12 has no special power to notify the room',
    span: { since: 'v1.16' },
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => ({ ...correct.roomContext(room, owner), creators: [] }),
      }),
    },
  }),
  fault({
    name: 'conditions.notification-level-ignored',
    breaks: ['conditions.notification-permission.level'],
    summary: 'The level to notify the room is always 50',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => {
          const context = correct.roomContext(room, owner)
          return { ...context, powerLevels: { ...context.powerLevels, notifications: {} } }
        },
      }),
    },
  }),
  fault({
    name: 'conditions.display-name-of-first-room',
    breaks: ['conditions.display-name.contained'],
    summary: 'contains_display_name always uses the first known display name of the user, in every room',
    changes: {
      conditions: (correct) => {
        const names = new Map<string, string>()
        return {
          roomContext(room, owner) {
            const name = names.get(owner.user_id) ?? owner.display_name
            if (name !== null) names.set(owner.user_id, name)
            return { ...correct.roomContext(room, owner), ...(name === null ? {} : { displayName: name }) }
          },
        }
      },
    },
  }),
  fault({
    name: 'conditions.display-name-of-profile',
    breaks: ['conditions.display-name.contained'],
    summary: 'contains_display_name uses the display name of the profile, whatever the name in the room is',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => ({
          ...correct.roomContext(room, owner),
          displayName: owner.profileName() ?? undefined,
        }),
      }),
    },
  }),
  fault({
    name: 'conditions.display-name-of-sender',
    breaks: ['conditions.display-name.contained'],
    summary: 'contains_display_name looks for the display name of the sender',
    changes: {
      conditions: (correct) => ({
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
    },
  }),
  fault({
    name: 'conditions.notification-default-zero',
    breaks: ['conditions.notification-permission.defaults'],
    summary: 'Everyone may notify a room whose power levels lack notifications.room',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => {
          const context = correct.roomContext(room, owner)
          const { notifications = {}, ...levels } = context.powerLevels ?? {}
          return { ...context, powerLevels: { ...levels, notifications: { room: 0, ...notifications } } }
        },
      }),
    },
  }),
  fault({
    name: 'conditions.notification-level-of-state',
    breaks: ['conditions.notification-permission.level'],
    summary: 'The level to notify the room is that for state events',
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => {
          const context = correct.roomContext(room, owner)
          const { state_default = 50 } = context.powerLevels ?? {}
          return { ...context, powerLevels: { ...context.powerLevels, notifications: { room: state_default } } }
        },
      }),
    },
  }),
]

function changingMemberCount(change: (is: string) => string): ConditionChange {
  return evaluatedAs((ruleset) =>
    mapConditions(ruleset, (condition) => ({
      ...condition,
      ...(condition.is === undefined ? {} : { is: change(condition.is) }),
    })),
  )
}
