import { type PushRule, RULE_KINDS } from '../../spec/index.ts'
import type { DefaultRulePolicies } from '../homeserver/policies/default-rules.ts'
import { type Variant, variant } from './variant.ts'

const ACTIONS = 'https://spec.matrix.org/v1.19/client-server-api/#actions'

/** Variants of the actions of rules. */
export const ACTIONS_VARIANTS: readonly Variant[] = [
  variant({
    name: 'actions.highlight-explicit',
    summary: 'The highlight tweak of default rules has an explicit value, even if it is false',
    allowedBy: ['actions.no-highlight', 'actions.highlight-default'],
    changes: { defaultRules: changingDefaults((rule) => ({ ...rule, actions: withExplicitHighlight(rule.actions) })) },
  }),
  variant({
    name: 'actions.tweaks-listed-first',
    summary: 'The actions of default rules are listed with the tweaks first',
    allowedBy: [ACTIONS],
    changes: { defaultRules: changingDefaults((rule) => ({ ...rule, actions: rule.actions.toReversed() })) },
  }),
  variant({
    name: 'actions.historical-dropped',
    summary: 'The actions dont_notify and coalesce are not stored',
    allowedBy: ['actions.historical.ignored', 'actions.historical.no-ops'],
    span: { since: 'v1.7' },
    changes: {
      rulesApi: (correct) => ({
        read: (kind, ruleId, body) => withoutHistorical(correct.read(kind, ruleId, body)),
      }),
      defaultRules: (correct) => ({
        changeDefault: (rule, change) => withoutHistorical(correct.changeDefault(rule, change)),
      }),
    },
  }),
]

function withoutHistorical(rule: PushRule): PushRule {
  return { ...rule, actions: rule.actions.filter((action) => action !== 'dont_notify' && action !== 'coalesce') }
}

function changingDefaults(change: (rule: PushRule) => PushRule) {
  return (correct: DefaultRulePolicies): Partial<DefaultRulePolicies> => ({
    defaults(specVersion, userId) {
      const known = correct.defaults(specVersion, userId)
      return Object.fromEntries(RULE_KINDS.map((kind) => [kind, known[kind]?.map(change) ?? []]))
    },
  })
}

function withExplicitHighlight(actions: PushRule['actions']): PushRule['actions'] {
  if (!actions.includes('notify')) return actions
  const others = actions.filter((action) => typeof action === 'string' || action.set_tweak !== 'highlight')
  return [...others, { set_tweak: 'highlight', value: others.length < actions.length }]
}
