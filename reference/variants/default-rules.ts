import { defaultRuleset, type PushRule, RULE_KINDS, type Ruleset } from '../../spec/index.ts'
import type { DefaultRulePolicies } from '../homeserver/policies/default-rules.ts'
import { changingRequests } from './helpers/rewrite.ts'
import { type Variant, variant } from './variant.ts'

/** Additional rules, by kind. */
const ADDITIONAL_DEFAULTS: Ruleset = {
  override: [
    {
      rule_id: '.org.example.rule.poll_response',
      default: true,
      enabled: true,
      conditions: [{ kind: 'event_match', key: 'type', pattern: 'org.example.poll.response' }],
      actions: [],
    },
  ],
  underride: [
    {
      rule_id: '.org.example.rule.poll_start',
      default: true,
      enabled: true,
      conditions: [{ kind: 'event_match', key: 'type', pattern: 'org.example.poll.start' }],
      actions: ['notify'],
    },
  ],
}
/** Rule that matches every event and does not notify. */
const CATCH_ALL: Ruleset = {
  underride: [{ rule_id: '.org.example.rule.anything', default: true, enabled: true, conditions: [], actions: [] }],
}
const MENTIONS = 'https://spec.matrix.org/v1.16/client-server-api/#user-and-room-mentions'
const REGISTRATION = 'https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3register'

/** Variants of server-default rules. */
export const DEFAULT_RULES_VARIANTS: readonly Variant[] = [
  variant({
    name: 'default-rules.additional-rules',
    summary: 'There are default rules that the specification does not list',
    allowedBy: ['default-rules.additional'],
    changes: { defaultRules: withAdditional(ADDITIONAL_DEFAULTS) },
  }),
  variant({
    name: 'default-rules.catch-all-rule',
    summary: 'The last default rule matches every event that no other rule matches, and does not notify',
    allowedBy: ['default-rules.additional'],
    changes: { defaultRules: withAdditional(CATCH_ALL) },
  }),
  variant({
    name: 'default-rules.legacy-mentions-present',
    summary: 'The legacy mention rules are still there',
    allowedBy: ['default-rules.legacy-removed'],
    span: { since: 'v1.17' },
    changes: {
      defaultRules: (correct) => ({
        defaults(specVersion, userId) {
          const old = defaultRuleset('v1.16', userId)
          const known = correct.defaults(specVersion, userId)
          return { ...known, override: old.override ?? [], content: old.content ?? [] }
        },
      }),
    },
  }),
  variant({
    name: 'default-rules.legacy-applied-with-mentions',
    summary: 'The legacy mention rules also apply to events with m.mentions',
    allowedBy: [MENTIONS],
    span: { since: 'v1.7', until: 'v1.17' },
    deviatesFrom: ['default-rules.legacy-skipped-with-mentions'],
    changes: {
      conditions: (correct) => ({ compile: (ruleset, options) => correct.compile(unknownDefaults(ruleset), options) }),
    },
  }),
  variant({
    name: 'default-rules.changed-localparts',
    summary: 'The server appends something to the localpart of a new user',
    allowedBy: [REGISTRATION],
    wrap: changingRequests(({ username, ...body }, { path }) =>
      path === '/register' && typeof username === 'string' ? { ...body, username: `${username}=2e+1` } : body,
    ),
  }),
]

/** Adds default rules at the end of their kinds. */
function withAdditional(others: Ruleset) {
  return (correct: DefaultRulePolicies): Partial<DefaultRulePolicies> => ({
    defaults(specVersion, userId) {
      const known = correct.defaults(specVersion, userId)
      return Object.fromEntries(RULE_KINDS.map((kind) => [kind, [...(known[kind] ?? []), ...(others[kind] ?? [])]]))
    },
  })
}

/** Changes the IDs of default rules, so that none of them is recognised. */
function unknownDefaults(ruleset: Ruleset): Ruleset {
  const unknown = (rule: PushRule) => (rule.default ? { ...rule, rule_id: `${rule.rule_id}.too` } : rule)
  return Object.fromEntries(RULE_KINDS.map((kind) => [kind, (ruleset[kind] ?? []).map(unknown)]))
}
