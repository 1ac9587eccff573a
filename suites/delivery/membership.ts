import { defineCase } from '../harness/case.ts'
import { NotApplicable } from '../harness/errors.ts'

const FAIR =
  'Rooms of the preset private_chat show their history to members: who is none when an event is sent may not see it, and joins only later, if at all. The fence is a message in another room, for the same pusher.'

/** Who is notified of what is sent to a room: those who may see it. */
export const membership = [
  defineCase({
    id: 'delivery/after-leaving',
    title: 'A message in a room that the user has left is not pushed to the user',
    verifies: ['gateway.visible-events'],
    caughtBy: ['push.after-leave'],
    fairness: FAIR,
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const left = await bob.createRoom({ invite: [alice] })
      await alice.join(left)
      await pusher.expectPush(await bob.send(left, 'before Alice leaves'))
      await alice.leave(left)
      const message = await bob.send(left, 'after she left')
      await pusher.expectNoPush(message, { until: await bob.send(room, 'where she still is') })
    },
  }),

  defineCase({
    id: 'delivery/after-being-removed',
    title: 'A message in a room from which the user was removed is not pushed to the user',
    verifies: ['gateway.visible-events'],
    caughtBy: ['push.after-leave'],
    fairness: FAIR,
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const closed = await bob.createRoom({ invite: [alice] })
      await alice.join(closed)
      await pusher.expectPush(await bob.send(closed, 'before Alice is removed'))
      await bob.client.ok('kickUser', { path: { roomId: closed }, body: { user_id: alice.userId } })
      const message = await bob.send(closed, 'after she was removed')
      await pusher.expectNoPush(message, { until: await bob.send(room, 'where she still is') })
    },
  }),

  defineCase({
    id: 'delivery/while-invited',
    title: 'A message in a room that the user is invited to, and has not joined, is not pushed to the user',
    verifies: ['gateway.visible-events'],
    caughtBy: ['push.while-invited'],
    fairness: FAIR,
    async run({ scene }) {
      const { alice, bob, room, pusher } = await scene()
      const invited = await bob.createRoom({ invite: [alice] })
      await pusher.expectPushThat('a push of the invitation', ({ notification }) => notification.room_id === invited)
      const message = await bob.send(invited, 'before Alice joins')
      await pusher.expectNoPush(message, { until: await bob.send(room, 'where she already is') })
    },
  }),

  defineCase({
    id: 'delivery/ignored-inviter',
    title: 'Whether an invitation from a user whom the recipient ignores is pushed',
    verifies: ['rules.ignored-users'],
    async run({ scene }) {
      const { alice, bob, carol, room, pusher } = await scene({ group: true })
      const answer = await alice.client.call('putAccountData', {
        path: { userId: alice.userId, type: 'm.ignored_user_list' },
        body: { ignored_users: { [bob.userId]: {} } },
      })
      if (answer.status !== 200)
        throw new NotApplicable(`The target does not let users ignore others: ${answer.status}`)
      const other = await bob.createRoom({ invite: [alice] })
      await pusher.expectPush(await carol.send(room, 'a message of Carol'))
      const pushed = pusher.pushes.some(({ notification }) => notification.room_id === other)
      return pushed ? 'The target pushes it' : 'The target does not push it'
    },
  }),
]
