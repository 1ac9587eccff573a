import type { Span } from '../../spec/index.ts'
import { changed } from './changed-defaults.ts'
import { type Fault, fault } from './fault.ts'

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

/** For each default rule, a server that does not have it. */
export const MISSING_DEFAULT_FAULTS: readonly Fault[] = Object.entries(DEFAULT_RULES).map(([name, span]) => {
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
