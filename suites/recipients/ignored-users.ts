import type { SyncResponse } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { Inconclusive, Mismatch } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'

/** Events and invitations from users whom the recipient ignores. */
export const ignoredUsers = [
  defineCase({
    id: 'recipients/ignored-sender',
    title: 'Whether a message from a user whom the recipient ignores is pushed',
    verifies: ['recipients.ignored-users'],
    async run({ sharedScene }) {
      const { alice, bob, carol, room, pusher } = await sharedScene({ group: true })
      await pusher.expectPush(await bob.send(room, 'before Bob is ignored'))
      await alice.ignore(bob)
      const message = await bob.send(room, 'a message that Alice may never see')
      const isPushed = await pusher.isPushed(message, { until: await carol.send(room, 'a message of Carol') })
      return isPushed ? 'The target pushes it' : 'The target does not push it'
    },
  }),

  defineCase({
    id: 'recipients/ignored-inviter',
    title: 'Whether an invitation from a user whom the recipient ignores is pushed',
    verifies: ['recipients.pushes-of-ignored-invitations'],
    async run({ sharedScene }) {
      const { alice, bob, carol, room, pusher } = await sharedScene({ group: true })
      await alice.ignore(bob)
      const other = await bob.createRoom({ invite: [alice] })
      await pusher.expectPush(await carol.send(room, 'a message of Carol'))
      const isPushed = pusher.pushes.some(({ notification }) => notification.room_id === other)
      return isPushed ? 'The target pushes it' : 'The target does not push it'
    },
  }),

  defineCase({
    id: 'recipients/ignored-inviter-in-sync',
    title: 'An invitation from a user whom the recipient ignores is not in /sync',
    verifies: ['recipients.invitations-from-ignored'],
    caughtBy: ['recipients.ignored-inviter-in-sync'],
    fairness:
      'Since v1.1 the specification forbids sending such invitations to clients. An invitation from another user, which is sent later, shows that /sync has them.',
    async run({ user }) {
      const [alice, bob, carol] = await Promise.all([user('alice'), user('bob'), user('carol')])
      await alice.ignore(bob)
      const { next_batch } = await alice.sync()
      const hidden = await bob.createRoom({ invite: [alice] })
      const shown = await carol.createRoom({ invite: [alice] })
      const invitations = new Set<string>()
      const collect = (response: SyncResponse) => {
        for (const roomId of Object.keys(response.rooms?.invite ?? {})) invitations.add(roomId)
        return invitations.has(shown) ? true : undefined
      }
      await alice.expectInSync('the invitation from another user', collect, next_batch).catch((error: unknown) => {
        // Invitations in /sync are not what Plexor is about
        throw error instanceof Mismatch ? new Inconclusive(error.message) : error
      })
      collect(await alice.sync())
      expect(
        !invitations.has(hidden),
        `Expected /sync not to contain the invitation from an ignored user, found that to ${hidden}`,
      )
    },
  }),
]
