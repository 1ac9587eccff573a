import type { Action } from '../../spec/index.ts'
import { defineCase, type Scene } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import type { Inbox } from '../harness/gateway/inbox.ts'
import { seconds, sendFailing } from './helpers/failing-gateway.ts'

/** Several pushers and several users at once. */
export const severalPushers = [
  defineCase({
    id: 'delivery/users-of-one-app',
    title: 'Users of one app with one gateway are each notified with their own pushkey',
    verifies: ['gateway.device'],
    caughtBy: ['gateway.app-id-as-pushkey'],
    fairness:
      'Each pushkey has its own inbox, so the pushes may arrive in one request or two, in any order. The app_id is required for every device.',
    async run({ createScene }) {
      const { bob, carol, room, pusher } = await createScene({ group: true })
      const carolsInbox = await carol.setPusher()
      const message = await bob.send(room, 'for Alice and Carol')
      const pushes = await Promise.all([pusher, carolsInbox].map((inbox) => inbox.expectPush(message)))
      for (const { device } of pushes) expectEqual('the app_id of the device', device.app_id, 'org.plexor.test')
    },
  }),

  defineCase({
    id: 'delivery/each-by-own-rules',
    title: 'Each member of a room is notified by their own rules, and the sender is not notified',
    verifies: ['rules.each-recipient', 'gateway.no-own-events'],
    caughtBy: ['rules.of-everyone', 'push.own-events'],
    fairness:
      "Since v1.7 the specification evaluates the rules of every local member except the sender; the case does not apply before that. The users' rules precede the default ones, and a later message has to be pushed to the sender.",
    async run({ createScene }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      const bobsInbox = await bob.setPusher()
      const carolsInbox = await carol.setPusher()
      const withSound = (value: string): Action[] => ['notify', { set_tweak: 'sound', value }]
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: withSound('bell') })
      await carol.putRule('content', 'cake', { pattern: 'cake', actions: withSound('horn') })
      const message = await bob.send(room, 'there is cake')
      const [hers, carolsPush] = await Promise.all([pusher.expectPush(message), carolsInbox.expectPush(message)])
      expectEqual("the sound of Alice's push", hers.device.tweaks?.sound, 'bell')
      expectEqual("the sound of Carol's push", carolsPush.device.tweaks?.sound, 'horn')
      await bobsInbox.expectNoPush(message, { until: await alice.send(room, 'a message of Alice') })
    },
  }),

  defineCase({
    id: 'delivery/muted-by-one',
    title: "A message that one member's rules silence is still pushed to another member",
    verifies: ['rules.each-recipient'],
    caughtBy: ['push.empty-actions-notify'],
    fairness:
      "Since v1.7 the specification evaluates every local member's own rules, and a rule without actions silences an event. The later message, which that rule does not match, has to be pushed.",
    async run({ createScene }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      const carolsInbox = await carol.setPusher()
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: [] })
      const message = await bob.send(room, 'there is cake')
      await carolsInbox.expectPush(message)
      await pusher.expectNoPush(message, { until: await bob.send(room, 'there is tea') })
    },
  }),

  defineCase({
    id: 'delivery/beside-a-failing-gateway',
    title: 'Whether a pusher whose gateway fails holds up other pushers',
    verifies: ['gateway.independent'],
    async run({ createScene, retryTimeoutMs }) {
      const scene = await createScene({ group: true })
      const others = await pushersBeside(scene)
      await sendFailing(scene)
      return await describeOthers(scene, others, retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/beside-a-slow-gateway',
    title: 'Whether a pusher whose gateway responds slowly holds up other pushers',
    verifies: ['gateway.independent'],
    async run({ createScene, retryTimeoutMs }) {
      const scene = await createScene({ group: true })
      const others = await pushersBeside(scene)
      const release = scene.pusher.hold()
      await scene.pusher.expectPush(await scene.bob.send(scene.room, 'the gateway is slow with this one'))
      const found = await describeOthers(scene, others, retryTimeoutMs)
      release()
      return found
    },
  }),
]

interface OtherPushers {
  sameUser: Inbox
  otherUser: Inbox
}

async function pushersBeside({ alice, carol }: Scene): Promise<OtherPushers> {
  return { sameUser: await alice.setPusher(), otherUser: await carol.setPusher() }
}

/** Describes which of the other pushers get a new message while the gateway of the first one fails or is slow. */
async function describeOthers(
  { bob, room, pusher }: Scene,
  others: OtherPushers,
  retryTimeoutMs: number,
): Promise<string> {
  const failedAt = pusher.pushes.at(-1)?.at ?? 0
  const message = await bob.send(room, 'a message for all of them')
  const [sameUser, otherUser] = await Promise.all(
    [others.sameUser, others.otherUser].map(async (inbox) => {
      const push = await inbox.attempt(message, 1, retryTimeoutMs)
      return push === undefined
        ? `did not arrive within ${seconds(retryTimeoutMs)}`
        : `arrived after ${seconds(push.at - failedAt)}`
    }),
  )
  return `Meanwhile, the push for another pusher of the same user ${sameUser}, and the one for another user ${otherUser}`
}
