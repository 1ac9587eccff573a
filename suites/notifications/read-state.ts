import { defineCase } from '../harness/case/case.ts'
import { expectEqual } from '../harness/case/expect.ts'
import { inThread } from '../harness/users/relation.ts'
import { expectInList, expectListed, expectRead } from './helpers/notification-list.ts'

/** Invitations in the list, and other kinds of receipts that mark notifications as read. */
export const readState = [
  defineCase({
    id: 'notifications/invitation',
    title: 'An invitation to the user is listed, with its room',
    verifies: ['notifications.listed', 'notifications.event', 'default-rules.rule.invite-for-me'],
    caughtBy: ['notifications.empty', 'default-rules.no-invite-for-me', 'default-rules.invites-not-evaluated'],
    fairness:
      'The default rule for invitations notifies the user in every version, so she was or would have been notified. The invitation is identified by its room, and further fields are ignored.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const room = await bob.createRoom({ invite: [alice] })
      const item = await expectInList(
        alice,
        `a notification of the invitation to ${room}`,
        ({ room_id }) => room_id === room,
      )
      const { type, sender, state_key, content } = item.event
      expectEqual('the type of the event', type, 'm.room.member')
      expectEqual('the sender of the event', sender, bob.userId)
      expectEqual('the state_key of the event', state_key, alice.userId)
      expectEqual('the membership in the event', content.membership, 'invite')
    },
  }),

  defineCase({
    id: 'notifications/read-by-private-receipt',
    title: 'A private receipt marks notifications up to its event as read, and leaves later ones unread',
    verifies: ['notifications.read', 'receipts.private-marks-read'],
    caughtBy: [
      'notifications.never-read',
      'notifications.gone-without-being-read',
      'notifications.always-read',
      'receipts.private-ignored',
    ],
    fairness:
      'Since v1.4 a private receipt is also a read receipt and clears notifications. The case is skipped if the target does not list read notifications.',
    async run({ createScene }) {
      const { alice, bob, room } = await createScene()
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await expectListed(alice, second)
      await expectRead(alice, {
        send: () => alice.read(room, first, { type: 'm.read.private' }),
        sendLater: () => bob.send(room, 'three'),
        room,
        eventIds: [first],
      })
      expectEqual('whether the later notification is read', (await expectListed(alice, second)).read, false)
    },
  }),

  defineCase({
    id: 'notifications/read-in-a-thread',
    title:
      'A receipt for a thread marks the notifications of that thread as read, and leaves an earlier one outside it unread',
    verifies: ['notifications.read', 'receipts.thread'],
    caughtBy: [
      'notifications.never-read',
      'notifications.gone-without-being-read',
      'notifications.always-read',
      'receipts.threaded-marks-room-read',
    ],
    fairness:
      'A receipt with the root of a thread covers only that thread, and the other message is in none. The case is skipped if the target does not list read notifications.',
    async run({ createScene }) {
      const { alice, bob, room } = await createScene()
      const root = await bob.send(room, 'the root of a thread')
      const elsewhere = await bob.send(room, 'in no thread')
      const reply = await bob.send(room, inThread(root, 'in the thread'))
      await expectListed(alice, reply)
      await expectRead(alice, {
        send: () => alice.read(room, reply, { threadId: root }),
        sendLater: () => bob.send(room, 'later, in no thread'),
        room,
        eventIds: [reply],
      })
      const { read } = await expectListed(alice, elsewhere)
      expectEqual('whether the notification of the message outside the thread is read', read, false)
    },
  }),
]
