import { atLeast, type PushCondition, type PushRule, RULE_KINDS, type Ruleset } from '../../spec/index.ts'
import { isObject } from '../homeserver/body.ts'
import { invalidParam } from '../homeserver/errors.ts'
import { accountIn, sendAs } from './helpers/accounts.ts'
import { changingRequests } from './helpers/rewrite.ts'
import { type Variant, variant } from './variant.ts'

const PROFILES = 'https://spec.matrix.org/v1.19/client-server-api/#profiles'
const CREATION = 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom'

/** Variants of conditions, and of the rooms and names that they depend on. */
export const CONDITIONS_VARIANTS: readonly Variant[] = [
  variant({
    name: 'conditions.display-name-within-words',
    summary: 'A display name also matches within words, but only in the same letter case',
    allowedBy: ['conditions.display-name.words', 'conditions.display-name.case'],
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          const [named, nameless] = [true, false].map((holds) => correct.compile(decided(ruleset, holds), options))
          return {
            evaluate(event, room) {
              const body = isObject(event.content) ? event.content.body : undefined
              const isNamed =
                Boolean(room.displayName) && typeof body === 'string' && body.includes(room.displayName ?? '')
              return (isNamed ? named : nameless)?.evaluate(event, room)
            },
          }
        },
      }),
    },
  }),
  variant({
    name: 'conditions.localpart-as-display-name',
    summary: 'The localpart of the user ID stands in for a missing display name',
    allowedBy: ['conditions.display-name.missing'],
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => ({
          displayName: owner.user_id.replace(/^@([^:]*):.*$/, '$1'),
          ...correct.roomContext(room, owner),
        }),
      }),
    },
  }),
  variant({
    name: 'conditions.invited-are-members',
    summary: 'Invited users count as members in conditions',
    allowedBy: ['conditions.member-count.invited'],
    changes: {
      conditions: (correct) => ({
        roomContext: (room, owner) => ({
          ...correct.roomContext(room, owner),
          memberCount: room.members.filter(({ membership }) => /^(join|invite)$/.test(membership)).length,
        }),
      }),
    },
  }),
  variant({
    name: 'conditions.later-patterns',
    summary: 'Patterns match as since v1.3: words of the body, and other values as a whole',
    allowedBy: ['conditions.event-match.early-wildcards', 'conditions.event-match.early-case'],
    span: { until: 'v1.3' },
    deviatesFrom: ['conditions.event-match.substring'],
    changes: { conditions: (correct) => ({ compile: (ruleset) => correct.compile(ruleset, { specVersion: 'v1.3' }) }) },
  }),
  variant({
    name: 'conditions.future-kinds-known',
    summary: 'Conditions of later versions are known',
    allowedBy: ['conditions.future-kinds'],
    span: { until: 'v1.7' },
    changes: {
      conditions: (correct) => ({
        compile(ruleset, options) {
          const usesNewer = ({ conditions = [] }: PushRule) =>
            conditions.some(({ kind }) => /^event_property_/.test(kind))
          const isNewer = RULE_KINDS.some((kind) => ruleset[kind]?.some(usesNewer))
          return correct.compile(
            ruleset,
            isNewer && atLeast(options.specVersion, 'v1.3') ? { specVersion: 'v1.7' } : options,
          )
        },
      }),
    },
  }),
  variant({
    name: 'conditions.additional-initial-state',
    summary: 'New rooms have additional state, and their power levels lack notifications.room',
    allowedBy: [CREATION, 'conditions.notification-permission.defaults'],
    wrap: changingRequests((body, { path }) => {
      if (path !== '/createRoom') return body
      const { initial_state: state = [], power_level_content_override: levels = {} } = body
      const own = { type: 'org.example.retention', state_key: '', content: { max_lifetime: 86_400_000 } }
      return {
        ...body,
        initial_state: Array.isArray(state) ? [...state, own] : state,
        power_level_content_override: isObject(levels) ? { invite: 50, notifications: {}, ...levels } : levels,
      }
    }),
  }),
  variant({
    name: 'conditions.no-room-display-names',
    summary: 'The display name that a user sets for one room is ignored',
    allowedBy: [PROFILES],
    wrap: changingRequests(({ displayname, ...body }, { method, path }) => {
      const isMember = method === 'PUT' && /^\/rooms\/[^/]+\/state\/m\.room\.member\//.test(path)
      return isMember || displayname === undefined ? body : { displayname, ...body }
    }),
  }),
  variant({
    name: 'conditions.display-name-at-registration',
    summary: 'New users have a display name that ends with an emoji',
    allowedBy: [PROFILES],
    wrap: (fetch) => async (request, peer) => {
      const response = await fetch(request, peer)
      const account = await accountIn(request, response)
      if (account === undefined) return response
      const path = `profile/${encodeURIComponent(account.user_id)}/displayname`
      const displayname = `${account.user_id.replace(/^@(.*):.*$/, '$1')} 🔨`
      await sendAs(fetch, request, account.access_token)('PUT', path, { displayname })
      return response
    },
  }),
  variant({
    name: 'conditions.malformed-refused',
    summary: 'Rules with a condition that lacks a parameter or has a malformed one are refused',
    allowedBy: ['conditions.malformed', 'conditions.malformed-rule', 'conditions.member-count.malformed'],
    changes: {
      rulesApi: (correct) => ({
        read(kind, ruleId, body) {
          const rule = correct.read(kind, ruleId, body)
          const malformed = rule.conditions?.find((condition) => !isWellFormed(condition))
          if (malformed !== undefined) throw invalidParam(`Malformed condition of the kind "${malformed.kind}"`)
          return rule
        },
      }),
    },
  }),
]

/** Returns the ruleset with all conditions on display names decided. */
function decided(ruleset: Ruleset, holds: boolean): Ruleset {
  const asks = ({ conditions }: PushRule) => conditions?.some(({ kind }) => kind === 'contains_display_name') ?? false
  const without = (rule: PushRule) => ({
    ...rule,
    conditions: rule.conditions?.filter(({ kind }) => kind !== 'contains_display_name') ?? [],
  })
  const rulesOf = (rules: readonly PushRule[]) =>
    rules.filter((rule) => holds || !asks(rule)).map((rule) => (asks(rule) ? without(rule) : rule))
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, rulesOf(ruleset[kind] ?? [])]))
}

function isWellFormed({ kind, key, pattern, is, value }: PushCondition): boolean {
  if (kind === 'event_match') return typeof key === 'string' && typeof pattern === 'string'
  if (kind === 'room_member_count') return typeof is === 'string' && /^(==|<|>|<=|>=)?\d+$/.test(is)
  if (kind === 'sender_notification_permission') return typeof key === 'string'
  if (/^event_property_(is|contains)$/.test(kind)) return typeof key === 'string' && isScalar(value)
  return true
}

function isScalar(value: unknown): boolean {
  return value === null || /^(string|boolean)$/.test(typeof value) || Number.isSafeInteger(value)
}
