import { defineCase } from '../harness/case/case.ts'
import { setBothNames } from '../harness/users/both-names.ts'
import { aliasOf } from './helpers/alias-of.ts'
import { expectValues } from './helpers/expect-field.ts'

const IF_SENT = 'The field is optional, and the case is skipped if no push has it. If sent, it is defined as'

/** Values of fields that homeservers may omit: those of the event and the room of a notification, and of no other. */
export const fieldValues = [
  defineCase({
    id: 'payload/type-of-each-event',
    title: 'The type of a notification, if sent, is that of its event',
    verifies: ['payload.type-and-sender'],
    caughtBy: ['payload.type-of-message'],
    fairness: `${IF_SENT} the type of the event. A message and an encrypted event are pushed by default in a room of two.`,
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const message = await pusher.expectPush(await bob.send(room, 'a message'))
      const content = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgAEpABm6', session_id: 'c2Vzc2lvbg' }
      const encrypted = await pusher.expectPush(await bob.sendEvent(room, 'm.room.encrypted', content))
      expectValues(
        'type',
        { when: 'of a message', expected: 'm.room.message', ...message },
        { when: 'of an encrypted event', expected: 'm.room.encrypted', ...encrypted },
      )
    },
  }),

  defineCase({
    id: 'payload/sender-of-each-event',
    title: 'The sender of a notification, if sent, is that of its event',
    verifies: ['payload.type-and-sender'],
    caughtBy: ['payload.sender-of-another-event', 'payload.recipient-as-sender'],
    fairness: `${IF_SENT} the sender of the event. Each push is awaited before the next message.`,
    async run({ sharedScene }) {
      const { bob, carol, room, pusher } = await sharedScene({ group: true })
      const first = await pusher.expectPush(await bob.send(room, 'from Bob'))
      const second = await pusher.expectPush(await carol.send(room, 'from Carol'))
      const third = await pusher.expectPush(await bob.send(room, 'from Bob again'))
      expectValues(
        'sender',
        { when: "of Bob's message", expected: bob.userId, ...first },
        { when: "of Carol's message", expected: carol.userId, ...second },
        { when: "of Bob's next message", expected: bob.userId, ...third },
      )
    },
  }),

  defineCase({
    id: 'payload/display-name-of-each-sender',
    title: 'The sender_display_name, if sent, is the name of the sender, also after another user or a renaming',
    verifies: ['payload.sender-display-name'],
    caughtBy: [
      'payload.display-name-of-another-member',
      'payload.display-name-of-another-event',
      'payload.names-never-change',
    ],
    fairness: `${IF_SENT} the current display name of the sender in the room. Each name is set before the message, in the room as in the profile, and each push is awaited.`,
    async run({ sharedScene }) {
      const { bob, carol, room, pusher } = await sharedScene({ group: true })
      await setBothNames(bob, room, 'Bob the Builder')
      await setBothNames(carol, room, 'Carol the March Hare')
      const first = await pusher.expectPush(await bob.send(room, 'from Bob'))
      const second = await pusher.expectPush(await carol.send(room, 'from Carol'))
      await setBothNames(bob, room, 'Bob the Hatter')
      const third = await pusher.expectPush(await bob.send(room, 'from Bob again'))
      expectValues(
        'sender_display_name',
        { when: "of Bob's message", expected: 'Bob the Builder', ...first },
        { when: "of Carol's message", expected: 'Carol the March Hare', ...second },
        { when: "of Bob's message after his renaming", expected: 'Bob the Hatter', ...third },
      )
    },
  }),

  defineCase({
    id: 'payload/display-name-in-each-room',
    title: 'The sender_display_name, if sent, is the name of the sender in the room of the message',
    verifies: ['payload.sender-display-name'],
    caughtBy: ['payload.display-name-of-another-event', 'payload.names-never-change'],
    fairness: `${IF_SENT} the display name in the room, and the case is skipped if the target does not support a name for one room. Each push is awaited.`,
    async run({ sharedScene }) {
      const { bob, rooms, pusher } = await sharedScene({ roomCount: 2 })
      const [room = '', other = ''] = rooms
      await bob.setNameIn(room, 'Bob the Builder')
      await bob.setNameIn(other, 'Bob the Hatter')
      const here = await pusher.expectPush(await bob.send(room, 'here'))
      const there = await pusher.expectPush(await bob.send(other, 'there'))
      const hereAgain = await pusher.expectPush(await bob.send(room, 'here again'))
      expectValues(
        'sender_display_name',
        { when: 'in the first room', expected: 'Bob the Builder', ...here },
        { when: 'in the second room', expected: 'Bob the Hatter', ...there },
        { when: 'in the first room again', expected: 'Bob the Builder', ...hereAgain },
      )
    },
  }),

  defineCase({
    id: 'payload/name-of-each-room',
    title: 'The room_name, if sent, is the name of the room of the message, also after a message in another room',
    verifies: ['payload.room-name'],
    caughtBy: ['payload.room-name-of-another-event', 'payload.alias-as-name', 'payload.names-never-change'],
    fairness: `${IF_SENT} the name of the room, and both rooms have one. Each push is awaited before the next message.`,
    async run({ sharedScene, unique }) {
      const { alice, bob, room, pusher } = await sharedScene({
        isNewRoom: true,
        room: { name: 'Tea Party', alias: unique('tea') },
      })
      const other = await bob.createRoom({ name: 'Croquet Ground', invite: [alice] })
      await alice.join(other)
      const here = await pusher.expectPush(await bob.send(room, 'here'))
      const there = await pusher.expectPush(await bob.send(other, 'there'))
      await bob.setState(room, 'm.room.name', { name: 'Mad Tea Party' })
      const renamed = await pusher.expectPush(await bob.send(room, 'here again'))
      expectValues(
        'room_name',
        { when: 'of the first room', expected: 'Tea Party', ...here },
        { when: 'of the second room', expected: 'Croquet Ground', ...there },
        { when: 'of the first room after its renaming', expected: 'Mad Tea Party', ...renamed },
      )
    },
  }),

  defineCase({
    id: 'payload/alias-of-each-room',
    title: 'The room_alias, if sent, is the alias of the room of the message, also after a message in another room',
    verifies: ['payload.room-alias'],
    caughtBy: ['payload.room-alias-of-another-event'],
    fairness: `${IF_SENT} an alias of the room, and each room has exactly one. Each push is awaited before the next message.`,
    async run({ sharedScene, unique }) {
      const { alice, bob, room, pusher } = await sharedScene({
        isNewRoom: true,
        room: { name: 'Tea Party', alias: unique('tea') },
      })
      const other = await bob.createRoom({ name: 'Croquet Ground', alias: unique('croquet'), invite: [alice] })
      await alice.join(other)
      const here = await pusher.expectPush(await bob.send(room, 'here'))
      const there = await pusher.expectPush(await bob.send(other, 'there'))
      const hereAgain = await pusher.expectPush(await bob.send(room, 'here again'))
      const alias = await aliasOf(bob, room)
      expectValues(
        'room_alias',
        { when: 'of the first room', expected: alias, ...here },
        { when: 'of the second room', expected: await aliasOf(bob, other), ...there },
        { when: 'of the first room again', expected: alias, ...hereAgain },
      )
    },
  }),

  defineCase({
    id: 'payload/user-is-target-of-invitation',
    title: 'In the notification of an invitation to the user, user_is_target is not false',
    verifies: ['payload.user-is-target-value'],
    caughtBy: ['payload.user-is-target-never'],
    fairness: `${IF_SENT} true for a membership event about the user. The invitation is the only event of its room that the user may see.`,
    async run({ sharedScene }) {
      const { alice, bob, pusher } = await sharedScene()
      const room = await bob.createRoom({ invite: [alice] })
      const ofRoom = ({ notification }: { notification: { room_id?: string } }) => notification.room_id === room
      const push = await pusher.expectPushThat('a push of the invitation', ofRoom)
      expectValues('user_is_target', { when: 'of the invitation', expected: true, ...push })
    },
  }),
]
