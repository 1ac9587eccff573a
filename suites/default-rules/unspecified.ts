import type { RuleKind } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'

const LEGACY: readonly [RuleKind, string][] = [
  ['override', '.m.rule.contains_display_name'],
  ['override', '.m.rule.roomnotif'],
  ['content', '.m.rule.contains_user_name'],
]

/** Behaviour that the specification leaves to the server. */
export const unspecified = [
  defineCase({
    id: 'default-rules/legacy-mentions',
    title: 'Whether the target still has the rules that look for names in a message',
    verifies: ['default-rules.legacy-removed'],
    async run({ user }) {
      const rules = await (await user('alice')).pushRules()
      const present = LEGACY.filter(([kind, id]) => rules[kind]?.some(({ rule_id }) => rule_id === id))
      return present.length === 0
        ? 'The target has none of them'
        : `The target has ${present.map(([, id]) => id).join(', ')}`
    },
  }),
]
