import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'

/** Events that a server may come across more than once, and that are still counted once. */
export const once = [
  defineCase({
    id: 'unread-counts/invitation-at-most-once',
    title: 'After joining, an invitation is counted at most once, and so is its highlight',
    verifies: ['recipients.one-notification', 'unread-counts.total', 'unread-counts.highlight'],
    caughtBy: ['recipients.invitations-twice-after-joining'],
    fairness:
      'One event makes one notification. Joining may read the invitation, and a server need not count it in a room that is joined. A rule of the user gives it a highlight, and the message after it has one too.',
    async run({ sharedScene }) {
      const { alice, bob, pusher } = await sharedScene({ read: true })
      const highlight = ['notify', { set_tweak: 'highlight', value: true }]
      const conditions = [
        { kind: 'event_match', key: 'type', pattern: 'm.room.member' },
        { kind: 'event_match', key: 'content.membership', pattern: 'invite' },
        { kind: 'event_match', key: 'state_key', pattern: alice.userId },
      ]
      await alice.putRule('override', 'invitations', { conditions, actions: highlight })
      await alice.putRule('content', 'cake', { pattern: 'cake', actions: highlight })
      const room = await bob.createRoom({ invite: [alice] })
      await pusher.expectPushThat('a push of the invitation', ({ notification }) => notification.room_id === room)
      await alice.join(room)
      await pusher.expectPush(await bob.send(room, 'there is cake'))
      const counts = await alice.expectCounts(
        room,
        'the highlight of the message',
        ({ highlight_count }) => highlight_count > 0,
      )
      const { notification_count, highlight_count } = counts
      expect(
        notification_count <= 2 && highlight_count <= 2,
        `Expected the counts with an invitation and a message to be at most 2, found ${quote(counts)}`,
      )
    },
  }),
]
