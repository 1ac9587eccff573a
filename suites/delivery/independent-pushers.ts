import { defineCase, type Scene } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import type { Inbox } from '../harness/push-receiver/inbox.ts'
import { expectNotLost, seconds, sendFailing } from './helpers/failing-gateway.ts'

/** Several pushers and several users at once. */
export const independentPushers = [
  defineCase({
    id: 'delivery/beside-failing-gateway',
    title: 'Whether a pusher whose gateway fails holds up other pushers',
    verifies: ['delivery.independent-pushers'],
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene({ group: true })
      const others = await pushersBeside(scene)
      await sendFailing(scene)
      return await describeOthers(scene, others, { retryTimeoutMs, recover: () => scene.pusher.accept() })
    },
  }),

  defineCase({
    id: 'delivery/beside-slow-gateway',
    title: 'Whether a pusher whose gateway responds slowly holds up other pushers',
    verifies: ['delivery.independent-pushers'],
    async run({ sharedScene, retryTimeoutMs }) {
      const scene = await sharedScene({ group: true })
      const others = await pushersBeside(scene)
      const release = scene.pusher.hold()
      await scene.pusher.expectPush(await scene.bob.send(scene.room, 'the gateway is slow with this one'))
      return await describeOthers(scene, others, { retryTimeoutMs, recover: release })
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

/** End of the failure or of the slow response of a gateway. */
interface Recovery {
  retryTimeoutMs: number
  /** Lets the gateway accept pushes again */
  recover(): void
}

/**
 * Describes which of the other pushers get a new message while the gateway of the first one fails or is slow.
 *
 * @throws {Mismatch} when one gets a later message instead once the gateway has recovered
 */
async function describeOthers(
  { bob, room, pusher }: Scene,
  others: OtherPushers,
  { retryTimeoutMs, recover }: Recovery,
): Promise<string> {
  const failedAt = pusher.pushes.at(-1)?.at ?? 0
  const message = await bob.send(room, 'a message for all of them')
  const inboxes = [others.sameUser, others.otherUser]
  const pushes = await Promise.all(inboxes.map((inbox) => inbox.attempt(message, 1, retryTimeoutMs)))
  recover()
  const late = inboxes.filter((_, index) => pushes[index] === undefined)
  for (const inbox of late) {
    await expectNotLost({ bob, room, pusher: inbox }, message, 0, retryTimeoutMs).catch((error: unknown) => {
      if (!(error instanceof NotApplicable)) throw error
    })
  }
  const [sameUser, otherUser] = pushes.map((push) =>
    push === undefined
      ? `did not arrive within ${seconds(retryTimeoutMs)}`
      : `arrived after ${seconds(push.at - failedAt)}`,
  )
  return `Meanwhile, the push for another pusher of the same user ${sameUser}, and the one for another user ${otherUser}`
}
