import { silentActions } from '../actions/helpers/silent-actions.ts'
import { defineCase } from '../harness/case/case.ts'
import { sounding } from '../harness/case/sound.ts'
import { expectDecides, expectSilenced } from '../rules-api/helpers/deciding-rule.ts'

const CAKE = 'SSByZWFsbHkgbGlrZSBjYWtl'
const LIE = 'U3BvbmdlIGNha2UgaXMgYmVzdA'
const ALARM = 'cakealarm.wav'

const BEER = 'U2VlIHlvdSBpbiBUaGUgRHVrZQ'
const CONDITIONS = [
  { kind: 'event_match', key: 'content.body', pattern: 'beer' },
  { kind: 'room_member_count', is: '<=10' },
]

/** Examples of the specification with several rules. Where one says `set_sound`, the intended tweak is sent. */
export const examples = [
  defineCase({
    id: 'rule-order/example-tea-and-time',
    title: "Of the example's two rules that match the same sentence, the one with the higher priority decides",
    verifies: [
      'rule-order.order-within-kind',
      'rule-order.one-rule-acts',
      'rule-order.before',
      'rule-order.disabled-never-match',
    ],
    caughtBy: ['rule-order.last-match-wins', 'rule-order.before-inserts-after', 'rule-order.disabled-match'],
    fairness:
      'Each pattern is a word of the sentence, so both match in every version. The second rule is put before the first, so the default position of a new rule does not matter.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: sounding('tea.wav') })
      await alice.putRule('content', 'time', { pattern: 'time', actions: sounding('time.wav') }, { before: 'tea' })
      const time = { kind: 'content', ruleId: 'time', sound: 'time.wav' } as const
      const both = await bob.send(room, "It's time for tea")
      await expectDecides({ alice, pusher }, time, 'a message that it matches like the rule "tea" below it', both)
      await alice.enableRule('content', 'time', false)
      const tea = { kind: 'content', ruleId: 'tea', sound: 'tea.wav' } as const
      const rest = await bob.send(room, "It's time for tea")
      await expectDecides({ alice, pusher }, tea, 'the message while the rule "time" is disabled', rest)
    },
  }),

  defineCase({
    id: 'rule-order/example-cake-and-lie',
    title: 'The example that is placed before another rule precedes it for messages that both match',
    verifies: ['rule-order.before', 'rule-order.order-within-kind'],
    caughtBy: ['rule-order.last-match-wins', 'rule-order.before-inserts-after'],
    fairness:
      'The body begins and ends with the pattern, so it matches both as words and as a whole. The new rule is put directly above the other, which decides about messages that the new one does not match.',
    async run({ sharedScene, specVersion }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', CAKE, { pattern: 'cake', actions: sounding(ALARM) })
      const cake = { kind: 'content', ruleId: CAKE, sound: ALARM } as const
      const promise = await bob.send(room, 'cake is not a lie')
      await expectDecides({ alice, pusher }, cake, 'a message before the second rule exists', promise)
      await alice.putRule(
        'content',
        LIE,
        { pattern: 'cake*lie', actions: silentActions(specVersion) },
        { before: CAKE },
      )
      const lie = await bob.send(room, 'cake is a lie')
      const fence = await bob.send(room, 'cake is a fact')
      const above = { kind: 'content', ruleId: LIE } as const
      await expectSilenced({ alice, pusher }, above, 'a message that both rules match', lie, { until: fence })
      await expectDecides({ alice, pusher }, cake, 'a message that only the first rule matches', fence)
    },
  }),

  defineCase({
    id: 'rule-order/example-beer',
    title: 'The example with two conditions precedes content, room and sender rules if both conditions hold',
    verifies: ['rule-order.kind-order', 'conditions.all-required', 'actions.set-tweak'],
    caughtBy: ['rule-order.content-before-override'],
    fairness:
      "The body is only the word, so the pattern matches it in every version, as a word and as a whole. Each rule is the user's only one of its kind, so the order within a kind does not matter.",
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('override', BEER, { conditions: CONDITIONS, actions: sounding('beeroclock.wav') })
      await alice.putRule('content', 'beer', { pattern: 'beer', actions: sounding('content.wav') })
      await alice.putRule('room', room, { actions: sounding('room.wav') })
      await alice.putRule('sender', bob.userId, { actions: sounding('sender.wav') })
      const example = { kind: 'override', ruleId: BEER, sound: 'beeroclock.wav' } as const
      await expectDecides({ alice, pusher }, example, 'a message about beer', await bob.send(room, 'beer'))
      const next = { kind: 'room', ruleId: room, sound: 'room.wav' } as const
      const wine = await bob.send(room, 'wine')
      await expectDecides({ alice, pusher }, next, 'a message for which one of the conditions does not hold', wine)
    },
  }),
]
