import { RULE_KINDS, type RuleKind } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectOtherThan, sounding, soundOf } from '../harness/case/sound.ts'
import { isListed, onlyRule } from './only-rule.ts'
import { expectSameItems } from './same-items.ts'
import { sampleRule } from './sample-rule.ts'

/** For each kind, what makes a rule other than it was put. */
const NOT_AS_PUT: Record<RuleKind, string[]> = {
  override: ['rules.conditions-not-listed'],
  content: ['rules.pattern-not-listed'],
  room: ['rules.ids-not-decoded'],
  sender: ['rules.ids-not-decoded'],
  underride: ['rules.conditions-not-listed', 'rules.underride-listed-as-override'],
}

/** New rules of every kind. */
export const creating = [
  ...RULE_KINDS.map((kind) =>
    defineCase({
      id: `push-rules-api/create-${kind}`,
      title: `A new ${kind} rule is listed under its kind alone, as it was put`,
      // The rule_id of these two kinds has characters that the path has to have percent-encoded.
      verifies: [
        'rules.put-creates',
        'rules.kind-and-id',
        ...(kind === 'room' || kind === 'sender' ? ['rules.ids-escaped'] : []),
      ],
      caughtBy: NOT_AS_PUT[kind],
      fairness:
        'The rule may stand anywhere among those of its kind, have further fields, and list its actions and conditions in any order. The schema lets conditions and pattern be absent because not every kind has them; without what it was given, the rule would be another.',
      async run({ user }) {
        const alice = await user('alice')
        const { ruleId, body } = await sampleRule(kind, alice)
        await alice.putRule(kind, ruleId, body)
        const rule = await onlyRule(alice, kind, ruleId)
        expectSameItems('the actions of the rule', rule.actions, body.actions)
        if (body.conditions !== undefined) {
          expectSameItems('the conditions of the rule', rule.conditions, body.conditions)
        }
        if (body.pattern !== undefined) expectEqual('the pattern of the rule', rule.pattern, body.pattern)
        for (const other of RULE_KINDS.filter((name) => name !== kind)) {
          expectEqual(`whether it is among the ${other} rules`, await isListed(alice, other, ruleId), false)
        }
      },
    }),
  ),

  ...(['override', 'underride'] as const).map((kind) =>
    defineCase({
      id: `push-rules-api/${kind}-without-conditions`,
      title: `A rule of the kind ${kind} can be put without conditions, and matches every event`,
      verifies: ['rules.conditions-optional', 'rules.no-conditions-match'],
      caughtBy: ['matching.no-conditions-never'],
      fairness:
        'Of the body, only actions is required, and the text says what a rule without conditions does: it always matches. The event has a type of its own, so no default rule that the text lists is about it.',
      async run({ createScene }) {
        const { alice, bob, room, pusher } = await createScene()
        await alice.putRule(kind, 'all', { actions: sounding('all') })
        const push = await pusher.expectPush(await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'anything' }))
        expectEqual('the sound', soundOf(push), 'all')
      },
    }),
  ),

  defineCase({
    id: 'push-rules-api/unknown-tweak-is-kept',
    title: 'A tweak that no server knows is listed with the rule and reaches the gateway, whatever its value',
    verifies: ['rules.put-creates', 'actions.tweaks-transparent'],
    caughtBy: ['rules.unknown-tweaks-dropped', 'gateway.custom-tweaks-dropped'],
    fairness:
      'A tweak may have any name and value, for clients and gateways agree on them and the homeserver only passes them on. The actions may be listed in any order, and other tweaks may come along.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const colour = { rgb: [255, 128, 0], name: 'orange', blinking: true }
      const actions = ['notify', { set_tweak: 'org.plexor.colour', value: colour }]
      await alice.putRule('content', 'tea', { pattern: 'tea', actions })
      expectSameItems('the actions in the list', (await onlyRule(alice, 'content', 'tea')).actions, actions)
      const { device } = await pusher.expectPush(await bob.send(room, 'tea'))
      expectEqual('the tweak at the gateway', device.tweaks?.['org.plexor.colour'], colour)
    },
  }),

  defineCase({
    id: 'push-rules-api/own-for-each-user',
    title: 'The rule of one user is not in the list of another, and does not decide about the notifications there',
    verifies: ['rules.own-only'],
    caughtBy: ['rules.of-everyone'],
    fairness:
      "Rules are settings of the user, kept with the account. Carol's push may have any sound but that of Alice's rule, as it may be a default rule of the target's own that decides for her.",
    async run({ createScene, user }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: sounding('mine') })
      // Carol comes later, so that the target cannot know her rules by heart from before there was that of Alice.
      const carol = await user('carol')
      await bob.invite(room, carol)
      await carol.join(room)
      const other = await carol.setPusher()
      expectEqual("whether Carol's list has it", await isListed(carol, 'content', 'tea'), false)
      const message = await bob.send(room, 'tea')
      expectEqual('the sound for Alice', soundOf(await pusher.expectPush(message)), 'mine')
      expectOtherThan(['mine'], 'the push for Carol', await other.expectPush(message))
    },
  }),

  defineCase({
    id: 'push-rules-api/extra-keys',
    title: 'What the target does with a rule that has a key of its own in its body',
    verifies: ['rules.extra-keys'],
    async run({ user }) {
      const alice = await user('alice')
      const body = { pattern: 'tea', actions: ['notify'], 'org.plexor.extra': 'kept?' }
      const { status } = await alice.tryPutRule('content', 'tea', body)
      const stored = (await alice.rulesOf('content')).find(({ rule_id }) => rule_id === 'tea')
      if (stored === undefined) return `The target answers ${status}, and does not store the rule`
      return `The target answers ${status}, and ${'org.plexor.extra' in stored ? 'lists' : 'does not list'} the key`
    },
  }),

  defineCase({
    id: 'push-rules-api/enabled-in-the-body',
    title: 'Whether a new rule whose body says that it is not enabled is enabled',
    verifies: ['rules.extra-keys'],
    fairness: 'The text has no such key, and says only how a rule is by default.',
    async run({ user }) {
      const alice = await user('alice')
      const { status } = await alice.tryPutRule('content', 'tea', {
        pattern: 'tea',
        actions: ['notify'],
        enabled: false,
      })
      const stored = (await alice.rulesOf('content')).find(({ rule_id }) => rule_id === 'tea')
      if (stored === undefined) return `The target answers ${status}, and does not store the rule`
      return `The target answers ${status}, and the rule is ${stored.enabled ? 'enabled' : 'disabled'}`
    },
  }),
]
