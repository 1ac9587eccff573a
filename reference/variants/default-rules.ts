import { defaultRuleset, type PushRule, RULE_KINDS, type Ruleset } from '../../spec/index.ts'
import type { RulePolicies } from '../homeserver/policies/rules.ts'
import { variant } from './variant.ts'

const ACTIONS = 'https://spec.matrix.org/v1.19/client-server-api/#actions'

/** Rules that other servers have besides those of the specification, by kind. */
const OTHER_DEFAULTS: Ruleset = {
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

/** A rule of the server's own for whatever no other rule is about, which keeps silent about it. */
const FOR_ANYTHING: Ruleset = {
  underride: [{ rule_id: '.org.example.rule.anything', default: true, enabled: true, conditions: [], actions: [] }],
}

/** Server-default rules: which there are, and how they are told. */
export const DEFAULT_RULE_VARIANTS = [
  variant('highlight-false-spelled-out', {
    summary: 'Default rules without a highlight say so, and those with one say that it is true',
    allowedBy: ['actions.no-highlight', 'actions.highlight-default'],
    rules: withDefaults((rule) => ({ ...rule, actions: spelledOut(rule.actions) })),
  }),
  variant('actions-in-another-order', {
    summary: 'The actions of default rules are listed with the tweaks first',
    allowedBy: [ACTIONS],
    rules: withDefaults((rule) => ({ ...rule, actions: rule.actions.toReversed() })),
  }),
  variant('other-default-rules', {
    summary: 'There are default rules that the specification does not list',
    allowedBy: ['defaults.others'],
    rules: withMore(OTHER_DEFAULTS),
  }),
  variant('own-default-for-anything', {
    summary: 'The last default rule matches every event that no other rule has matched, and does not notify',
    allowedBy: ['defaults.others'],
    rules: withMore(FOR_ANYTHING),
  }),
  variant('keeps-mention-rules', {
    summary: 'The default rules that look for names in the text are still there',
    allowedBy: ['defaults.legacy-removed'],
    span: { since: 'v1.17' },
    rules: (correct) => ({
      defaults(specVersion, userId) {
        const old = defaultRuleset('v1.16', userId)
        const known = correct.defaults(specVersion, userId)
        return { ...known, override: old.override ?? [], content: old.content ?? [] }
      },
    }),
  }),
]

function withDefaults(change: (rule: PushRule) => PushRule) {
  return (correct: RulePolicies): Partial<RulePolicies> => ({
    defaults(specVersion, userId) {
      const known = correct.defaults(specVersion, userId)
      return Object.fromEntries(RULE_KINDS.map((kind) => [kind, known[kind]?.map(change) ?? []]))
    },
  })
}

/** Besides those of the specification there are others, at the end of their kinds. */
function withMore(others: Ruleset) {
  return (correct: RulePolicies): Partial<RulePolicies> => ({
    defaults(specVersion, userId) {
      const known = correct.defaults(specVersion, userId)
      return Object.fromEntries(RULE_KINDS.map((kind) => [kind, [...(known[kind] ?? []), ...(others[kind] ?? [])]]))
    },
  })
}

function spelledOut(actions: PushRule['actions']): PushRule['actions'] {
  if (!actions.includes('notify')) return actions
  const others = actions.filter((action) => typeof action === 'string' || action.set_tweak !== 'highlight')
  return [...others, { set_tweak: 'highlight', value: others.length < actions.length }]
}
