import { defineCase, type Scene } from '../harness/case/case.ts'
import type { Inbox } from '../harness/push-receiver/inbox.ts'

const FAIR =
  'The specification notifies the configured push gateway when a new event is received, and the pusher did not exist then. Something else has shown that the target has processed the event before the pusher is set. A push with only the counts may arrive at any time, and the next message has to be pushed.'

/** New pushers, and events from before they were set. */
export const beforePusher = [
  defineCase({
    id: 'recipients/before-first-pusher',
    title: "A user's first pusher is not notified of unread messages that were sent before it was set",
    verifies: ['recipients.new-events-only'],
    caughtBy: ['recipients.new-pusher-notified-of-earlier-events'],
    fairness: FAIR,
    async run({ sharedUser }) {
      const [alice, bob] = await Promise.all([sharedUser('alice'), sharedUser('bob')])
      const room = await bob.createRoom({ invite: [alice] })
      await alice.join(room)
      const earlier = await sendUntilCounted({ alice, bob, room })
      const pusher = await alice.setPusher()
      await expectOnlyLater({ bob, room }, pusher, earlier)
    },
  }),

  defineCase({
    id: 'recipients/before-further-pusher',
    title: 'A further pusher of a user is not notified of messages of which the first one was notified',
    verifies: ['recipients.new-events-only'],
    caughtBy: ['recipients.new-pusher-notified-of-earlier-events'],
    fairness: FAIR,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const earlier = await bob.send(room, 'while there is one pusher')
      await pusher.expectPush(earlier)
      await expectOnlyLater({ bob, room }, await alice.setPusher(), earlier)
    },
  }),

  defineCase({
    id: 'recipients/before-pusher-of-another-device',
    title: 'A pusher that another device of the user sets is not notified of earlier messages',
    verifies: ['recipients.new-events-only'],
    caughtBy: ['recipients.new-pusher-notified-of-earlier-events'],
    fairness: `${FAIR} The case is skipped if users cannot sign in with a password, because there is no second device then.`,
    async run({ sharedScene, anonymousClient }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const earlier = await bob.send(room, 'while there is one device')
      await pusher.expectPush(earlier)
      const elsewhere = await alice.signIn(anonymousClient())
      await expectOnlyLater({ bob, room }, await elsewhere.setPusher(), earlier)
    },
  }),

  defineCase({
    id: 'recipients/while-pusher-is-deleted',
    title: 'A pusher that is set again after it was deleted is not notified of messages that were sent in between',
    verifies: ['recipients.new-events-only'],
    caughtBy: ['recipients.new-pusher-notified-of-earlier-events'],
    fairness: FAIR,
    async run({ sharedScene }) {
      const { alice, bob, room, pusher } = await sharedScene()
      const other = await alice.setPusher()
      await pusher.expectPush(await bob.send(room, 'before the deletion'))
      await alice.deletePusher(pusher)
      const between = await bob.send(room, 'after the deletion')
      await other.expectPush(between)
      await alice.client.ok('setPusher', { body: alice.pusherRequest({ pushkey: pusher.pushkey }) })
      await expectOnlyLater({ bob, room }, pusher, between)
    },
  }),
]

/** Sends a message with a highlight, and waits until the target counts it. The invitation may be counted before it. */
async function sendUntilCounted({ alice, bob, room }: Pick<Scene, 'alice' | 'bob' | 'room'>): Promise<string> {
  const actions = ['notify', { set_tweak: 'highlight', value: true }]
  await alice.putRule('content', 'earlier', { pattern: 'earlier', actions })
  const message = await bob.send(room, 'earlier than the pusher')
  await alice.expectCounts(room, 'the highlight of the message', ({ highlight_count }) => highlight_count > 0)
  return message
}

/** Expects a pusher not to be notified of an earlier event, but of the next one. */
async function expectOnlyLater({ bob, room }: Pick<Scene, 'bob' | 'room'>, pusher: Inbox, earlier: string) {
  const until = await bob.send(room, 'after the pusher was set')
  await pusher.expectNoPush(earlier, { until, because: 'it was sent before the pusher was set' })
}
