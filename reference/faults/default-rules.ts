import { isObject } from '../homeserver/body.ts'
import type { PushEvent } from '../rules/index.ts'
import { acting, changed, moved, without, withoutPower } from './changed-defaults.ts'
import { type Fault, fault } from './fault.ts'

const SOUND = { set_tweak: 'sound', value: 'default' }
const HIGHLIGHT = { set_tweak: 'highlight' }

/** Faults of the rules that the server gives to everyone, besides those that are not there. */
export const DEFAULT_RULE_FAULTS: readonly Fault[] = [
  fault(
    'defaults.master-enabled',
    'defaults.rule.master',
    'The master rule is enabled from the start',
    'rules',
    changed('master', (rule) => ({ ...rule, enabled: true })),
  ),
  fault(
    'defaults.master-notifies',
    'defaults.rule.master',
    'The enabled master rule notifies',
    'rules',
    acting('master', ['notify']),
  ),
  fault(
    'defaults.notices-notify',
    'defaults.rule.suppress-notices',
    'Notices notify',
    'rules',
    acting('suppress_notices', ['notify']),
  ),
  fault(
    'defaults.invite-for-anyone',
    'defaults.rule.invite-for-me',
    "Invitations of others notify like one's own",
    'rules',
    without('invite_for_me', 'state_key'),
  ),
  fault(
    'defaults.invite-silent',
    'defaults.rule.invite-for-me',
    'Invitations make no sound',
    'rules',
    acting('invite_for_me', ['notify']),
  ),
  fault(
    'defaults.member-events-notify',
    'defaults.rule.member-event',
    'Changes of membership notify',
    'rules',
    acting('member_event', ['notify']),
  ),
  fault(
    'defaults.member-event-before-invite',
    ['defaults.rule.invite-for-me', 'defaults.order'],
    'Invitations are silenced like other changes of membership',
    'rules',
    moved('member_event', 'invite_for_me'),
  ),
  fault(
    'defaults.user-mention-not-highlighted',
    'defaults.rule.is-user-mention',
    'Mentions of the user are no highlights',
    'rules',
    acting('is_user_mention', ['notify', SOUND]),
    { since: 'v1.7' },
  ),
  fault(
    'defaults.user-mention-silent',
    'defaults.rule.is-user-mention',
    'Mentions of the user make no sound',
    'rules',
    acting('is_user_mention', ['notify', HIGHLIGHT]),
    { since: 'v1.7' },
  ),
  fault(
    'defaults.user-mention-of-anyone',
    'defaults.rule.is-user-mention',
    'A mention of anybody counts as one of the user',
    'rules',
    (correct) => ({
      compile(ruleset, options) {
        const compiled = correct.compile(ruleset, options)
        const rule = ruleset.override?.find(({ rule_id }) => rule_id === '.m.rule.is_user_mention')
        const owner = rule?.conditions?.[0]?.value
        return { evaluate: (event, room) => compiled.evaluate(mentioning(event, owner), room) }
      },
    }),
    { since: 'v1.7' },
  ),
  fault(
    'defaults.room-mention-without-power',
    'defaults.rule.is-room-mention',
    'Everyone can mention the room',
    'rules',
    withoutPower('is_room_mention'),
    { since: 'v1.7' },
  ),
  fault(
    'defaults.room-mention-not-highlighted',
    'defaults.rule.is-room-mention',
    'Mentions of the room are no highlights',
    'rules',
    acting('is_room_mention', ['notify']),
    { since: 'v1.7' },
  ),
  fault(
    'defaults.roomnotif-without-power',
    'defaults.rule.roomnotif',
    'Everyone can write @room',
    'rules',
    withoutPower('roomnotif'),
    {
      until: 'v1.17',
    },
  ),
  fault(
    'defaults.display-name-not-highlighted',
    'defaults.rule.contains-display-name',
    'Messages with the display name are no highlights',
    'rules',
    acting('contains_display_name', ['notify', SOUND]),
    { until: 'v1.17' },
  ),
  fault(
    'defaults.user-name-not-highlighted',
    'defaults.rule.contains-user-name',
    'Messages with the user name are no highlights',
    'rules',
    acting('contains_user_name', ['notify', SOUND]),
    { until: 'v1.17' },
  ),
  fault(
    'defaults.tombstone-with-any-state-key',
    'defaults.rule.tombstone',
    'A tombstone with a state key notifies like one without',
    'rules',
    without('tombstone', 'state_key'),
    { since: 'v1.3' },
  ),
  fault(
    'defaults.tombstone-not-highlighted',
    'defaults.rule.tombstone',
    'Tombstones are no highlights',
    'rules',
    acting('tombstone', ['notify']),
  ),
  fault(
    'defaults.tombstone-silenced',
    'defaults.rule.tombstone',
    'Tombstones do not notify',
    'rules',
    acting('tombstone', []),
  ),
  fault(
    'defaults.reactions-notify',
    'defaults.rule.reaction',
    'Reactions notify',
    'rules',
    acting('reaction', ['notify']),
    { since: 'v1.7' },
  ),
  fault(
    'defaults.server-acl-notifies',
    'defaults.rule.room.server-acl',
    'Changes of the server ACL notify',
    'rules',
    acting('room.server_acl', ['notify']),
    { since: 'v1.4' },
  ),
  fault(
    'defaults.edits-notify',
    'defaults.rule.suppress-edits',
    'Edits notify',
    'rules',
    acting('suppress_edits', ['notify']),
    { since: 'v1.9' },
  ),
  fault(
    'defaults.edits-before-mentions',
    'defaults.order',
    'Edits that mention the user are silenced',
    'rules',
    moved('suppress_edits', 'is_user_mention'),
    { since: 'v1.9' },
  ),
  fault(
    'defaults.mentions-before-notices',
    'defaults.order',
    'Notices that mention the user notify',
    'rules',
    moved('is_user_mention', 'suppress_notices'),
    { since: 'v1.7' },
  ),
  fault(
    'defaults.call-without-ring',
    'defaults.rule.call',
    'Calls do not ring',
    'rules',
    acting('call', ['notify', SOUND]),
  ),
  fault(
    'defaults.message-with-sound',
    'defaults.rule.message',
    'Messages in larger rooms make a sound',
    'rules',
    acting('message', ['notify', SOUND]),
  ),
  fault(
    'defaults.messages-silenced',
    'defaults.rule.message',
    'Messages in larger rooms do not notify',
    'rules',
    acting('message', []),
  ),
  fault(
    'defaults.one-to-one-silent',
    'defaults.rule.room-one-to-one',
    'Messages in rooms of two make no sound',
    'rules',
    acting('room_one_to_one', ['notify']),
  ),
  fault(
    'defaults.one-to-one-any-size',
    'defaults.rule.room-one-to-one',
    'Messages in larger rooms count as one-to-one',
    'rules',
    without('room_one_to_one', undefined),
  ),
  fault(
    'defaults.encrypted-one-to-one-silent',
    'defaults.rule.encrypted-room-one-to-one',
    'Encrypted events in rooms of two make no sound',
    'rules',
    acting('encrypted_room_one_to_one', ['notify']),
  ),
  fault(
    'defaults.encrypted-silenced',
    'defaults.rule.encrypted',
    'Encrypted events in larger rooms do not notify',
    'rules',
    acting('encrypted', []),
  ),
  fault(
    'defaults.one-to-one-listed-first',
    'rules.listed-by-priority',
    'The rule for messages in rooms of two is listed before that for encrypted ones',
    'rules',
    moved('room_one_to_one', 'encrypted_room_one_to_one'),
  ),
  fault(
    'defaults.rule-id-without-dot',
    'defaults.dotted-ids',
    'A default rule has an ID that does not begin with a dot',
    'rules',
    changed('message', (rule) => ({ ...rule, rule_id: 'm.rule.message' })),
  ),
]

/** The event as if it mentioned a user too, where it mentions anybody. */
function mentioning(event: PushEvent, userId: unknown): PushEvent {
  const mentions = 'm.mentions' in event.content ? event.content['m.mentions'] : undefined
  if (!isObject(mentions) || !Array.isArray(mentions.user_ids) || mentions.user_ids.length === 0) return event
  const told = { ...mentions, user_ids: [...mentions.user_ids, userId] }
  return { ...event, content: { ...event.content, 'm.mentions': told } }
}
