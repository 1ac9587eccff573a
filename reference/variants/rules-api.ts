import { RULE_KINDS, type RuleKind } from '../../spec/index.ts'
import { isObject, type JsonObject } from '../homeserver/body.ts'
import { invalidParam } from '../homeserver/errors.ts'
import { isEmpty, mapObjects, without } from './helpers/json.ts'
import { changingResponses } from './helpers/rewrite.ts'
import { type Variant, variant } from './variant.ts'

const RULESET = 'https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrules'
const KNOWN_CONDITIONS = new Set([
  'event_match',
  'contains_display_name',
  'room_member_count',
  'sender_notification_permission',
  'event_property_is',
  'event_property_contains',
])
const SERVER_NAMES = 'https://spec.matrix.org/v1.19/appendices/#server-name'

/** Variants of reading, listing and refusing rules. */
export const RULES_API_VARIANTS: readonly Variant[] = [
  variant({
    name: 'rules-api.delete-default-is-404',
    summary: 'The response to deleting a server-default rule has status 404',
    allowedBy: ['rules-api.delete-default'],
    wrap: changingResponses(({ status, body }, { method, path }) => {
      if (method !== 'DELETE' || status !== 400 || !path.startsWith('/pushrules/')) return { status, body }
      return { status: 404, body: { errcode: 'M_NOT_FOUND', error: 'Unknown rule' } }
    }),
  }),
  variant({
    name: 'rules-api.address-as-server-name',
    summary: 'The name of the server is an IPv6 address with a port',
    allowedBy: [SERVER_NAMES],
    serverName: '[2001:db8::1]:8448',
  }),
  variant({
    name: 'rules-api.empty-kinds-omitted',
    summary: 'Kinds without rules are not listed',
    allowedBy: [RULESET],
    wrap: changingResponses(({ status, body }) => ({ status, body: mapObjects(body, withoutEmptyKinds) })),
  }),
  variant({
    name: 'rules-api.unknown-refused',
    summary: 'Rules with unknown conditions, and room and sender rules with invalid IDs, are refused',
    allowedBy: ['rules-api.unknown-action', 'rules-api.room-and-sender-rule-ids'],
    changes: {
      rulesApi: (correct) => ({
        read(kind, ruleId, body) {
          assertId(kind, ruleId)
          const rule = correct.read(kind, ruleId, body)
          const unknown = rule.conditions?.find((condition) => !KNOWN_CONDITIONS.has(condition.kind))
          if (unknown !== undefined) throw invalidParam(`Unknown kind of condition "${unknown.kind}"`)
          return rule
        },
      }),
    },
  }),
  variant({
    name: 'rules-api.unknown-accepted',
    summary: 'Rules with unknown actions and content rules without a pattern are accepted and have no effect',
    allowedBy: ['rules-api.unknown-action', 'rules-api.content-without-pattern', 'actions.unknown'],
    changes: {
      rulesApi: (correct) => ({
        read(kind, ruleId, body) {
          const actions = Array.isArray(body.actions) ? body.actions : []
          if (!actions.every((action) => typeof action === 'string' || isObject(action))) {
            return correct.read(kind, ruleId, body)
          }
          const checked: JsonObject = { ...body, ...(Array.isArray(body.actions) ? { actions: [] } : {}) }
          if (kind === 'content' && body.pattern === undefined) {
            const { pattern: _, ...rule } = correct.read(kind, ruleId, { ...checked, pattern: '' })
            return { ...rule, actions }
          }
          return { ...correct.read(kind, ruleId, checked), actions }
        },
      }),
    },
  }),
]

function withoutEmptyKinds(object: JsonObject): JsonObject {
  return without(
    object,
    (value, name) => (RULE_KINDS as readonly string[]).includes(name) && Array.isArray(value) && isEmpty(value),
  )
}

function assertId(kind: RuleKind, ruleId: string): void {
  const sigil = kind === 'room' ? '!' : kind === 'sender' ? '@' : ''
  if (!ruleId.startsWith(sigil)) throw invalidParam(`ID of a ${kind} rule: expected it to start with "${sigil}"`)
}
