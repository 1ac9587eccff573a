import { RULE_KINDS } from '../../spec/index.ts'
import { defineCase } from '../harness/case.ts'
import { expectEqual } from '../harness/expect.ts'
import { soundOf, sounding } from '../rule-ordering/sound.ts'
import { isListed, onlyRule } from './only-rule.ts'
import { sampleRule } from './sample-rule.ts'

/** New rules of every kind. */
export const creating = [
  ...RULE_KINDS.map((kind) =>
    defineCase({
      id: `push-rules-api/create-${kind}`,
      title: `A new ${kind} rule is listed under its kind alone, as it was put`,
      verifies: ['rules.put-creates', 'rules.kind-and-id'],
      async run({ user }) {
        const alice = await user('alice')
        const { ruleId, body } = await sampleRule(kind, alice)
        await alice.putRule(kind, ruleId, body)
        const rule = await onlyRule(alice, kind, ruleId)
        for (const field of ['actions', 'conditions', 'pattern'] as const) {
          if (body[field] !== undefined) expectEqual(`the ${field} of the rule`, rule[field], body[field])
        }
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
      async run({ scene }) {
        const { alice, bob, room, pusher } = await scene()
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
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const colour = { rgb: [255, 128, 0], name: 'orange', blinking: true }
      const actions = ['notify', { set_tweak: 'org.plexor.colour', value: colour }]
      await alice.putRule('content', 'tea', { pattern: 'tea', actions })
      expectEqual('the actions in the list', (await onlyRule(alice, 'content', 'tea')).actions, actions)
      const { device } = await pusher.expectPush(await bob.send(room, 'tea'))
      expectEqual('the tweak at the gateway', device.tweaks?.['org.plexor.colour'], colour)
    },
  }),

  defineCase({
    id: 'push-rules-api/own-for-each-user',
    title: 'The rule of one user is not in the list of another, and does not decide about the notifications there',
    verifies: ['rules.own-only'],
    async run({ scene }) {
      const { alice, bob, carol, room, pusher } = await scene({ group: true })
      const other = await carol.setPusher()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: sounding('mine') })
      expectEqual("whether Carol's list has it", await isListed(carol, 'content', 'tea'), false)
      const message = await bob.send(room, 'tea')
      expectEqual('the sound for Alice', soundOf(await pusher.expectPush(message)), 'mine')
      expectEqual('the sound for Carol', soundOf(await other.expectPush(message)), undefined)
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
