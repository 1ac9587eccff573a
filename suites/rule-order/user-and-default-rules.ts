import { defineCase } from '../harness/case/case.ts'
import { IS_MESSAGE, sounding } from '../harness/case/sound.ts'
import { setBothNames } from '../harness/users/both-names.ts'
import { expectDecides } from '../rules-api/helpers/deciding-rule.ts'

const FAIR_OWN =
  "All rules are of one kind, so the order of kinds does not matter, and the specification puts the default rules below the user's own. It does not matter which default rule would be next."

/** Order of the user's own rules and the server-default rules. */
export const userAndDefaultRules = [
  defineCase({
    id: 'rule-order/user-override-before-default',
    title: "A user's override rule precedes the default override rule that silences notices",
    verifies: ['rule-order.user-before-default'],
    caughtBy: ['rule-order.user-rules-below-defaults'],
    fairness: FAIR_OWN,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('override', 'mine', { conditions: IS_MESSAGE, actions: sounding('mine') })
      const notice = await bob.send(room, { msgtype: 'm.notice', body: 'a notice' })
      const mine = { kind: 'override', ruleId: 'mine', sound: 'mine' } as const
      await expectDecides({ alice, pusher }, mine, 'a notice, which .m.rule.suppress_notices matches too', notice)
    },
  }),

  defineCase({
    id: 'rule-order/user-content-before-default',
    title: "A user's content rule precedes the default content rule for the user's name",
    verifies: ['rule-order.user-before-default', 'default-rules.rule.contains-user-name'],
    caughtBy: ['rule-order.user-rules-below-defaults'],
    fairness:
      "Both are content rules, among which the specification puts the user's first. The message contains Alice's display name neither as it is in the room nor as it is in her profile, so no default override rule of the specification matches.",
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      // Many servers use the local part as the display name of a new user, and then a default override rule would come
      // first.
      await setBothNames(alice, room, 'Queen of Hearts')
      await alice.putRule('content', 'mine', { pattern: alice.localpart, actions: sounding('mine') })
      const message = await bob.send(room, `Hello ${alice.localpart}`)
      const mine = { kind: 'content', ruleId: 'mine', sound: 'mine' } as const
      await expectDecides({ alice, pusher }, mine, "a message with Alice's localpart", message)
    },
  }),

  defineCase({
    id: 'rule-order/user-underride-before-default',
    title: "A user's underride rule precedes the default underride rules",
    verifies: ['rule-order.user-before-default'],
    caughtBy: ['rule-order.user-rules-below-defaults'],
    fairness: FAIR_OWN,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('underride', 'mine', { conditions: IS_MESSAGE, actions: sounding('mine') })
      const mine = { kind: 'underride', ruleId: 'mine', sound: 'mine' } as const
      const message = await bob.send(room, 'a message')
      await expectDecides({ alice, pusher }, mine, 'a message, which default underride rules match too', message)
    },
  }),

  defineCase({
    id: 'rule-order/default-override-and-user-content',
    title: "Whether a default override rule precedes a user's content rule",
    verifies: ['rule-order.default-before-lower-kind'],
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      await alice.putRule('content', 'mine', { pattern: 'tea', actions: sounding('mine') })
      const notice = await bob.send(room, { msgtype: 'm.notice', body: 'tea' })
      const isPushed = await pusher.isPushed(notice, { until: await bob.send(room, 'tea') })
      return isPushed ? "The user's content rule comes first" : 'The default override rule comes first'
    },
  }),
]
