import type { Span } from '../../spec/index.ts'
import { type Fault, fault } from './fault.ts'
import { withRule } from './helpers/default-rules.ts'

/** One row for each default rule: name of the fault, requirement, end of the rule ID, versions that have the rule. */
const DEFAULT_RULES: readonly [name: string, requirement: string, rule: string, span: Span][] = [
  ['default-rules.no-master', 'default-rules.rule.master', 'master', {}],
  ['default-rules.no-suppress-notices', 'default-rules.rule.suppress-notices', 'suppress_notices', {}],
  ['default-rules.no-invite-for-me', 'default-rules.rule.invite-for-me', 'invite_for_me', {}],
  ['default-rules.no-member-event', 'default-rules.rule.member-event', 'member_event', {}],
  [
    'default-rules.no-contains-display-name',
    'default-rules.rule.contains-display-name',
    'contains_display_name',
    { until: 'v1.17' },
  ],
  ['default-rules.no-is-user-mention', 'default-rules.rule.is-user-mention', 'is_user_mention', { since: 'v1.7' }],
  ['default-rules.no-is-room-mention', 'default-rules.rule.is-room-mention', 'is_room_mention', { since: 'v1.7' }],
  ['default-rules.no-roomnotif', 'default-rules.rule.roomnotif', 'roomnotif', { until: 'v1.17' }],
  ['default-rules.no-tombstone', 'default-rules.rule.tombstone', 'tombstone', {}],
  ['default-rules.no-reaction', 'default-rules.rule.reaction', 'reaction', { since: 'v1.7' }],
  ['default-rules.no-room-server-acl', 'default-rules.rule.room.server-acl', 'room.server_acl', { since: 'v1.4' }],
  ['default-rules.no-suppress-edits', 'default-rules.rule.suppress-edits', 'suppress_edits', { since: 'v1.9' }],
  [
    'default-rules.no-contains-user-name',
    'default-rules.rule.contains-user-name',
    'contains_user_name',
    { until: 'v1.17' },
  ],
  ['default-rules.no-call', 'default-rules.rule.call', 'call', {}],
  [
    'default-rules.no-encrypted-room-one-to-one',
    'default-rules.rule.encrypted-room-one-to-one',
    'encrypted_room_one_to_one',
    {},
  ],
  ['default-rules.no-room-one-to-one', 'default-rules.rule.room-one-to-one', 'room_one_to_one', {}],
  ['default-rules.no-message', 'default-rules.rule.message', 'message', {}],
  ['default-rules.no-encrypted', 'default-rules.rule.encrypted', 'encrypted', {}],
]

/** Faults of a server that lacks a default rule, one for each rule. */
export const MISSING_DEFAULT_RULE_FAULTS: readonly Fault[] = DEFAULT_RULES.map(([name, requirement, rule, span]) =>
  fault({
    name,
    breaks: [requirement],
    summary: `There is no rule .m.rule.${rule}`,
    span,
    changes: { defaultRules: withRule(rule, () => undefined) },
  }),
)
