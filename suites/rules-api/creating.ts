import { RULE_KINDS, type RuleKind } from '../../spec/index.ts'
import { expectTweak } from '../actions/helpers/expect-tweak.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { expectOtherThan, sounding } from '../harness/case/sound.ts'
import { expectDecides } from './helpers/deciding-rule.ts'
import { expectSameItems } from './helpers/expect-same-items.ts'
import { expectNotListed, onlyRule } from './helpers/listed-rule.ts'
import { sampleFor } from './helpers/sample-rule.ts'

/** Faults for each kind that store a rule with changes. */
const NOT_AS_PUT: Record<RuleKind, string[]> = {
  override: ['rules-api.conditions-not-listed'],
  content: ['rules-api.pattern-not-listed'],
  room: ['rules-api.ids-not-decoded'],
  sender: ['rules-api.ids-not-decoded'],
  underride: ['rules-api.conditions-not-listed', 'rules-api.underride-listed-as-override'],
}

/** New rules of every kind. */
export const creating = [
  ...RULE_KINDS.map((kind) =>
    defineCase({
      id: `rules-api/create-${kind}`,
      title: `A new ${kind} rule is listed unchanged, and only under its kind`,
      // The rule_id of these two kinds contains characters that have to be percent-encoded in the path.
      verifies: [
        'rules-api.put-creates',
        'rules-api.kind-and-id',
        ...(kind === 'room' || kind === 'sender' ? ['rules-api.ids-escaped'] : []),
      ],
      caughtBy: NOT_AS_PUT[kind],
      fairness:
        'The rule may be at any position among those of its kind, have further fields, and list its actions and conditions in any order. The schema makes conditions and pattern optional because not every kind has them; without those it was given, the rule would be a different one.',
      async run(context) {
        const { alice, ruleId, body } = await sampleFor(kind, context)
        await alice.putRule(kind, ruleId, body)
        const rule = await onlyRule(alice, kind, ruleId)
        expectSameItems('the actions of the rule', rule.actions, body.actions)
        if (body.conditions !== undefined) {
          expectSameItems('the conditions of the rule', rule.conditions, body.conditions)
        }
        if (body.pattern !== undefined) expectEqual('the pattern of the rule', rule.pattern, body.pattern)
        for (const other of RULE_KINDS.filter((name) => name !== kind)) {
          await expectNotListed(alice, other, ruleId, `it was put as a rule of kind ${kind}`)
        }
      },
    }),
  ),

  ...(['override', 'underride'] as const).map((kind) =>
    defineCase({
      id: `rules-api/${kind}-without-conditions`,
      title: `A rule of kind ${kind} without conditions can be put, and matches every event`,
      verifies: ['rules-api.conditions-optional', 'conditions.no-conditions-match-all'],
      caughtBy: ['conditions.no-conditions-never-match'],
      fairness:
        'Only actions is required in the body, and the specification says that a rule without conditions always matches. The event has a custom type, which no default rule of the specification matches.',
      async run({ sharedScene }) {
        const { alice, bob, room, pusher } = await sharedScene()
        await alice.putRule(kind, 'all', { actions: sounding('all') })
        const event = await bob.sendEvent(room, 'org.plexor.unmatched', { body: 'anything' })
        await expectDecides({ alice, pusher }, { kind, ruleId: 'all', sound: 'all' }, 'an event of any type', event)
      },
    }),
  ),

  defineCase({
    id: 'rules-api/unknown-tweak-is-stored',
    title: 'An unknown tweak is listed with the rule and reaches the gateway, whatever its value',
    verifies: ['rules-api.put-creates', 'actions.tweaks-transparent'],
    caughtBy: ['actions.unknown-tweaks-not-stored', 'actions.custom-tweaks-not-sent'],
    fairness:
      'A tweak may have any name and value, because clients and gateways agree on them and the homeserver only passes them on. The actions may be listed in any order, and there may be other tweaks.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const colour = { rgb: [255, 128, 0], name: 'orange', blinking: true }
      const actions = ['notify', { set_tweak: 'org.plexor.colour', value: colour }]
      await alice.putRule('content', 'tea', { pattern: 'tea', actions })
      expectSameItems('the actions in the list', (await onlyRule(alice, 'content', 'tea')).actions, actions)
      const because = 'the content rule "tea", whose actions include notify, matches it'
      const { device } = await pusher.expectPush(await bob.send(room, 'tea'), { because })
      expectTweak(device.tweaks, 'org.plexor.colour', colour)
    },
  }),

  defineCase({
    id: 'rules-api/custom-tweaks-are-stored',
    title: 'Unknown tweaks are listed with the names and values with which they were put or set',
    verifies: ['rules-api.put-creates', 'rules-api.actions-set', 'actions.tweaks-transparent'],
    caughtBy: ['actions.custom-tweaks-stored-as-sound', 'actions.unknown-tweaks-not-stored'],
    fairness:
      'A tweak may have any name and value, because clients and gateways agree on them and the homeserver only passes them on. The actions may be listed in any order.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const first = ['notify', { set_tweak: 'org.plexor.light', value: 'red' }, { set_tweak: 'sound', value: 'ring' }]
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: first })
      expectSameItems('the actions in the list', (await onlyRule(alice, 'content', 'tea')).actions, first)
      expectSameItems('the actions of the rule itself', (await alice.rule('content', 'tea')).actions, first)
      const second = ['notify', { set_tweak: 'org.plexor.light', value: 'blue' }]
      await alice.setActions('content', 'tea', second)
      expectSameItems(
        'the actions in the list after the change',
        (await onlyRule(alice, 'content', 'tea')).actions,
        second,
      )
      expectSameItems('the actions at their endpoint', await alice.actionsOf('content', 'tea'), second)
    },
  }),

  defineCase({
    id: 'rules-api/own-for-each-user',
    title: "One user's rule is not in another user's list, and does not decide about the other's notifications",
    verifies: ['rules-api.own-only'],
    caughtBy: ['rules-api.rules-shared-by-all-users'],
    fairness:
      "Rules are settings of one user's account. Carol's push may have any sound except that of Alice's rule, because the target may have default rules of its own.",
    async run({ sharedScene, sharedUser }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: sounding('mine') })
      // Carol registers later, so the target cannot have cached her rules before Alice's rule existed.
      const carol = await sharedUser('carol')
      await bob.invite(room, carol)
      await carol.join(room)
      const other = await carol.setPusher()
      await expectNotListed(carol, 'content', 'tea', 'another user, Alice, put it')
      const message = await bob.send(room, 'tea')
      await expectDecides({ alice, pusher }, { kind: 'content', ruleId: 'tea', sound: 'mine' }, 'the message', message)
      expectOtherThan(['mine'], 'the push for Carol', await other.expectPush(message))
    },
  }),

  defineCase({
    id: 'rules-api/extra-keys',
    title: 'How the target treats a rule with a custom key in its body',
    verifies: ['rules-api.extra-keys'],
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const body = { pattern: 'tea', actions: ['notify'], 'org.plexor.extra': 'kept?' }
      const { status } = await alice.tryPutRule('content', 'tea', body)
      if (status !== 200) return `The target refuses the rule with status ${status}`
      const stored = await onlyRule(alice, 'content', 'tea')
      return `The target accepts the rule and ${'org.plexor.extra' in stored ? 'lists' : 'does not list'} the key`
    },
  }),

  defineCase({
    id: 'rules-api/enabled-in-body',
    title: 'Whether a new rule is enabled although its body says that it is not',
    verifies: ['rules-api.extra-keys'],
    fairness: 'The specification defines no such key, and says only what the default is.',
    async run({ sharedUser }) {
      const alice = await sharedUser('alice')
      const { status } = await alice.tryPutRule('content', 'tea', {
        pattern: 'tea',
        actions: ['notify'],
        enabled: false,
      })
      if (status !== 200) return `The target refuses the rule with status ${status}`
      const stored = await onlyRule(alice, 'content', 'tea')
      return `The target accepts the rule, and it is ${stored.enabled ? 'enabled' : 'disabled'}`
    },
  }),
]
