import type { Action } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'
import { settledCounts, startAtZero } from '../harness/users/counting.ts'
import { expectDecides, expectSilenced } from '../rules-api/helpers/deciding-rule.ts'

interface SilentCase {
  name: string
  title: string
  actions: Action[]
  caughtBy: string
}

const SILENT: SilentCase[] = [
  {
    name: 'no-actions',
    title: 'A rule without actions silences the events that it matches',
    actions: [],
    caughtBy: 'actions.empty-actions-notify',
  },
  {
    name: 'sound-without-notify',
    title: 'A sound without notify neither pushes nor counts',
    actions: [{ set_tweak: 'sound', value: 'default' }],
    caughtBy: 'actions.tweak-only-notifies',
  },
  {
    name: 'highlight-without-notify',
    title: 'A highlight without notify neither pushes nor counts',
    actions: [{ set_tweak: 'highlight' }],
    caughtBy: 'actions.tweak-only-notifies',
  },
  {
    name: 'tweaks-without-notify',
    title: 'Several tweaks without notify neither push nor count',
    actions: [
      { set_tweak: 'highlight', value: true },
      { set_tweak: 'sound', value: 'ring' },
    ],
    caughtBy: 'actions.tweak-only-notifies',
  },
]

/** Actions that make an event notify. */
export const notifying = [
  ...SILENT.map(({ name, title, actions, caughtBy }) =>
    defineCase({
      id: `actions/${name}`,
      title,
      verifies: ['actions.notify'],
      caughtBy: [caughtBy],
      fairness:
        "Only notify (and formerly coalesce) causes a notification; tweaks only change how it is presented. Once a user's rule matches, lower rules are not tried, and the unread counts count notifications.",
      async run({ sharedScene }) {
        const scene = await sharedScene()
        const { alice, bob, room } = scene
        await alice.putRule('content', 'quiet', { pattern: 'quiet', actions })
        await startAtZero(scene)
        const silent = await bob.send(room, 'be quiet')
        const fence = await bob.send(room, 'a message')
        const rule = { kind: 'content', ruleId: 'quiet' } as const
        await expectSilenced(scene, rule, 'the message', silent, { until: fence })
        const expected = { notification_count: 1, highlight_count: 0 }
        expectEqual('the unread counts for this message and one that notifies', await settledCounts(scene), expected)
      },
    }),
  ),

  defineCase({
    id: 'actions/notify-at-any-position',
    title: 'The position of notify among the actions does not matter',
    verifies: ['actions.notify', 'actions.set-tweak'],
    caughtBy: ['actions.sound-always-default', 'actions.sound-not-sent'],
    fairness:
      'All actions in the list take effect, and the specification gives their order no meaning. The sound is set only once, so the case does not depend on which of two would win.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const [notify, ...sound] = sounding('last')
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [...sound, ...(notify ? [notify] : [])] })
      const rule = { kind: 'content', ruleId: 'cake', sound: 'last' } as const
      await expectDecides({ alice, pusher }, rule, 'the message', await bob.send(room, 'there is cake'))
    },
  }),

  defineCase({
    id: 'actions/unknown-action',
    title: 'How the target treats notify next to an unknown action',
    verifies: ['actions.unknown'],
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const actions = ['notify', { 'org.plexor.unknown': 'action' }, { set_tweak: 'sound', value: 'beside' }]
      const { status } = await alice.tryPutRule('content', 'cake', { pattern: 'cake', actions })
      if (status !== 200) return `The target refuses such a rule with status ${status}`
      const event = await bob.send(room, 'there is cake')
      const fence = await bob.send(room, 'a message that the rule does not match')
      if (!(await pusher.isPushed(event, { until: fence })))
        return 'The target does not push events that match such a rule'
      const [push] = pusher.about(event)
      return push !== undefined && soundOf(push) === 'beside'
        ? 'The target ignores the unknown action and performs the others'
        : 'The target notifies but does not perform the other actions'
    },
  }),
]
