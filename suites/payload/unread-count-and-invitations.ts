import { defineCase, type Scene } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import { expectUnreadInPush, ONE_IN_EACH_OF_TWO_ROOMS } from './helpers/expect-unread-in-push.ts'
import { readEverything } from './helpers/read-everything.ts'
import { FAIR_ABOUT_COUNTS } from './unread-count.ts'

const UNREAD_COUNT = { buildsOn: ['payload.unread-count'] }

const ONE_PER_ROOM = 'Each room has at most one unread message, so a count of rooms passes as well.'

interface Ending {
  id: string
  /** End of "an invitation" */
  what: string
  caughtBy: readonly string[]
  /** Ends the invitation of Alice by Bob. */
  end(scene: Scene, roomId: string): Promise<void>
}

/** Ways in which an invitation ends without a join. */
const ENDINGS: readonly Ending[] = [
  {
    id: 'payload/counts-without-declined-invitation',
    what: 'that the user has declined',
    caughtBy: ['payload.counts-include-declined-invitations'],
    async end({ alice }, roomId) {
      const { status } = await alice.client.call('leaveRoom', { path: { roomId }, body: {} })
      if (status !== 200) throw new NotApplicable(`The target does not let users decline invitations: status ${status}`)
    },
  },
  {
    id: 'payload/counts-without-withdrawn-invitation',
    what: 'that was withdrawn',
    caughtBy: ['payload.counts-include-declined-invitations', 'payload.counts-include-left-rooms'],
    async end({ alice, bob }, roomId) {
      await bob.client.ok('kickUser', { path: { roomId }, body: { user_id: alice.userId } })
    },
  },
  {
    id: 'payload/counts-without-banned-invitation',
    what: 'to a room from which the user was banned since',
    caughtBy: ['payload.counts-include-banned-invitations', 'payload.counts-include-left-rooms'],
    async end({ alice, bob }, roomId) {
      await bob.client.ok('banUser', { path: { roomId }, body: { user_id: alice.userId } })
    },
  },
]

/** Invitations in the unread count that is sent to the gateway. */
export const unreadCountAndInvitations = [
  ...ENDINGS.map(({ id, what, caughtBy, end }) =>
    defineCase({
      id,
      title: `The unread count does not include an invitation ${what}`,
      verifies: ['payload.unread-count'],
      caughtBy,
      fairness: `${FAIR_ABOUT_COUNTS} The count is defined over the rooms that the user is a member of, and she never was one of this room. ${ONE_PER_ROOM}`,
      async run({ sharedScene }) {
        const scene = await sharedScene({ read: true, roomCount: 2 })
        const { alice, bob, pusher } = scene
        const [one, two] = await twoRooms(scene)
        const first = await pusher.expectPush(await bob.send(one, 'stays unread'))
        const invited = await bob.createRoom({ invite: [alice] })
        await pusher.expectPushThat('a push of the invitation', ({ notification }) => notification.room_id === invited)
        await end(scene, invited)
        const second = await pusher.expectPush(await bob.send(two, 'after the invitation'))
        expectUnreadInPush(
          { when: 'before the invitation', push: first, unread: 1 },
          { when: `${ONE_IN_EACH_OF_TWO_ROOMS} after the end of an invitation`, push: second, unread: 2 },
        )
      },
    }),
  ),

  defineCase({
    id: 'payload/counts-without-ignored-invitation',
    title: 'The unread count does not include an invitation from a user whom the recipient ignores',
    verifies: ['payload.unread-count'],
    since: 'v1.1',
    caughtBy: ['payload.counts-include-ignored-invitations'],
    fairness: `${FAIR_ABOUT_COUNTS} No client of the user may receive the invitation, so nobody could ever make the count fall again. ${ONE_PER_ROOM}`,
    async run({ sharedScene, sharedUser }) {
      const scene = await sharedScene({ read: true, roomCount: 2 })
      const { alice, bob, pusher } = scene
      const carol = await sharedUser('carol')
      const [one, two] = await twoRooms(scene)
      await alice.ignore(carol)
      const first = await pusher.expectPush(await bob.send(one, 'stays unread'))
      await carol.createRoom({ invite: [alice] })
      const second = await pusher.expectPush(await bob.send(two, 'after the invitation'))
      expectUnreadInPush(
        { when: 'before the invitation', push: first, unread: 1 },
        { when: `${ONE_IN_EACH_OF_TWO_ROOMS} after an ignored invitation`, push: second, unread: 2 },
      )
    },
  }),

  defineCase({
    id: 'payload/counts-and-waiting-invitation',
    title: 'Whether the unread count includes an invitation that waits for a response',
    verifies: ['payload.waiting-invitations'],
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, roomCount: 2 })
      const { alice, bob, pusher } = scene
      const [one, two] = await twoRooms(scene)
      const first = await pusher.expectPush(await bob.send(one, 'stays unread'))
      const invited = await bob.createRoom({ invite: [alice] })
      await pusher.expectPushThat('a push of the invitation', ({ notification }) => notification.room_id === invited)
      const second = await pusher.expectPush(await bob.send(two, 'after the invitation'))
      const before = first.notification.counts?.unread
      const found = second.notification.counts?.unread
      if (before === undefined || found === undefined)
        throw new NotApplicable('A push of this case does not have the count of unread messages')
      const expected = `Expected the unread count with two unread messages and an invitation to be 2 or 3`
      expect(found === 2 || found === 3, `${expected}, found ${found}`, UNREAD_COUNT)
      return found === 3
        ? 'The target counts the invitation too: the count is 3 with two unread messages and an invitation'
        : 'The target counts only the two unread messages, and not the invitation'
    },
  }),

  defineCase({
    id: 'payload/counts-accepted-invitation-once',
    title: 'The unread count in the first push after joining includes the invitation at most once',
    verifies: ['payload.unread-count', 'recipients.one-notification'],
    caughtBy: ['recipients.invitations-twice-after-joining'],
    fairness: `${FAIR_ABOUT_COUNTS} A message and the invitation are unread, and joining may read the invitation. A server that counts messages alone, or rooms, passes as well.`,
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true })
      const { alice, bob, pusher } = scene
      await readEverything(scene)
      const room = await bob.createRoom({ invite: [alice] })
      await pusher.expectPushThat('a push of the invitation', ({ notification }) => notification.room_id === room)
      await alice.join(room)
      const { notification } = await pusher.expectPush(await bob.send(room, 'welcome'))
      const found = notification.counts?.unread
      if (found === undefined) throw new NotApplicable('The push of the message has no count of unread messages')
      const expected = 'Expected the unread count after an invitation, the join and a message to be 1 or 2'
      expect(found === 1 || found === 2, `${expected}, found ${found}`)
    },
  }),
]

/** Returns two rooms of Alice and Bob in which Alice has read everything. No invitation of hers waits. */
async function twoRooms(scene: Scene): Promise<[string, string]> {
  const [one = '', two = ''] = scene.rooms
  await readEverything(scene, [one, two])
  return [one, two]
}
