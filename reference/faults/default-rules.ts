import { isObject, type JsonObject } from '../homeserver/body.ts'
import type { PushEvent } from '../rules/index.ts'
import { type Fault, fault } from './fault.ts'
import { notifyingOnly } from './helpers/audience.ts'
import { movedAbove, withActions, withoutConditions, withoutPowerCondition, withRule } from './helpers/default-rules.ts'
import { changingEvent } from './helpers/events.ts'
import { evaluatedAs, mapRules } from './helpers/rulesets.ts'

const SOUND = { set_tweak: 'sound', value: 'default' }
const HIGHLIGHT = { set_tweak: 'highlight' }

/** Faults of server-default rules, besides missing ones. */
export const DEFAULT_RULES_FAULTS: readonly Fault[] = [
  fault({
    name: 'default-rules.master-enabled',
    breaks: ['default-rules.rule.master'],
    summary: 'The master rule is enabled from the start',
    changes: { defaultRules: withRule('master', (rule) => ({ ...rule, enabled: true })) },
  }),
  fault({
    name: 'default-rules.master-notifies',
    breaks: ['default-rules.rule.master'],
    summary: 'The enabled master rule notifies',
    changes: { defaultRules: withActions('master', ['notify']) },
  }),
  fault({
    name: 'default-rules.notices-notify',
    breaks: ['default-rules.rule.suppress-notices'],
    summary: 'Notices notify',
    changes: { defaultRules: withActions('suppress_notices', ['notify']) },
  }),
  fault({
    name: 'default-rules.invite-for-anyone',
    breaks: ['default-rules.rule.invite-for-me'],
    summary: "Invitations of other users notify like the user's own",
    changes: { defaultRules: withoutConditions('invite_for_me', 'state_key') },
  }),
  fault({
    name: 'default-rules.invite-silent',
    breaks: ['default-rules.rule.invite-for-me'],
    summary: 'Invitations make no sound',
    changes: { defaultRules: withActions('invite_for_me', ['notify']) },
  }),
  fault({
    name: 'default-rules.member-events-notify',
    breaks: ['default-rules.rule.member-event'],
    summary: 'Changes of membership notify',
    changes: { defaultRules: withActions('member_event', ['notify']) },
  }),
  fault({
    name: 'default-rules.member-event-before-invite',
    breaks: ['default-rules.rule.invite-for-me', 'default-rules.order'],
    summary: 'Invitations are silenced like other changes of membership',
    changes: { defaultRules: movedAbove('member_event', 'invite_for_me') },
  }),
  fault({
    name: 'default-rules.user-mention-not-highlighted',
    breaks: ['default-rules.rule.is-user-mention'],
    summary: 'Mentions of the user are not highlights',
    span: { since: 'v1.7' },
    changes: { defaultRules: withActions('is_user_mention', ['notify', SOUND]) },
  }),
  fault({
    name: 'default-rules.user-mention-silent',
    breaks: ['default-rules.rule.is-user-mention'],
    summary: 'Mentions of the user make no sound',
    span: { since: 'v1.7' },
    changes: { defaultRules: withActions('is_user_mention', ['notify', HIGHLIGHT]) },
  }),
  fault({
    name: 'default-rules.user-mention-of-anyone',
    breaks: ['default-rules.rule.is-user-mention'],
    summary: 'A mention of anybody counts as one of the user',
    span: { since: 'v1.7' },
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          const compiled = correct.compile(ruleset, options)
          const rule = ruleset.override?.find(({ rule_id }) => rule_id === '.m.rule.is_user_mention')
          const owner = rule?.conditions?.[0]?.value
          return { evaluate: (event, room) => compiled.evaluate(mentioning(event, owner), room) }
        },
      }),
    },
  }),
  fault({
    name: 'default-rules.room-mention-without-power',
    breaks: ['default-rules.rule.is-room-mention'],
    summary: 'Everyone can mention the room',
    span: { since: 'v1.7' },
    changes: { defaultRules: withoutPowerCondition('is_room_mention') },
  }),
  fault({
    name: 'default-rules.room-mention-not-highlighted',
    breaks: ['default-rules.rule.is-room-mention'],
    summary: 'Mentions of the room are not highlights',
    span: { since: 'v1.7' },
    changes: { defaultRules: withActions('is_room_mention', ['notify']) },
  }),
  fault({
    name: 'default-rules.roomnotif-without-power',
    breaks: ['default-rules.rule.roomnotif'],
    summary: 'Everyone can write @room',
    span: {
      until: 'v1.17',
    },
    changes: { defaultRules: withoutPowerCondition('roomnotif') },
  }),
  fault({
    name: 'default-rules.display-name-not-highlighted',
    breaks: ['default-rules.rule.contains-display-name'],
    summary: 'Messages with the display name are not highlights',
    span: { until: 'v1.17' },
    changes: { defaultRules: withActions('contains_display_name', ['notify', SOUND]) },
  }),
  fault({
    name: 'default-rules.user-name-not-highlighted',
    breaks: ['default-rules.rule.contains-user-name'],
    summary: 'Messages with the user name are not highlights',
    span: { until: 'v1.17' },
    changes: { defaultRules: withActions('contains_user_name', ['notify', SOUND]) },
  }),
  fault({
    name: 'default-rules.tombstone-with-any-state-key',
    breaks: ['default-rules.rule.tombstone'],
    summary: 'A tombstone with a state key notifies like one without',
    span: { since: 'v1.3' },
    changes: { defaultRules: withoutConditions('tombstone', 'state_key') },
  }),
  fault({
    name: 'default-rules.tombstone-not-highlighted',
    breaks: ['default-rules.rule.tombstone'],
    summary: 'Tombstones are not highlights',
    changes: { defaultRules: withActions('tombstone', ['notify']) },
  }),
  fault({
    name: 'default-rules.tombstone-silenced',
    breaks: ['default-rules.rule.tombstone'],
    summary: 'Tombstones do not notify',
    changes: { defaultRules: withActions('tombstone', []) },
  }),
  fault({
    name: 'default-rules.reactions-notify',
    breaks: ['default-rules.rule.reaction'],
    summary: 'Reactions notify',
    span: { since: 'v1.7' },
    changes: { defaultRules: withActions('reaction', ['notify']) },
  }),
  fault({
    name: 'default-rules.server-acl-notifies',
    breaks: ['default-rules.rule.room.server-acl'],
    summary: 'Changes of the server ACL notify',
    span: { since: 'v1.4' },
    changes: { defaultRules: withActions('room.server_acl', ['notify']) },
  }),
  fault({
    name: 'default-rules.edits-notify',
    breaks: ['default-rules.rule.suppress-edits'],
    summary: 'Edits notify',
    span: { since: 'v1.9' },
    changes: { defaultRules: withActions('suppress_edits', ['notify']) },
  }),
  fault({
    name: 'default-rules.edits-before-mentions',
    breaks: ['default-rules.order'],
    summary: 'Edits that mention the user are silenced',
    span: { since: 'v1.9' },
    changes: { defaultRules: movedAbove('suppress_edits', 'is_user_mention') },
  }),
  fault({
    name: 'default-rules.mentions-before-notices',
    breaks: ['default-rules.order'],
    summary: 'Notices that mention the user notify',
    span: { since: 'v1.7' },
    changes: { defaultRules: movedAbove('is_user_mention', 'suppress_notices') },
  }),
  fault({
    name: 'default-rules.call-without-ring',
    breaks: ['default-rules.rule.call'],
    summary: 'Calls do not ring',
    changes: { defaultRules: withActions('call', ['notify', SOUND]) },
  }),
  fault({
    name: 'default-rules.message-with-sound',
    breaks: ['default-rules.rule.message'],
    summary: 'Messages in larger rooms make a sound',
    changes: { defaultRules: withActions('message', ['notify', SOUND]) },
  }),
  fault({
    name: 'default-rules.messages-silenced',
    breaks: ['default-rules.rule.message'],
    summary: 'Messages in larger rooms do not notify',
    changes: { defaultRules: withActions('message', []) },
  }),
  fault({
    name: 'default-rules.one-to-one-silent',
    breaks: ['default-rules.rule.room-one-to-one'],
    summary: 'Messages in rooms of two make no sound',
    changes: { defaultRules: withActions('room_one_to_one', ['notify']) },
  }),
  fault({
    name: 'default-rules.one-to-one-any-size',
    breaks: ['default-rules.rule.room-one-to-one'],
    summary: 'Messages in larger rooms count as one-to-one',
    changes: { defaultRules: withoutConditions('room_one_to_one', undefined) },
  }),
  fault({
    name: 'default-rules.encrypted-one-to-one-silent',
    breaks: ['default-rules.rule.encrypted-room-one-to-one'],
    summary: 'Encrypted events in rooms of two make no sound',
    changes: { defaultRules: withActions('encrypted_room_one_to_one', ['notify']) },
  }),
  fault({
    name: 'default-rules.encrypted-silenced',
    breaks: ['default-rules.rule.encrypted'],
    summary: 'Encrypted events in larger rooms do not notify',
    changes: { defaultRules: withActions('encrypted', []) },
  }),
  fault({
    name: 'default-rules.rule-id-without-dot',
    breaks: ['default-rules.dotted-ids'],
    summary: 'A default rule has an ID that does not begin with a dot',
    changes: { defaultRules: withRule('message', (rule) => ({ ...rule, rule_id: 'm.rule.message' })) },
  }),
  fault({
    name: 'default-rules.room-mention-cast',
    breaks: ['default-rules.rule.is-room-mention'],
    summary: 'A room mention counts if its value is truthy but not true',
    span: { since: 'v1.7' },
    changes: {
      conditions: changingEvent((event) => {
        const mentions = 'm.mentions' in event.content ? event.content['m.mentions'] : undefined
        if (!isObject(mentions) || !mentions.room) return event
        return { ...event, content: { ...event.content, 'm.mentions': { ...mentions, room: true } } }
      }),
    },
  }),
  fault({
    name: 'default-rules.empty-mentions-ignored',
    breaks: ['default-rules.legacy-skipped-with-mentions'],
    summary: 'The legacy mention rules apply to events with an empty m.mentions',
    span: { since: 'v1.7', until: 'v1.17' },
    changes: {
      conditions: changingEvent((event) => {
        const { 'm.mentions': mentions, ...content } = event.content as JsonObject
        return isObject(mentions) && Object.keys(mentions).length === 0 ? { ...event, content } : event
      }),
    },
  }),
  fault({
    name: 'default-rules.default-flag-missing',
    breaks: ['default-rules.marked-as-default'],
    summary: 'Default rules are listed as user rules',
    changes: {
      rulesApi: (correct) => ({
        list: (ruleset) => mapRules(correct.list(ruleset), (rule) => ({ ...rule, default: false })),
      }),
    },
  }),
  fault({
    name: 'default-rules.master-ignored',
    breaks: ['default-rules.rule.master'],
    summary: 'The enabled master rule does not turn off notifications',
    changes: {
      conditions: evaluatedAs((ruleset) =>
        mapRules(ruleset, (rule) => (rule.rule_id === '.m.rule.master' ? undefined : rule)),
      ),
    },
  }),
  fault({
    name: 'default-rules.invites-not-evaluated',
    breaks: ['default-rules.rule.invite-for-me'],
    summary: 'Users are not notified of invitations',
    changes: { recipients: notifyingOnly(({ membership }) => membership !== 'invite') },
  }),
  fault({
    name: 'default-rules.encrypted-events-not-evaluated',
    breaks: ['default-rules.rule.encrypted'],
    summary: 'Rules are not evaluated for encrypted events',
    changes: { recipients: notifyingOnly((_member, { type }) => type !== 'm.room.encrypted') },
  }),
  fault({
    name: 'default-rules.taken-from-body',
    breaks: ['default-rules.marked-as-default'],
    summary: 'A rule of a user is marked as a default if its body says so',
    changes: {
      rulesApi: (correct) => {
        const marked = new Set<string>()
        return {
          read(kind, ruleId, body) {
            if (body.default === true) marked.add(ruleId)
            return correct.read(kind, ruleId, body)
          },
          list: (ruleset) =>
            mapRules(correct.list(ruleset), (rule) => ({ ...rule, default: rule.default || marked.has(rule.rule_id) })),
        }
      },
    },
  }),
]

/** Returns the event as if it also mentioned a user, if it mentions anybody. */
function mentioning(event: PushEvent, userId: unknown): PushEvent {
  const mentions = 'm.mentions' in event.content ? event.content['m.mentions'] : undefined
  if (!isObject(mentions) || !Array.isArray(mentions.user_ids) || mentions.user_ids.length === 0) return event
  const changed = { ...mentions, user_ids: [...mentions.user_ids, userId] }
  return { ...event, content: { ...event.content, 'm.mentions': changed } }
}
