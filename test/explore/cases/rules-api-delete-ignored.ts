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
    id: 'rules-api/explored-rules-delete',
    title: 'Push rules are listed as they were put and changed, and are the same in /sync',
    verifies: ['rules-api.delete'],
    since: 'v1.19',
    caughtBy: ['rules-api.delete-ignored'],
    fairness: 'TODO: say why a conforming server that works differently from the reference passes.',
    async run({ user }) {
      const alice = await user('alice')
      for (const one of [alice]) await one.putRule('override', FENCE, FENCE_RULE)
      await alice.putRule('override', 'first', {
        actions: ['notify', { set_tweak: 'sound', value: 'chime' }],
        conditions: [{ kind: 'event_match', key: 'content.body', pattern: 'teapot' }],
      })
      await alice.deleteRule('override', 'first')
      const isSo = async () => {
        const rules = await alice.rulesOf('override')
        return !rules.some(({ rule_id }) => rule_id === 'first')
      }
      const found = await eventually(async () => (await isSo()) || undefined, alice.client.access.timeoutMs)
      expect(
        found === true,
        'Expected the override rule "first" not to be in the list of Alice\'s rules, found otherwise',
      )
    },
  }),
]
