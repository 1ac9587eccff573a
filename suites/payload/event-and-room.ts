import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { aliasOf } from './helpers/alias-of.ts'
import { expectField } from './helpers/expect-field.ts'

const EVENT_ID_ONLY = { pusher: { data: { format: 'event_id_only' } } }

const CONTENT_IS_OPTIONAL =
  'A homeserver may omit the content for any reason; then the case is skipped. If sent, it is defined as the content of the event, and the order of its keys does not matter.'

/** Event and room of a notification, in both formats. */
export const eventAndRoom = [
  defineCase({
    id: 'payload/event-and-room',
    title: 'A notification names its event and its room',
    verifies: ['payload.event-and-room-id'],
    caughtBy: ['payload.no-room-id', 'payload.no-event-id'],
    fairness:
      'The specification requires both IDs in a notification about an event. Other pushes, such as those with only counts, and further fields are ignored.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the room_id', notification.room_id, room)
    },
  }),

  defineCase({
    id: 'payload/type-and-sender',
    title: 'Without a format, a notification contains the type and the sender of its event',
    verifies: ['payload.full-format'],
    caughtBy: ['payload.no-type', 'payload.no-sender'],
    fairness:
      'These fields are optional in the schema, but a homeserver is expected to send all fields about the event, so a missing one is only a warning; a wrong one fails.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectField('type', notification, 'm.room.message')
      expectField('sender', notification, bob.userId)
    },
  }),

  defineCase({
    id: 'payload/content-of-event',
    title: 'The content of a notification, if sent, is the content of the event',
    verifies: ['payload.content'],
    caughtBy: ['payload.content-truncated'],
    fairness: CONTENT_IS_OPTIONAL,
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const content = {
        msgtype: 'm.text',
        body: 'Crème brûlée & <b>tea</b> 🍵',
        'org.plexor.extra': { list: [1, 'two', null] },
      }
      const { notification } = await pusher.expectPush(await bob.send(room, content))
      if (notification.content === undefined) throw new NotApplicable('The push of this case has no content')
      expectEqual('the content', notification.content, content)
    },
  }),

  defineCase({
    id: 'payload/content-of-encrypted-event',
    title: 'The content of a notification about an encrypted event, if sent, is its unchanged ciphertext',
    verifies: ['payload.content'],
    caughtBy: ['payload.content-truncated'],
    fairness: CONTENT_IS_OPTIONAL,
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const content = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgAEpABm6', session_id: 'c2Vzc2lvbg' }
      const { notification } = await pusher.expectPush(await bob.sendEvent(room, 'm.room.encrypted', content))
      if (notification.content === undefined) throw new NotApplicable('The push of this case has no content')
      expectEqual('the content', notification.content, content)
    },
  }),

  defineCase({
    id: 'payload/sender-display-name',
    title: "Without a format, a notification contains the sender's display name in the room",
    verifies: ['payload.names'],
    caughtBy: ['payload.no-sender-display-name', 'payload.always-event-id-only'],
    fairness:
      'The field is defined as the current name in the room, and the name is set before the message is sent. A homeserver is expected but not required to send the field, so a missing one is only a warning; a wrong one fails.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      await bob.setNameIn(room, 'Bob the Builder')
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectField('sender_display_name', notification, 'Bob the Builder')
    },
  }),

  defineCase({
    id: 'payload/room-name',
    title: 'Without a format, a notification contains the name of the room, even after the room was renamed',
    verifies: ['payload.names'],
    caughtBy: ['payload.no-room-name', 'payload.always-event-id-only'],
    fairness:
      'Rooms without a name are not tested. A homeserver is expected but not required to send the name, so a missing one is only a warning; a wrong one fails.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene({ isNewRoom: true, room: { name: 'Tea Party' } })
      const before = await pusher.expectPush(await bob.send(room, 'before the renaming'))
      expectField('room_name', before.notification, 'Tea Party')
      await bob.setState(room, 'm.room.name', { name: 'Croquet Ground' })
      const after = await pusher.expectPush(await bob.send(room, 'after the renaming'))
      expectField('room_name', after.notification, 'Croquet Ground')
    },
  }),

  defineCase({
    id: 'payload/room-alias',
    title: 'Without a format, a notification contains the canonical alias of the room',
    verifies: ['payload.names'],
    caughtBy: ['payload.no-room-alias', 'payload.always-event-id-only'],
    fairness:
      'The specification allows any alias of the room, and this room has only one. A homeserver is expected but not required to send it, so a missing one is only a warning; a wrong one fails.',
    async run({ sharedScene, unique }) {
      const { bob, room, pusher } = await sharedScene({
        isNewRoom: true,
        room: { name: 'Tea Party', alias: unique('tea') },
      })
      const alias = await aliasOf(bob, room)
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectField('room_alias', notification, alias)
    },
  }),

  defineCase({
    id: 'payload/user-is-target',
    title: 'The notification of an invitation to the user says that the user is its target',
    verifies: ['payload.user-is-target', 'payload.full-format'],
    caughtBy: ['payload.no-user-is-target', 'payload.no-type'],
    fairness:
      'The invitation is the only event of that room that the user may see, and the field is defined to be true there. A homeserver is expected but not required to send it, so a missing one is only a warning; a wrong one fails.',
    async run({ sharedScene }) {
      const { alice, bob, pusher } = await sharedScene()
      const room = await bob.createRoom({ invite: [alice] })
      const { notification } = await pusher.expectPushThat(
        'a push of the invitation',
        (push) => push.notification.room_id === room,
      )
      expectField('user_is_target', notification, true)
      expectField('type', notification, 'm.room.member')
      expectField('sender', notification, bob.userId)
    },
  }),

  defineCase({
    id: 'payload/user-is-not-target',
    title: 'The notification of a message does not say that the user is its target',
    verifies: ['payload.user-is-target-value'],
    caughtBy: ['payload.user-is-target-always'],
    fairness: 'The field may be false, null or missing if the event is not about the membership of the user.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expect(notification.user_is_target !== true, 'Expected user_is_target to be false or missing, found true')
    },
  }),

  defineCase({
    id: 'payload/event-id-only',
    title: 'With the format event_id_only, a notification names its event, its room and its device',
    verifies: ['payload.event-id-only'],
    caughtBy: ['payload.no-room-id', 'payload.no-event-id'],
    fairness:
      'These are the fields that the specification still requires in this format, except for the counts, which another case tests. Further fields are ignored.',
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene(EVENT_ID_ONLY)
      const { notification, device } = await pusher.expectPush(await bob.send(room, 'a secret'))
      expectEqual('the room_id', notification.room_id, room)
      expectEqual('the app_id', device.app_id, pusher.appId)
    },
  }),

  defineCase({
    id: 'payload/event-id-only-without-content',
    title: 'Whether a notification with the format event_id_only contains the content of the event',
    verifies: ['payload.event-id-only-without-content'],
    async run({ sharedScene }) {
      const { bob, room, pusher } = await sharedScene(EVENT_ID_ONLY)
      const { notification } = await pusher.expectPush(await bob.send(room, 'a secret'))
      return notification.content === undefined
        ? 'The target omits the content'
        : `The target sends the content ${quote(notification.content)}, although the client asked for a push without it`
    },
  }),
]
