import type { GatewayPolicies } from '../homeserver/policies/gateway.ts'
import type { StoredEvent } from '../homeserver/storage/events.ts'
import type { Membership } from '../homeserver/storage/memberships.ts'
import { fault } from './fault.ts'

/** What a rule breaks that notifies without the action to do so. */
const SILENT = ['actions.notify', 'counts.by-rules', 'notifications.silent-events']

/** Faults of whom an event notifies. */
export const WHO_FAULTS = [
  fault(
    'push.own-events',
    ['gateway.no-own-events', 'counts.own-events', 'notifications.own-events'],
    'Users are notified of events that they sent themselves',
    'gateway',
    also(({ user_id }, { sender }) => user_id === sender),
  ),
  fault(
    'push.after-leave',
    'gateway.visible-events',
    'Users are notified of events in rooms that they left',
    'gateway',
    also(({ membership }) => membership === 'leave' || membership === 'ban'),
  ),
  fault(
    'push.while-invited',
    'gateway.visible-events',
    'Users are notified of messages in rooms that they are only invited to',
    'gateway',
    also(({ membership }) => membership === 'invite'),
  ),
  fault(
    'push.no-invites',
    'defaults.rule.invite-for-me',
    'Users are not notified of invitations',
    'gateway',
    only(({ membership }) => membership !== 'invite'),
  ),
  fault(
    'push.no-member-events-of-others',
    'rules.each-recipient',
    'Rules are not asked about member events of others',
    'gateway',
    only(({ user_id }, { type, state_key }) => type !== 'm.room.member' || state_key === user_id),
  ),
  fault(
    'push.no-state-events',
    'conditions.event-match.no-implicit-state-key',
    'Rules are not asked about state events',
    'gateway',
    only(({ membership }, { state_key }) => state_key === undefined || membership === 'invite'),
  ),
  fault(
    'push.no-encrypted-events',
    'defaults.rule.encrypted',
    'Rules are not asked about encrypted events',
    'gateway',
    only((_member, { type }) => type !== 'm.room.encrypted'),
  ),
  fault('push.empty-actions-notify', SILENT, 'A rule without actions notifies', 'rules', () => ({
    notifies: () => true,
  })),
  fault(
    'push.no-rule-notifies',
    ['rules.no-match-no-push', 'counts.by-rules', 'notifications.silent-events'],
    'Events that no rule matches notify',
    'rules',
    (correct) => ({
      compile(ruleset, options) {
        const compiled = correct.compile(ruleset, options)
        const rule = { rule_id: '', default: true, enabled: true, actions: ['notify'] }
        const outcome = {
          kind: 'underride' as const,
          rule,
          actions: ['notify'],
          notify: true,
          tweaks: {},
          highlight: false,
        }
        return { evaluate: (event, room) => compiled.evaluate(event, room) ?? outcome }
      },
    }),
  ),
  fault('push.tweak-alone-notifies', SILENT, 'A rule that only sets a tweak notifies', 'rules', () => ({
    notifies: ({ notify, actions }) => notify || actions.some((action) => typeof action === 'object'),
  })),
  fault(
    'push.dont-notify-wins',
    ['actions.historical.no-ops', 'actions.historical.ignored'],
    'dont_notify beside notify silences',
    'rules',
    () => ({
      notifies: ({ notify, actions }) => notify && !actions.includes('dont_notify'),
    }),
  ),
  fault(
    'push.coalesce-notifies',
    ['actions.historical.no-ops', 'actions.historical.ignored'],
    'coalesce notifies',
    'rules',
    () => ({
      notifies: ({ notify, actions }) => notify || actions.includes('coalesce'),
    }),
    { since: 'v1.7' },
  ),
  fault(
    'push.dont-notify-notifies',
    ['actions.historical.dont-notify', 'actions.historical.no-ops', 'actions.historical.ignored'],
    'dont_notify notifies',
    'rules',
    () => ({
      notifies: ({ notify, actions }) => notify || actions.includes('dont_notify'),
    }),
  ),
  fault(
    'push.coalesce-wins',
    ['actions.historical.no-ops', 'actions.historical.ignored'],
    'coalesce beside notify silences',
    'rules',
    () => ({
      notifies: ({ notify, actions }) => notify && !actions.includes('coalesce'),
    }),
    { since: 'v1.7' },
  ),
  fault(
    'push.coalesce-silences',
    'actions.historical.coalesce',
    'coalesce does not notify',
    'rules',
    () => ({
      notifies: ({ actions }) => actions.includes('notify'),
    }),
    { until: 'v1.7' },
  ),
]

type Choice = (member: Membership, event: StoredEvent) => boolean
type GatewayChange = (correct: GatewayPolicies) => Partial<GatewayPolicies>

function also(isAdded: Choice): GatewayChange {
  return (correct) => ({
    audience(event, room) {
      const audience = correct.audience(event, room)
      return room.members.filter((member) => audience.includes(member) || isAdded(member, event))
    },
  })
}

function only(isKept: Choice): GatewayChange {
  return (correct) => ({
    audience: (event, room) => correct.audience(event, room).filter((member) => isKept(member, event)),
  })
}
