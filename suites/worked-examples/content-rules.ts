import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'
import { silent } from './muting.ts'

const CAKE = 'SSByZWFsbHkgbGlrZSBjYWtl'
const LIE = 'U3BvbmdlIGNha2UgaXMgYmVzdA'
const ALARM = 'cakealarm.wav'

/** The examples with content rules. Where one says `set_sound`, the tweak that was meant is sent. */
export const contentRules = [
  defineCase({
    id: 'worked-examples/tea-and-time',
    title: 'Of the two rules of the example that match the same sentence, the one with the higher priority decides',
    verifies: ['rules.order-within-kind', 'rules.one-rule-acts', 'rules.before', 'rules.disabled-never-match'],
    caughtBy: ['rules.last-match-wins', 'rules.before-inserts-after', 'rules.disabled-match'],
    fairness:
      'Each pattern is a word of the sentence, so both match at all versions. Where a new rule goes by itself does not ' +
      'matter, for the second is put before the first.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions: sounding('tea.wav') })
      await alice.putRule('content', 'time', { pattern: 'time', actions: sounding('time.wav') }, { before: 'tea' })
      const both = await pusher.expectPush(await bob.send(room, "It's time for tea"))
      expectEqual('the sound with the rule for "time" above that for "tea"', soundOf(both), 'time.wav')
      await alice.enableRule('content', 'time', false)
      const rest = await pusher.expectPush(await bob.send(room, "It's time for tea"))
      expectEqual('the sound with the rule for "time" disabled', soundOf(rest), 'tea.wav')
    },
  }),

  defineCase({
    id: 'worked-examples/cake',
    title: 'The example that plays a sound for a word does so for messages with that word alone',
    verifies: ['rules.content-rule', 'actions.set-tweak'],
    caughtBy: ['matching.content-rules-ignored'],
    fairness:
      'The pattern is a word of the first body and no part of the second, so what it matches is the same at all versions. ' +
      'The second message may have any other sound or none.',
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', CAKE, { pattern: 'cake', actions: sounding(ALARM) })
      const cake = await pusher.expectPush(await bob.send(room, 'There is cake in the kitchen'))
      expectEqual('the sound of a message about cake', soundOf(cake), ALARM)
      const pie = await pusher.expectPush(await bob.send(room, 'There is pie in the kitchen'))
      expectEqual('whether a message about pie plays the sound for cake', soundOf(pie) === ALARM, false)
    },
  }),

  defineCase({
    id: 'worked-examples/cake-and-lie',
    title: 'The example that is placed before another rule supersedes it for what both match',
    verifies: ['rules.before', 'rules.order-within-kind'],
    caughtBy: ['rules.last-match-wins', 'rules.before-inserts-after'],
    fairness:
      'The body begins and ends where the pattern does, so it matches as words and as a whole alike. The new rule is put ' +
      'directly above the other, and that one decides where the new one does not match.',
    async run({ createScene, specVersion }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', CAKE, { pattern: 'cake', actions: sounding(ALARM) })
      const promise = await pusher.expectPush(await bob.send(room, 'cake is no lie'))
      expectEqual('the sound before the second rule is there', soundOf(promise), ALARM)
      await alice.putRule('content', LIE, { pattern: 'cake*lie', actions: silent(specVersion) }, { before: CAKE })
      const lie = await bob.send(room, 'cake is a lie')
      const fence = await bob.send(room, 'cake is a fact')
      await pusher.expectNoPush(lie, { until: fence })
      expectEqual('the sound of what the first rule alone matches', soundOf(await pusher.expectPush(fence)), ALARM)
    },
  }),
]
