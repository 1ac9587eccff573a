import { RULE_KINDS, type RuleKind } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectOtherThan } from '../harness/case/sound.ts'
import { expectDecides } from '../rules-api/helpers/deciding-rule.ts'
import { putRuleOf } from './helpers/rule-of-kind.ts'

const FAIR =
  "Each rule is the user's only one of its kind, so the position of a new rule among others does not matter. The specification defines the order of the kinds, and only the sound of the push is checked."

const adjacent = RULE_KINDS.slice(0, -1).map((higher, index) => {
  const lower = RULE_KINDS[index + 1] ?? 'underride'
  return defineCase({
    id: `rule-order/${higher}-before-${lower}`,
    title: `If a rule of kind ${higher} and one of kind ${lower} both match, the ${higher} rule decides`,
    verifies: ['rule-order.kind-order'],
    caughtBy: [`rule-order.${lower}-before-${higher}`],
    fairness: FAIR,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      // The rule of the lower kind is newer, so the order of creation contradicts the order of kinds.
      const ruleId = await putRuleOf(higher, scene)
      await putRuleOf(lower, scene)
      const message = await scene.bob.send(scene.room, 'Time for tea')
      const what = `a message that the ${lower} rule matches too`
      await expectDecides(scene, { kind: higher, ruleId, sound: higher }, what, message)
    },
  })
})

/** The five kinds of rules, each with a rule that matches. */
export const kinds = [
  defineCase({
    id: 'rule-order/kinds-in-turn',
    title: 'Of five matching rules, one of each kind, the next kind decides each time the first one is disabled',
    verifies: ['rule-order.kind-order', 'rule-order.disabled-never-match'],
    caughtBy: ['rule-order.content-before-override', 'rule-order.sender-before-room'],
    fairness:
      'Each kind has one rule, and each push is awaited before the next rule is disabled, so it does not matter when a server evaluates an event. Which rule decides in the end is unspecified, as long as it is not a disabled one.',
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const ids = new Map<RuleKind, string>()
      for (const kind of RULE_KINDS) ids.set(kind, await putRuleOf(kind, scene))
      for (const [kind, ruleId] of ids) {
        const message = await scene.bob.send(scene.room, `Time for tea, says the ${kind} rule`)
        const what = 'a message that no rule of a higher kind matches'
        await expectDecides(scene, { kind, ruleId, sound: kind }, what, message)
        await scene.alice.enableRule(kind, ruleId, false)
      }
      const message = await scene.bob.send(scene.room, 'Time for tea, and no rule of hers')
      const push = await scene.pusher.expectPush(message, { because: 'a default rule matches it' })
      expectOtherThan(RULE_KINDS, 'the push when all of them are disabled', push)
    },
  }),

  ...adjacent,

  defineCase({
    id: 'rule-order/override-before-underride',
    title: 'If an override rule and an underride rule both match, the override rule decides',
    verifies: ['rule-order.kind-order'],
    caughtBy: ['rule-order.underride-before-override'],
    fairness: FAIR,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const ruleId = await putRuleOf('override', scene)
      await putRuleOf('underride', scene)
      const message = await scene.bob.send(scene.room, 'Time for tea')
      const rule = { kind: 'override', ruleId, sound: 'override' } as const
      await expectDecides(scene, rule, 'a message that the underride rule matches too', message)
    },
  }),
]
