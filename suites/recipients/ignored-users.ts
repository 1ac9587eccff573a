import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'

/** Events from users whom the recipient ignores. */
export const ignoredUsers = [
  defineCase({
    id: 'recipients/ignored-sender',
    title: 'Whether a message from a user whom the recipient ignores is pushed',
    verifies: ['recipients.ignored-users'],
    async run({ createScene }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      await pusher.expectPush(await bob.send(room, 'before Bob is ignored'))
      const response = await alice.client.call('putAccountData', {
        path: { userId: alice.userId, type: 'm.ignored_user_list' },
        body: { ignored_users: { [bob.userId]: {} } },
      })
      if (response.status !== 200)
        throw new NotApplicable(`The target does not let users ignore others: status ${response.status}`)
      const message = await bob.send(room, 'a message that Alice may never see')
      const isPushed = await pusher.isPushed(message, { until: await carol.send(room, 'a message of Carol') })
      return isPushed ? 'The target pushes it' : 'The target does not push it'
    },
  }),

  defineCase({
    id: 'recipients/ignored-inviter',
    title: 'Whether an invitation from a user whom the recipient ignores is pushed',
    verifies: ['recipients.ignored-users'],
    async run({ createScene }) {
      const { alice, bob, carol, room, pusher } = await createScene({ group: true })
      const response = await alice.client.call('putAccountData', {
        path: { userId: alice.userId, type: 'm.ignored_user_list' },
        body: { ignored_users: { [bob.userId]: {} } },
      })
      if (response.status !== 200)
        throw new NotApplicable(`The target does not let users ignore others: status ${response.status}`)
      const other = await bob.createRoom({ invite: [alice] })
      await pusher.expectPush(await carol.send(room, 'a message of Carol'))
      const pushed = pusher.pushes.some(({ notification }) => notification.room_id === other)
      return pushed ? 'The target pushes it' : 'The target does not push it'
    },
  }),
]
