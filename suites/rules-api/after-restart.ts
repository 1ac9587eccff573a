import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { FAIR_AFTER_RESTART, passRestart } from '../harness/users/restart.ts'
import type { User } from '../harness/users/user.ts'

const ONE_TO_ONE = '.m.rule.room_one_to_one'
const MASTER = '.m.rule.master'

/** Push rules of a homeserver that is restarted. */
export const afterRestart = [
  defineCase({
    id: 'rules-api/after-restart',
    title: 'After a restart of the target, the push rules are what they were: own ones, changed and deleted ones',
    verifies: ['rules-api.put-creates', 'rules-api.enabled-set', 'rules-api.actions-set', 'rules-api.delete'],
    caughtBy: ['rules-api.delete-ignored'],
    fairness: FAIR_AFTER_RESTART,
    spansHalfway: true,
    async run({ createScene, halfway }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('content', 'tea', {
        pattern: 'tea',
        actions: ['notify', { set_tweak: 'highlight', value: true }],
      })
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [] })
      await alice.putRule('sender', bob.userId, { actions: [] })
      await alice.enableRule('sender', bob.userId, false)
      await alice.setActions('underride', ONE_TO_ONE, ['notify', { set_tweak: 'sound', value: 'bells' }])
      await alice.deleteRule('content', 'cake')
      const before = await stateOf(alice, bob)
      await pusher.expectPush(await bob.send(room, 'cake before the restart'))
      await passRestart({ halfway }, alice, bob)
      expectEqual('the rules after the restart', await stateOf(alice, bob), before)
      await pusher.expectPush(await bob.send(room, 'cake after the restart'))
    },
  }),
]

/** Returns what the rules of the case say that a restart could change. */
async function stateOf(alice: User, bob: User) {
  const [content, sender] = [await alice.rulesOf('content'), await alice.rulesOf('sender')]
  return {
    content: content.map(({ rule_id }) => rule_id).filter((id) => ['tea', 'cake'].includes(id)),
    pattern: content.find(({ rule_id }) => rule_id === 'tea')?.pattern,
    actions: content.find(({ rule_id }) => rule_id === 'tea')?.actions,
    sender: sender.map(({ rule_id, enabled }) => ({ rule_id, enabled })),
    isSenderEnabled: await alice.isEnabled('sender', bob.userId),
    oneToOne: await alice.actionsOf('underride', ONE_TO_ONE),
    master: await alice.isEnabled('override', MASTER),
  }
}
