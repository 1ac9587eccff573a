import { defineCase, type Scene } from '../harness/case/case.ts'
import type { Inbox } from '../harness/push-receiver/inbox.ts'
import { seconds, sendFailing } from './helpers/failing-gateway.ts'

/** Several pushers and several users at once. */
export const independentPushers = [
  defineCase({
    id: 'delivery/beside-failing-gateway',
    title: 'Whether a pusher whose gateway fails holds up other pushers',
    verifies: ['delivery.independent-pushers'],
    async run({ createScene, retryTimeoutMs }) {
      const scene = await createScene({ group: true })
      const others = await pushersBeside(scene)
      await sendFailing(scene)
      return await describeOthers(scene, others, retryTimeoutMs)
    },
  }),

  defineCase({
    id: 'delivery/beside-slow-gateway',
    title: 'Whether a pusher whose gateway responds slowly holds up other pushers',
    verifies: ['delivery.independent-pushers'],
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
