import { defineCase } from '../harness/case/case.ts'
import { sounding } from '../harness/case/sound.ts'
import type { User } from '../harness/users/user.ts'
import { expectSilenced } from '../rules-api/helpers/deciding-rule.ts'

/** Events from before a rule changed. */
export const beforeRuleChanges = [
  defineCase({
    id: 'recipients/silenced-before-rule-changes',
    title: 'An event that a rule has silenced is not pushed when the rule is disabled, changed or deleted later',
    verifies: ['recipients.new-events-only'],
    caughtBy: ['recipients.changes-apply-to-earlier-events'],
    fairness:
      'The specification evaluates the rules when a new event is received. The push of a later event, before the rule is changed, shows that the target has processed the silenced one.',
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      for (const [index, [what, change]] of LATER_CHANGES.entries()) {
        const name = `quiet${index}`
        await alice.putRule('content', name, { pattern: name, actions: [] })
        const silent = await bob.send(room, name)
        const fence = await bob.send(room, 'a message before the change')
        await expectSilenced({ alice, pusher }, { kind: 'content', ruleId: name }, 'the message', silent, {
          until: fence,
        })
        await change(alice, name)
        const until = await bob.send(room, 'a message after the change')
        await pusher.expectNoPush(silent, { until, because: `a rule silenced it, which ${what} only later` })
      }
    },
  }),
]

/** Changes after which a rule with this name as its ID and pattern no longer silences events. */
const LATER_CHANGES: [string, (alice: User, name: string) => Promise<void>][] = [
  ['was disabled', (alice, name) => alice.enableRule('content', name, false)],
  ['got actions', (alice, name) => alice.setActions('content', name, sounding('new'))],
  ['was put again', (alice, name) => alice.putRule('content', name, { pattern: name, actions: sounding('new') })],
  ['was deleted', (alice, name) => alice.deleteRule('content', name)],
]
