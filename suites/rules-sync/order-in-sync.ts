import { RULE_KINDS, type Ruleset } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectRulesInSync } from './helpers/push-rules-event.ts'

/** Order of the rules in `m.push_rules`, in which clients evaluate them. */
export const orderInSync = [
  defineCase({
    id: 'rules-sync/listed-by-priority',
    title: 'Whether m.push_rules in /sync has the rules of each kind in the order of the list',
    verifies: ['rules-sync.listed-by-priority'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      for (const name of ['one', 'two', 'three']) {
        await alice.putRule('content', name, { pattern: name, actions: ['notify'] })
      }
      let synced: Ruleset = {}
      const note = (rules: Ruleset) => {
        synced = rules
      }
      await expectRulesInSync(alice, undefined, note)
      const listed = await alice.pushRules()
      const others = RULE_KINDS.filter((kind) => idsOf(synced, kind) !== idsOf(listed, kind))
      return others.length === 0
        ? 'It has them in the same order'
        : others
            .map((kind) => `Its ${kind} rules are ${idsOf(synced, kind)}; the list has ${idsOf(listed, kind)}`)
            .join('. ')
    },
  }),
]

/** Returns the IDs of the rules of a kind, in their order. */
function idsOf(rules: Ruleset, kind: (typeof RULE_KINDS)[number]): string {
  return (rules[kind] ?? []).map(({ rule_id }) => rule_id).join(', ')
}
