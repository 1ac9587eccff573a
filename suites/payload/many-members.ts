import { within } from '../../spec/index.ts'
import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect } from '../harness/case/expect.ts'
import { setBothNames } from '../harness/users/both-names.ts'
import { expectField } from './helpers/expect-field.ts'

/** Notifications from rooms with more than two members. */
export const manyMembers = [
  defineCase({
    id: 'payload/room-name-in-group',
    title: 'In a room of three with a name and an alias, a notification has the name in room_name',
    verifies: ['payload.names'],
    caughtBy: ['payload.no-room-name', 'payload.alias-as-name'],
    fairness:
      'The name has its own field next to the alias, and the sender sets a display name before the message, in this room as in the profile. A homeserver is expected but not required to send both fields, so a missing one is only a warning; a wrong one fails.',
    async run({ sharedScene, unique }) {
      const { carol, room, pusher } = await sharedScene({
        isNewRoom: true,
        group: true,
        room: { name: 'Tea Party', alias: unique('tea-party') },
      })
      await setBothNames(carol, room, 'Carol the March Hare')
      const { notification } = await pusher.expectPush(await carol.send(room, 'a message'))
      expectField('room_name', notification, 'Tea Party')
      expectField('sender_display_name', notification, 'Carol the March Hare')
    },
  }),

  defineCase({
    id: 'payload/user-is-not-target-of-other-members',
    title: "The notification of another user's membership event does not say that the user is its target",
    verifies: ['payload.user-is-target-value'],
    caughtBy: ['payload.user-is-target-always', 'payload.user-is-target-of-all-members'],
    fairness:
      "The field may be false, null or missing if the event is about another user's membership. Since v1.7 the user's rules apply to that event, so it has to be pushed; before that the case is skipped if it is not.",
    async run({ sharedScene, specVersion }) {
      const { alice, bob, carol, room, pusher } = await sharedScene({ group: true })
      const conditions = [{ kind: 'event_match', key: 'type', pattern: 'm.room.member' }]
      await alice.putRule('override', 'members', { conditions, actions: ['notify'] })
      const removal = await bob.setState(room, 'm.room.member', { membership: 'leave' }, carol.userId)
      const because = 'the override rule "members" matches every membership event'
      const isRequired = within(specVersion, { since: 'v1.7' })
      const push = isRequired
        ? await pusher.expectPush(removal, { because, buildsOn: ['recipients.each-by-own-rules'] })
        : await pusher.arrivalOf(removal)
      if (push === undefined) {
        throw new NotApplicable("The event was not pushed, and before v1.7 rules need not apply to others' membership")
      }
      const { notification } = push
      expect(notification.user_is_target !== true, 'Expected user_is_target to be false or missing, found true')
    },
  }),
]
