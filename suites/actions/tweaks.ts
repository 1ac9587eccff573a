import { quote } from '../../common/text.ts'
import type { Action } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { withStateOf } from '../rules-api/helpers/deciding-rule.ts'
import { expectTweak } from './helpers/expect-tweak.ts'

type Tweaks = Record<string, unknown>

/** Returns the tweaks that arrive for a message that matches a content rule with these actions. */
async function tweaksOf(scene: Omit<Scene, 'carol'>, actions: Action[]): Promise<Tweaks> {
  await scene.alice.putRule('content', 'cake', { pattern: 'cake', actions })
  return await tweaksOfRule(scene)
}

/** Returns the same for actions that a target may refuse; its status if it does. */
async function tweaksUnlessRefused(scene: Omit<Scene, 'carol'>, actions: Action[]): Promise<Tweaks | number> {
  const { status } = await scene.alice.tryPutRule('content', 'cake', { pattern: 'cake', actions })
  return status === 200 ? await tweaksOfRule(scene) : status
}

/** Returns the tweaks that arrive for a message that matches the content rule `cake`, and deletes the rule. */
async function tweaksOfRule({ alice, bob, room, pusher }: Omit<Scene, 'carol'>): Promise<Tweaks> {
  const rule = { kind: 'content', ruleId: 'cake' } as const
  const { device } = await withStateOf(alice, rule, async () => {
    const because = 'the content rule "cake", whose actions include notify, matches it'
    return await pusher.expectPush(await bob.send(room, 'there is cake'), { because })
  })
  await alice.deleteRule(rule.kind, rule.ruleId)
  return device.tweaks ?? {}
}

const LIGHT = 'org.plexor.light'

/** Values of every JSON type except null: the specification does not say whether null counts as a value. */
const VALUES: [type: string, value: unknown][] = [
  ['string', ''],
  ['true', true],
  ['false', false],
  ['zero', 0],
  ['negative-number', -7],
  ['array', ['red', 1, { dim: false }]],
  ['object', { rgb: [255, 0, 0], name: 'red', nested: { empty: {} } }],
]

const FAIR_ABOUT_NO_HIGHLIGHT =
  'A highlight of false and no highlight mean the same, so either may arrive. The highlight count counts notifications with a highlight, and nothing else in the room sets one.'

/** Tweaks as they arrive at the gateway. */
export const tweaks = [
  defineCase({
    id: 'actions/several-tweaks',
    title: 'All tweaks of a rule arrive, each with its value',
    verifies: ['actions.set-tweak', 'actions.tweaks-transparent'],
    caughtBy: ['actions.highlight-not-sent', 'actions.unknown-tweaks-not-stored'],
    fairness:
      'Each tweak has a value, so the server does not have to choose one, and it may add further tweaks. Tweaks with unknown names are passed on, because clients and gateways may agree on them.',
    async run({ sharedScene }) {
      const found = await tweaksOf(await sharedScene(), [
        'notify',
        { set_tweak: 'sound', value: 'ring' },
        { set_tweak: 'highlight', value: true },
        { set_tweak: LIGHT, value: 'red' },
        { set_tweak: 'org.plexor.volume', value: 11 },
      ])
      expectTweak(found, 'sound', 'ring')
      expectTweak(found, 'highlight', true)
      expectTweak(found, LIGHT, 'red')
      expectTweak(found, 'org.plexor.volume', 11)
    },
  }),

  ...VALUES.map(([type, value]) =>
    defineCase({
      id: `actions/tweak-value-${type}`,
      title: `The value ${quote(value)} of an unknown tweak is passed on unchanged`,
      verifies: ['actions.tweaks-transparent'],
      caughtBy: ['actions.custom-tweaks-not-sent', ...(typeof value === 'string' ? [] : ['actions.tweaks-as-strings'])],
      fairness:
        'Homeservers pass tweaks on transparently, and the specification does not restrict the type of an unknown tweak\'s value. A null, which may mean "no value", is only recorded, by another case.',
      async run({ sharedScene }) {
        const found = await tweaksOf(await sharedScene(), ['notify', { set_tweak: LIGHT, value }])
        expectTweak(found, LIGHT, value)
      },
    }),
  ),

  defineCase({
    id: 'actions/no-highlight',
    title: 'A notification whose rule sets no highlight arrives without one and is not counted as one',
    verifies: ['actions.no-highlight'],
    caughtBy: ['actions.highlight-always-sent'],
    fairness: FAIR_ABOUT_NO_HIGHLIGHT,
    async run({ sharedScene }) {
      await expectNoHighlight(await sharedScene({ read: true }), ['notify', { set_tweak: 'sound', value: 'default' }])
    },
  }),

  defineCase({
    id: 'actions/highlight-false',
    title: 'A notification whose rule sets the highlight to false has none and is not counted as one',
    verifies: ['actions.highlight-false'],
    caughtBy: ['actions.highlight-false-counted'],
    fairness: FAIR_ABOUT_NO_HIGHLIGHT,
    async run({ sharedScene }) {
      await expectNoHighlight(await sharedScene({ read: true }), ['notify', { set_tweak: 'highlight', value: false }])
    },
  }),

  defineCase({
    id: 'actions/tweak-without-value',
    title: 'How the target passes on a tweak other than highlight that has no value, or null',
    verifies: ['actions.tweak-without-value'],
    caughtBy: ['actions.tweak-without-value-silences'],
    async run({ sharedScene }) {
      const scene = await sharedScene()
      const arrival = async (action: Action) => {
        const found = await tweaksUnlessRefused(scene, ['notify', action])
        return typeof found === 'number' ? `is refused with status ${found}` : `arrives as ${quote(found[LIGHT])}`
      }
      const missing = await arrival({ set_tweak: LIGHT })
      return `Without a value it ${missing}, and with null it ${await arrival({ set_tweak: LIGHT, value: null })}`
    },
  }),

  defineCase({
    id: 'actions/repeated-tweak',
    title: 'Which of two tweaks with the same name arrives',
    verifies: ['actions.repeated-tweak'],
    async run({ sharedScene }) {
      const found = await tweaksUnlessRefused(await sharedScene(), [
        'notify',
        { set_tweak: 'sound', value: 'first' },
        { set_tweak: 'sound', value: 'second' },
      ])
      if (typeof found === 'number') return `The target refuses such a rule with status ${found}`
      return `The sound that arrives is ${quote(found.sound)}`
    },
  }),

  defineCase({
    id: 'actions/no-tweaks-unless-set',
    title: 'A rule that only notifies sets neither sound nor highlight',
    verifies: ['rule-order.one-rule-acts', 'actions.no-highlight'],
    caughtBy: ['actions.highlight-always-sent'],
    fairness:
      "The user's rule precedes the default rule for rooms with two members, whose sound is not added: only the actions of the first matching rule count. A sound of null and a highlight of false count as missing.",
    async run({ sharedScene }) {
      const { sound = null, highlight, ...others } = await tweaksOf(await sharedScene(), ['notify'])
      expect(
        sound === null && highlight !== true,
        `Expected a push without a sound or highlight, found the tweaks ${quote({ sound, highlight, ...others })}`,
      )
    },
  }),
]

/** Expects a message that matches a rule with these actions to arrive, and to be counted, without a highlight. */
async function expectNoHighlight(scene: Omit<Scene, 'carol'>, actions: Action[]): Promise<void> {
  const { alice, room } = scene
  const before = await alice.unreadCounts(room)
  const found = await tweaksOf(scene, actions)
  expect(found.highlight !== true, `Expected a push without a highlight, found the tweaks ${quote(found)}`)
  await alice.expectCounts(room, 'one more notification', (counts) => {
    return counts.notification_count > before.notification_count
  })
  expectEqual('the highlight count', (await alice.unreadCounts(room)).highlight_count, 0)
}
