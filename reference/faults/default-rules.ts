import { type PushRule, RULE_KINDS, type Ruleset, type Span } from '../../spec/index.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import { type Fault, fault } from './fault.ts'
import { mapRules } from './rulesets.ts'

const SOUND = { set_tweak: 'sound', value: 'default' }
const HIGHLIGHT = { set_tweak: 'highlight' }

/** Each default rule by the end of its ID, with the versions that have it. */
const DEFAULT_RULES: Record<string, Span> = {
  master: {},
  suppress_notices: {},
  invite_for_me: {},
  member_event: {},
  contains_display_name: { until: 'v1.17' },
  is_user_mention: { since: 'v1.7' },
  is_room_mention: { since: 'v1.7' },
  roomnotif: { until: 'v1.17' },
  tombstone: {},
  reaction: { since: 'v1.7' },
  'room.server_acl': { since: 'v1.4' },
  suppress_edits: { since: 'v1.9' },
  contains_user_name: { until: 'v1.17' },
  call: {},
  encrypted_room_one_to_one: {},
  room_one_to_one: {},
  message: {},
  encrypted: {},
}

const missing: Fault[] = Object.entries(DEFAULT_RULES).map(([name, span]) => {
  const words = name.replaceAll(/[._]/g, '-')
  return fault(
    `defaults.no-${words}`,
    `defaults.rule.${name.replaceAll('_', '-')}`,
    `There is no rule .m.rule.${name}`,
    'rules',
    changed(name, () => undefined),
    span,
  )
})

const altered: Fault[] = [
  fault(
    'defaults.master-enabled',
    'defaults.rule.master',
    'The master rule is enabled from the start',
    'rules',
    changed('master', enabled),
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

/** Faults of the rules that the server gives to everyone. */
export const DEFAULT_RULE_FAULTS = [...missing, ...altered]

type RuleChange = (correct: RulePolicies) => Partial<RulePolicies>

function changed(name: string, change: (rule: PushRule) => PushRule | undefined): RuleChange {
  const isMeant = (rule: PushRule) => rule.rule_id === `.m.rule.${name}`
  return (correct) => ({
    defaults: (profile, userId) =>
      mapRules(correct.defaults(profile, userId), (rule) => (isMeant(rule) ? change(rule) : rule)),
  })
}

function acting(name: string, actions: PushRule['actions']): RuleChange {
  return changed(name, (rule) => ({ ...rule, actions }))
}

function enabled(rule: PushRule): PushRule {
  return { ...rule, enabled: true }
}

/** Takes away the conditions on one key; conditions that have no key are named by `undefined`. */
function without(name: string, key: string | undefined): RuleChange {
  return changed(name, (rule) => ({
    ...rule,
    conditions: rule.conditions?.filter((condition) => condition.key !== key) ?? [],
  }))
}

function withoutPower(name: string): RuleChange {
  return changed(name, (rule) => ({
    ...rule,
    conditions: rule.conditions?.filter(({ kind }) => kind !== 'sender_notification_permission') ?? [],
  }))
}

/** Moves one default rule directly above another of its kind. */
function moved(name: string, above: string): RuleChange {
  return (correct) => ({
    defaults(profile, userId) {
      const ruleset: Ruleset = {}
      for (const kind of RULE_KINDS) {
        const rules = correct.defaults(profile, userId)[kind] ?? []
        const rule = rules.find(({ rule_id }) => rule_id === `.m.rule.${name}`)
        const others = rules.filter((other) => other !== rule)
        const at = others.findIndex(({ rule_id }) => rule_id === `.m.rule.${above}`)
        ruleset[kind] = rule === undefined || at === -1 ? rules : others.toSpliced(at, 0, rule)
      }
      return ruleset
    },
  })
}
