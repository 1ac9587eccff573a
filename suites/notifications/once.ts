import { plural } from '../../common/text.ts'
import type { NotificationItem } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect } from '../harness/case/expect.ts'
import { expectInList, expectListed, MANY } from './helpers/notification-list.ts'

/** Events that a server may come across more than once, and that are still listed once. */
export const once = [
  defineCase({
    id: 'notifications/invitation-listed-once',
    title: 'An invitation is listed once, and not again after joining',
    verifies: ['recipients.one-notification', 'notifications.listed'],
    caughtBy: ['recipients.invitations-twice', 'recipients.invitations-twice-after-joining'],
    fairness:
      'One event makes one notification. The list is compared after the invitation is there, and after a later message is; an invitation that is gone by then, because joining has read it, passes. Pages that overlap do not count.',
    async run({ user }) {
      const [alice, bob] = await Promise.all([user('alice'), user('bob')])
      const room = await bob.createRoom({ invite: [alice] })
      const isInvitation = ({ room_id, event }: NotificationItem) =>
        room_id === room && event.type === 'm.room.member' && event.content.membership === 'invite'
      const expectOnce = async (when: string) => {
        const { notifications } = await alice.notificationPage(MANY)
        const times = notifications.filter(isInvitation).length
        expect(times <= 1, `Expected the invitation to be listed once ${when}, found it ${plural(times, 'time')}`)
      }
      await expectInList(alice, `a notification of the invitation to ${room}`, isInvitation)
      await expectOnce('before joining')
      await alice.join(room)
      await expectListed(alice, await bob.send(room, 'welcome'))
      await expectOnce('after joining')
    },
  }),
]
