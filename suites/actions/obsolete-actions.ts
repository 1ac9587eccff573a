import { quote } from '../../common/text.ts'
import type { Action } from '../../spec/index.ts'
import { type CaseDefinition, defineCase } from '../harness/case/case.ts'
import { expectEqual, expectStatus } from '../harness/case/expect.ts'
import { sounding, soundOf } from '../harness/case/sound.ts'
import type { User } from '../harness/users/user.ts'
import { expectSilenced } from '../rules-api/helpers/deciding-rule.ts'

/** The obsolete actions dont_notify and coalesce: they have a meaning until v1.6 and none since v1.7. */
export const obsoleteActions = [
  ...(['dont_notify', 'coalesce'] as const).map((action) =>
    defineCase({
      id: `actions/${dashed(action)}-is-accepted`,
      title: `A rule with the obsolete action ${action} is not refused`,
      verifies: ['actions.historical.accepted'],
      caughtBy: ['actions.historical-refused'],
      fairness:
        'The specification says that these two actions are ignored and not rejected. The target may store or drop them.',
      async run({ sharedUser }) {
        const alice = await sharedUser('alice')
        const response = await alice.tryPutRule('content', 'tea', { pattern: 'tea', actions: [action] })
        expectStatus(response, 200)
      },
    }),
  ),

  silences({
    id: 'actions/dont-notify-prevents',
    title: 'A rule with the action dont_notify prevents a push',
    verifies: ['actions.historical.dont-notify'],
    caughtBy: ['actions.dont-notify-notifies'],
    fairness:
      'In these versions dont_notify prevents a notification, and only the highest matching rule decides. The fence is a message that the rule does not match.',
    actions: ['dont_notify'],
  }),

  notifies({
    id: 'actions/coalesce-notifies',
    title: 'A rule with the action coalesce notifies, with the tweaks next to it',
    verifies: ['actions.historical.coalesce'],
    caughtBy: ['actions.coalesce-silences'],
    fairness:
      'A server that coalesces has to notify about a single event too. It is unspecified how long it may wait for more; if that exceeds the timeout, the case warns and does not fail.',
    actions: ['coalesce', ...sounding('mine').slice(1)],
  }),

  defineCase({
    id: 'actions/dont-notify-beside-notify',
    title: 'Whether dont_notify or notify decides if a rule has both',
    verifies: ['actions.historical.mixed'],
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const actions = ['dont_notify', ...sounding('mine')]
      const response = await alice.tryPutRule('content', 'tea', { pattern: 'tea', actions })
      if (response.status !== 200) return `The target refuses such a rule with status ${response.status}`
      const tea = await bob.send(room, 'tea')
      const isPushed = await pusher.isPushed(tea, { until: await bob.send(room, 'coffee') })
      return isPushed ? 'The target notifies' : 'The target does not notify'
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
        id: `actions/${dashed(action)}-${name}`,
        title: `The action ${action} ${saying}: a rule with only this action does not notify, and no lower rule is tried`,
        verifies: [requirement],
        caughtBy: [`actions.${dashed(action)}-notifies`],
        fairness:
          'Without the ignored action the rule has none: it still matches, so no lower rule is tried, and nothing notifies. The target may store or drop the action.',
        actions: [action],
      }),
      notifies({
        id: `actions/${dashed(action)}-beside-notify-${name}`,
        title: `The action ${action} ${saying}: a rule with notify next to it notifies`,
        verifies: [requirement],
        caughtBy: [`actions.${dashed(action)}-wins`],
        fairness:
          'Without the ignored action the rule has notify and a sound. The target may store or drop the action, and push more than this message.',
        actions: [action, ...sounding('mine')],
      }),
    ]),
  ]),
]

interface ObsoleteActionCase extends Pick<CaseDefinition, 'id' | 'title' | 'verifies' | 'caughtBy' | 'fairness'> {
  actions: Action[]
}

/** Defines a case in which a rule with these actions silences an event that the default rules would push. */
function silences({ actions, ...definition }: ObsoleteActionCase) {
  return defineCase({
    ...definition,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await putTea(alice, actions)
      const silent = await bob.send(room, 'tea')
      const until = await bob.send(room, 'coffee')
      const rule = { kind: 'content', ruleId: 'tea' } as const
      await expectSilenced({ alice, pusher }, rule, 'the message', silent, { until })
    },
  })
}

/** Defines a case in which a rule with these actions, including the sound `mine`, pushes an event. */
function notifies({ actions, ...definition }: ObsoleteActionCase) {
  return defineCase({
    ...definition,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await putTea(alice, actions)
      // No push at all is what the case is about, so it builds on nothing else
      const reason = { because: `the content rule "tea" with the actions ${quote(actions)} matches it`, buildsOn: [] }
      const push = await pusher.expectPush(await bob.send(room, 'tea'), reason)
      expectEqual('the sound', soundOf(push), 'mine')
    },
  })
}

/** Puts a rule with obsolete actions. Whether that succeeds is a part of what the case is about. */
async function putTea(alice: User, actions: Action[]): Promise<void> {
  const response = await alice.tryPutRule('content', 'tea', { pattern: 'tea', actions })
  alice.client.expectSuccess(response)
}

/** Returns `dont-notify` for `dont_notify`. */
function dashed(action: string): string {
  return action.replaceAll('_', '-')
}
