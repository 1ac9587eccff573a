import type { Action } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { quote } from '../harness/evidence/quote.ts'

type Tweaks = Record<string, unknown>

/** The tweaks that arrive for a message that a content rule with these actions matches. */
async function tweaksOf({ alice, bob, room, pusher }: Omit<Scene, 'carol'>, actions: Action[]): Promise<Tweaks> {
  await alice.putRule('content', 'cake', { pattern: 'cake', actions })
  const { device } = await pusher.expectPush(await bob.send(room, 'there is cake'))
  await alice.deleteRule('content', 'cake')
  return device.tweaks ?? {}
}

const LIGHT = 'org.plexor.light'

/** Values of every JSON type but null, of which it is not said whether it is a value. */
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
  'A highlight of false and none at all mean the same, so either may arrive. The highlight count is that of ' +
  'notifications with a highlight, and nothing else in the room sets one.'

/** What tweaks come to at the gateway. */
export const tweaks = [
  defineCase({
    id: 'actions/several-tweaks',
    title: 'All tweaks of a rule arrive, each with its value',
    verifies: ['actions.set-tweak', 'actions.tweaks-transparent'],
    caughtBy: ['gateway.no-highlight', 'rules.unknown-tweaks-dropped'],
    fairness:
      'Each tweak has a value, so none has to be made up, and further tweaks from the server do no harm. Names that the ' +
      'server does not know are passed on, as clients and gateways may agree on them.',
    async run({ createScene }) {
      const found = await tweaksOf(await createScene(), [
        'notify',
        { set_tweak: 'sound', value: 'ring' },
        { set_tweak: 'highlight', value: true },
        { set_tweak: LIGHT, value: 'red' },
        { set_tweak: 'org.plexor.volume', value: 11 },
      ])
      expectEqual('the sound', found.sound, 'ring')
      expectEqual('the highlight', found.highlight, true)
      expectEqual(`the tweak ${LIGHT}`, found[LIGHT], 'red')
      expectEqual('the tweak org.plexor.volume', found['org.plexor.volume'], 11)
    },
  }),

  ...VALUES.map(([type, value]) =>
    defineCase({
      id: `actions/tweak-value-${type}`,
      title: `The value ${quote(value)} of a tweak that no server knows is passed on unchanged`,
      verifies: ['actions.tweaks-transparent'],
      caughtBy: ['gateway.custom-tweaks-dropped', ...(typeof value === 'string' ? [] : ['gateway.tweaks-as-text'])],
      fairness:
        'Homeservers pass tweaks on transparently, and no type is said that the value of one that they do not know would ' +
        'have to be of. Of null, which may mean no value, another case only takes note.',
      async run({ createScene }) {
        const found = await tweaksOf(await createScene(), ['notify', { set_tweak: LIGHT, value }])
        expectEqual(`the tweak ${LIGHT}`, found[LIGHT], value)
      },
    }),
  ),

  defineCase({
    id: 'actions/no-highlight',
    title: 'A notification whose rule sets no highlight arrives without one and counts as none',
    verifies: ['actions.no-highlight'],
    caughtBy: ['gateway.highlight-always'],
    fairness: FAIR_ABOUT_NO_HIGHLIGHT,
    async run({ createScene }) {
      await expectNoHighlight(await createScene(), ['notify', { set_tweak: 'sound', value: 'default' }])
    },
  }),

  defineCase({
    id: 'actions/highlight-false',
    title: 'A notification whose rule sets the highlight to false has none and counts as none',
    verifies: ['actions.highlight-false'],
    caughtBy: ['counts.highlight-value-ignored'],
    fairness: FAIR_ABOUT_NO_HIGHLIGHT,
    async run({ createScene }) {
      await expectNoHighlight(await createScene(), ['notify', { set_tweak: 'highlight', value: false }])
    },
  }),

  defineCase({
    id: 'actions/tweak-without-value',
    title: 'What becomes of a tweak without a value, or with null, that is no highlight',
    verifies: ['actions.tweak-without-value'],
    async run({ createScene }) {
      const scene = await createScene()
      const missing = await tweaksOf(scene, ['notify', { set_tweak: LIGHT }])
      const none = await tweaksOf(scene, ['notify', { set_tweak: LIGHT, value: null }])
      return `Without a value it arrives as ${quote(missing[LIGHT])}, and with null as ${quote(none[LIGHT])}`
    },
  }),

  defineCase({
    id: 'actions/repeated-tweak',
    title: 'Which of two tweaks of one name arrives',
    verifies: ['actions.repeated-tweak'],
    async run({ createScene }) {
      const found = await tweaksOf(await createScene(), [
        'notify',
        { set_tweak: 'sound', value: 'first' },
        { set_tweak: 'sound', value: 'second' },
      ])
      return `The sound that arrives is ${quote(found.sound)}`
    },
  }),
]

/** A message that a rule with these actions matches has to arrive, and to be counted, without a highlight. */
async function expectNoHighlight(scene: Omit<Scene, 'carol'>, actions: Action[]): Promise<void> {
  const { alice, room } = scene
  const before = await alice.unreadCounts(room)
  const { highlight } = await tweaksOf(scene, actions)
  expect(highlight !== true, 'Expected a notification without a highlight, found "highlight": true')
  await alice.expectCounts(room, 'one more notification', (counts) => {
    return counts.notification_count > before.notification_count
  })
  expectEqual('the highlight count', (await alice.unreadCounts(room)).highlight_count, 0)
}
