import { quote } from '../../common/text.ts'
import { RULE_KINDS, type RuleKind } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expectOtherThan, sounding, soundOf } from '../harness/case/sound.ts'
import { putRuleOf } from '../rule-order/helpers/rule-of-kind.ts'
import { expectDecides } from './helpers/deciding-rule.ts'

const FAIR_AT_ONCE =
  'Each message is sent after the change was confirmed, and its push is awaited before the next change, so it does not matter when a server evaluates an event. Each kind has one rule, and the order of the kinds is fixed. A kind whose new rule does not decide is left out: other cases are about that.'

/** New rule that has decided about a message. */
type Decided = [kind: RuleKind, ruleId: string]

/**
 * Puts a rule of this kind that matches the message `tea`, and returns whether it decides about one, as it has to unless
 * there is a rule of a higher kind.
 */
async function putDeciding(kind: RuleKind, scene: Scene): Promise<Decided | undefined> {
  const ruleId = await putRuleOf(kind, scene)
  const message = await scene.bob.send(scene.room, `tea, says the new ${kind} rule`)
  const push = await scene.pusher.expectPush(message, { because: `the ${kind} rule ${quote(ruleId)} matches it` })
  return soundOf(push) === kind ? [kind, ruleId] : undefined
}

/**
 * Puts a rule of each kind that matches the message `tea`, and returns those that decide about one, the highest first.
 *
 * @throws {NotApplicable} when none does
 */
async function putAllKinds(scene: Scene): Promise<Decided[]> {
  const rules: Decided[] = []
  // Each rule is of a higher kind than those before it
  for (const kind of RULE_KINDS.toReversed()) {
    const rule = await putDeciding(kind, scene)
    if (rule) rules.unshift(rule)
  }
  expectAny(rules)
  return rules
}

function expectAny(rules: readonly Decided[]): void {
  if (rules.length === 0) throw new NotApplicable('No new rule of any kind decides about a message')
}

/** Changes of rules, which decide about the next event. */
export const immediateEffect = [
  defineCase({
    id: 'rules-api/delete-of-every-kind',
    title: 'Of five matching rules, one of each kind, the next kind decides each time the first one is deleted',
    verifies: ['rules-api.delete'],
    caughtBy: ['rules-api.delete-applies-late', 'rules-api.delete-ignored'],
    fairness: `${FAIR_AT_ONCE} Which rule decides in the end is unspecified, as long as it is not a deleted one.`,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      for (const [kind, ruleId] of await putAllKinds(scene)) {
        const message = await scene.bob.send(scene.room, `tea, says the ${kind} rule`)
        const what = 'a message once the rules of the higher kinds are deleted'
        await expectDecides(scene, { kind, ruleId, sound: kind }, what, message)
        await scene.alice.deleteRule(kind, ruleId)
      }
      const message = await scene.bob.send(scene.room, 'tea, and no rule of hers')
      const push = await scene.pusher.expectPush(message, { because: 'a default rule matches it' })
      expectOtherThan(RULE_KINDS, 'the push when all of them are deleted', push)
    },
  }),

  defineCase({
    id: 'rules-api/enable-of-every-kind',
    title: 'Of five matching rules that are disabled, one of each kind, each decides once it is enabled',
    verifies: ['rules-api.enabled-set'],
    caughtBy: ['rules-api.enabling-applies-late'],
    fairness: FAIR_AT_ONCE,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const rules = await putAllKinds(scene)
      for (const [kind, ruleId] of rules) await scene.alice.enableRule(kind, ruleId, false)
      const before = await scene.pusher.expectPush(await scene.bob.send(scene.room, 'tea while all are disabled'))
      expectOtherThan(RULE_KINDS, 'the push while all of them are disabled', before)
      for (const [kind, ruleId] of rules.toReversed()) {
        await scene.alice.enableRule(kind, ruleId, true)
        const message = await scene.bob.send(scene.room, `tea, says the ${kind} rule`)
        const what = 'a message once it is enabled'
        await expectDecides(scene, { kind, ruleId, sound: kind, enabledBy: 'rules-api.enabled-set' }, what, message)
      }
    },
  }),

  defineCase({
    id: 'rules-api/actions-of-every-kind',
    title: 'The new actions of a rule apply to the next event, whatever the kind of the rule',
    verifies: ['rules-api.actions-set'],
    caughtBy: ['rules-api.actions-apply-late'],
    fairness: FAIR_AT_ONCE,
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const rules: Decided[] = []
      // Each rule is of a higher kind than those before it
      for (const next of RULE_KINDS.toReversed()) {
        const rule = await putDeciding(next, scene)
        if (rule === undefined) continue
        rules.push(rule)
        const [kind, ruleId] = rule
        await scene.alice.setActions(kind, ruleId, sounding(`new ${kind}`))
        const later = await scene.bob.send(scene.room, `tea, says the changed ${kind} rule`)
        await expectDecides(scene, { kind, ruleId, sound: `new ${kind}` }, 'a message after the change', later)
      }
      expectAny(rules)
    },
  }),

  defineCase({
    id: 'rules-api/changed-on-another-device',
    title: 'A change of the rules on one device of a user decides about the pushes for every device',
    verifies: ['rules-api.put-creates', 'rules-api.actions-set', 'rules-api.enabled-set', 'rules-api.delete'],
    caughtBy: ['rules-api.other-devices-apply-late'],
    fairness:
      'Push rules are settings of the account, and all rules here are global. Each message is sent after the change was confirmed. The case is skipped if users cannot sign in with a password, because there is no second device then.',
    async run({ sharedScene, anonymousClient }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const elsewhere = await alice.signIn(anonymousClient())
      const other = await elsewhere.setPusher()
      const pushers = [pusher, other]
      const expectSound = async (sound: string, what: string) => {
        const message = await bob.send(room, 'tea')
        const rule = { kind: 'content', ruleId: 'tea', sound, enabledBy: 'rules-api.enabled-set' } as const
        for (const inbox of pushers) await expectDecides({ alice, pusher: inbox }, rule, what, message)
      }
      const expectOther = async (what: string) => {
        const message = await bob.send(room, 'tea')
        const because = 'a default rule matches it'
        for (const inbox of pushers) expectOtherThan(['old', 'new'], what, await inbox.expectPush(message, { because }))
      }
      await elsewhere.putRule('content', 'tea', { pattern: 'tea', actions: sounding('old') })
      await expectSound('old', 'a message after the second device has put the rule')
      await alice.setActions('content', 'tea', sounding('new'))
      await expectSound('new', 'a message after the first device has changed its actions')
      await elsewhere.enableRule('content', 'tea', false)
      await expectOther('the push after the second device has disabled the rule')
      await alice.enableRule('content', 'tea', true)
      await expectSound('new', 'a message after the first device has enabled the rule')
      await elsewhere.deleteRule('content', 'tea')
      await expectOther('the push after the second device has deleted the rule')
    },
  }),
]
