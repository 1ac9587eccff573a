import type { Action } from '../../spec/index.ts'
import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'

/** The actions dont_notify and coalesce: real ones until v1.6, nothing since v1.7. */
export const historicalActions = [
  ...(['dont_notify', 'coalesce'] as const).map((action) =>
    defineCase({
      id: `push-rules-api/${dashed(action)}-is-accepted`,
      title: `A rule with the action ${action}, which the text no longer knows, is not refused`,
      verifies: ['actions.historical.accepted'],
      caughtBy: ['rules.historical-actions-refused'],
      fairness:
        'The text wants these two actions ignored and not rejected. Whether the target keeps them with the rule or drops them is not asked.',
      async run({ user }) {
        const alice = await user('alice')
        const response = await alice.tryPutRule('content', 'tea', { pattern: 'tea', actions: [action] })
        expectEqual('the status of the answer', response.status, 200)
      },
    }),
  ),

  silences({
    id: 'push-rules-api/dont-notify-prevents',
    title: 'A rule with the action dont_notify prevents a push',
    verifies: ['actions.historical.dont-notify'],
    caughtBy: ['push.dont-notify-notifies'],
    fairness:
      'By these versions dont_notify prevents a notification, and only the highest rule that matches is asked. The fence is a message that the rule does not match.',
    actions: ['dont_notify'],
  }),

  notifies({
    id: 'push-rules-api/coalesce-notifies',
    title: 'A rule with the action coalesce notifies, with the tweaks beside it',
    verifies: ['actions.historical.coalesce'],
    caughtBy: ['push.coalesce-silences'],
    fairness:
      'A server that does coalesce has to notify of a single event too. The text leaves open for how long it may wait for more; where that is longer than the patience, the case warns and does not fail.',
    actions: ['coalesce', ...sounding('mine').slice(1)],
  }),

  defineCase({
    id: 'push-rules-api/dont-notify-beside-notify',
    title: 'Whether dont_notify or notify decides where a rule has both',
    verifies: ['actions.historical.contradiction'],
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const actions = ['dont_notify', ...sounding('mine')]
      const response = await alice.tryPutRule('content', 'tea', { pattern: 'tea', actions })
      if (response.status !== 200) return `The target answers ${response.status}`
      const tea = await bob.send(room, 'tea')
      await pusher.expectPush(await bob.send(room, 'coffee'))
      return pusher.about(tea).length > 0 ? 'The target notifies' : 'The target does not notify'
    },
  }),

  ...(
    [
      { requirement: 'actions.historical.no-ops', name: 'does-nothing', saying: 'does nothing' },
      { requirement: 'actions.historical.ignored', name: 'is-ignored', saying: 'is ignored' },
    ] as const
  ).flatMap(({ requirement, name, saying }) => [
    ...(['dont_notify', 'coalesce'] as const).flatMap((action) => [
      silences({
        id: `push-rules-api/${dashed(action)}-${name}`,
        title: `The action ${action} ${saying}: a rule that has it alone does not notify, and no lower rule is asked`,
        verifies: [requirement],
        caughtBy: [`push.${dashed(action)}-notifies`],
        fairness:
          'Without the action that is passed over, the rule has none: it still matches, so no lower rule is asked, and nothing notifies. The target may store the action or drop it.',
        actions: [action],
      }),
      notifies({
        id: `push-rules-api/${dashed(action)}-beside-notify-${name}`,
        title: `The action ${action} ${saying}: a rule that has notify beside it notifies`,
        verifies: [requirement],
        caughtBy: [`push.${dashed(action)}-wins`],
        fairness:
          'Without the action that is passed over, the rule has notify and a sound. The target may store the action or drop it, and push more than this message.',
        actions: [action, ...sounding('mine')],
      }),
    ]),
  ]),
]

interface Variant extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  actions: Action[]
}

/** A case in which a rule with these actions keeps an event from being pushed that the default rules would push. */
function silences({ actions, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions })
      const silent = await bob.send(room, 'tea')
      await pusher.expectNoPush(silent, { until: await bob.send(room, 'coffee') })
    },
  })
}

/** A case in which a rule with these actions, the sound `mine` among them, pushes an event. */
function notifies({ actions, ...definition }: Variant) {
  return defineCase({
    ...definition,
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'tea', { pattern: 'tea', actions })
      expectEqual('the sound', soundOf(await pusher.expectPush(await bob.send(room, 'tea'))), 'mine')
    },
  })
}

/** `dont-notify` for `dont_notify`. */
function dashed(action: string): string {
  return action.replaceAll('_', '-')
}
