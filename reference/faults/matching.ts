import type { PushCondition, PushRule, Ruleset } from '../../spec/index.ts'
import { isObject } from '../homeserver/body.ts'
import type { JsonObject } from '../rules/json.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import type { PushEvent } from '../rules/index.ts'
import { fault } from './fault.ts'
import { evaluatedAs, KNOWN_CONDITIONS, mapConditions, mapRules } from './rulesets.ts'

const isUnknown = ({ kind }: PushCondition) => !KNOWN_CONDITIONS.includes(kind)

/** Faults of whether a rule matches an event. */
export const MATCHING_FAULTS = [
  fault(
    'matching.unknown-condition-true',
    'rules.unknown-conditions',
    'Conditions that the server does not know match',
    'rules',
    evaluatedAs((ruleset) => mapConditions(ruleset, (condition) => (isUnknown(condition) ? undefined : condition))),
  ),
  fault(
    'matching.unknown-condition-aborts',
    'rules.unknown-conditions',
    'One rule with an unknown condition silences everything',
    'rules',
    (correct) => ({
      compile(ruleset, options) {
        const lists = Object.values(ruleset).flat() as PushRule[]
        const isBroken = lists.some((rule) => rule.conditions?.some(isUnknown))
        return isBroken ? { evaluate: () => undefined } : correct.compile(ruleset, options)
      },
    }),
  ),
  fault(
    'matching.no-conditions-never',
    'rules.no-conditions-match',
    'Rules without conditions never match',
    'rules',
    evaluatedAs((ruleset) =>
      mapRules(ruleset, (rule) => (rule.conditions?.length === 0 && !rule.default ? undefined : rule)),
    ),
  ),
  fault(
    'matching.any-condition-suffices',
    'rules.all-conditions',
    'One condition that holds is enough',
    'rules',
    evaluatedAs((ruleset) =>
      mapRules(ruleset, (rule) => ({
        ...rule,
        ...(rule.default ? {} : { conditions: rule.conditions?.slice(0, 1) ?? [] }),
      })),
    ),
  ),
  fault(
    'matching.content-rules-ignored',
    'rules.content-rule',
    'Content rules never match',
    'rules',
    ofKindIgnored('content'),
  ),
  fault('matching.room-rules-ignored', 'rules.room-rule', 'Room rules never match', 'rules', ofKindIgnored('room')),
  fault(
    'matching.sender-rules-ignored',
    'rules.sender-rule',
    'Sender rules never match',
    'rules',
    ofKindIgnored('sender'),
  ),
  fault(
    'matching.escaped-keys',
    'conditions.path.escapes',
    'A backslash in a key escapes nothing',
    'rules',
    evaluatedAs((ruleset) =>
      mapConditions(ruleset, (condition) => ({
        ...condition,
        ...(condition.key === undefined ? {} : { key: condition.key.replaceAll('\\', '') }),
      })),
    ),
    { since: 'v1.7' },
  ),
  fault(
    'matching.room-mention-cast',
    'defaults.rule.is-room-mention',
    'A room mention that is not true, but like it, counts',
    'rules',
    onEvent((event) => {
      const mentions = 'm.mentions' in event.content ? event.content['m.mentions'] : undefined
      if (!isObject(mentions) || !mentions.room) return event
      return { ...event, content: { ...event.content, 'm.mentions': { ...mentions, room: true } } }
    }),
    { since: 'v1.7' },
  ),
  fault(
    'matching.empty-mentions-overlooked',
    'defaults.legacy-mentions-yield',
    'The rules that look for names are asked about events with an m.mentions that names nobody',
    'rules',
    onEvent((event) => {
      const { 'm.mentions': mentions, ...content } = event.content as JsonObject
      return isObject(mentions) && Object.keys(mentions).length === 0 ? { ...event, content } : event
    }),
    { since: 'v1.7', until: 'v1.17' },
  ),
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
]

function ofKindIgnored(kind: keyof Ruleset) {
  return evaluatedAs((ruleset) => ({ ...ruleset, [kind]: [] }))
}

function onMemberCount(change: (is: string) => string) {
  return evaluatedAs((ruleset) =>
    mapConditions(ruleset, (condition) => ({
      ...condition,
      ...(condition.is === undefined ? {} : { is: change(condition.is) }),
    })),
  )
}

function onEvent(change: (event: PushEvent) => PushEvent) {
  return (correct: RulePolicies): Partial<RulePolicies> => ({
    compile(ruleset, options) {
      const compiled = correct.compile(ruleset, options)
      return { evaluate: (event, room) => compiled.evaluate(change(event), room) }
    },
  })
}
