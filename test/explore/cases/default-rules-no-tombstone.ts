import { defineCase } from '../../../suites/harness/case/case.ts'
import { expect } from '../../../suites/harness/case/expect.ts'
import { eventually } from '../../../suites/harness/target/deadline.ts'

/** Rule for messages that are always pushed, and show that what was before has had its effect. */
const FENCE = 'fence'
const FENCE_RULE = {
  conditions: [{ kind: 'event_match', key: 'content.body', pattern: 'lighthouse' }],
  actions: ['notify'],
}

/** Stories that `plexor explore` found. */
export const explored = [
  defineCase({
    id: 'default-rules/explored-rules-rule-tombstone',
    title: 'Push rules are listed as they were put and changed, and are the same in /sync',
    verifies: ['default-rules.rule.tombstone'],
    since: 'v1.19',
    caughtBy: ['default-rules.no-tombstone'],
    fairness: 'TODO: say why a conforming server that works differently from the reference passes.',
    async run({ user }) {
      const alice = await user('alice')
      const bob = await user('bob')
      const carol = await user('carol')
      for (const one of [alice, bob, carol]) await one.putRule('override', FENCE, FENCE_RULE)
      const isSo = async () => {
        const rules = await alice.rulesOf('override')
        return rules.some(({ rule_id }) => rule_id === '.m.rule.tombstone')
      }
      const found = await eventually(async () => (await isSo()) || undefined, alice.client.access.timeoutMs)
      expect(
        found === true,
        'Expected the override rule ".m.rule.tombstone" of Alice, a new user, to be listed, found otherwise',
      )
    },
  }),
]
