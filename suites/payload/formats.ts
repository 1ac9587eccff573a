import { defineCase } from '../harness/case/case.ts'
import { Inconclusive, NotApplicable } from '../harness/case/errors.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { NOTIFY_PATH } from '../harness/gateway/gateway.ts'

const EVENT_ID_ONLY = { pusher: { data: { format: 'event_id_only' } } }

const CONTENT_IS_OPTIONAL =
  'A homeserver may leave the content out for any reason; then the case does not apply. Where it is sent, it is defined to be that of the event, and the order of its keys does not matter.'

const OWN_EVENTS =
  'That a user is not notified of events of their own is said without an exception, for whichever rule. The later message of another user, which has to be pushed, shows that the own one will not come.'

/** What a notification says about its event, in both formats. */
export const formats = [
  defineCase({
    id: 'gateway-payload/request',
    title: 'The gateway is notified by a POST of JSON to the notify endpoint',
    verifies: ['gateway.endpoint'],
    caughtBy: [
      'gateway.not-wrapped',
      'gateway.nothing-sent',
      'delivery.put-instead-of-post',
      'delivery.wrong-content-type',
    ],
    fairness:
      'Method and path are those of the one endpoint that there is; a proxy before the gateway may take the beginning of the path away. The Content-Type may have parameters, or be left out, for nothing asks for the header itself.',
    async run({ createScene, targetInfo }) {
      const { bob, room, pusher } = await createScene()
      const push = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the method', push.method, 'POST')
      const { pathname } = new URL(targetInfo.gateway.url)
      expect(
        [NOTIFY_PATH, pathname].includes(push.path),
        `Expected the path to be that of the URL of the pusher, ${pathname}, found "${push.path}"`,
      )
      const mediaType = push.contentType?.split(';')[0]?.trim().toLowerCase()
      expect(
        mediaType === undefined || mediaType === 'application/json',
        `Expected the Content-Type to be application/json, found "${push.contentType}"`,
      )
    },
  }),

  defineCase({
    id: 'gateway-payload/event-and-room',
    title: 'A notification names its event and its room',
    verifies: ['gateway.event-and-room-id'],
    caughtBy: ['gateway.no-room-id', 'gateway.no-event-id'],
    fairness:
      'The text requires both IDs of a notification that is about an event. Other pushes, such as those of counts alone, and further fields do no harm.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the room_id', notification.room_id, room)
    },
  }),

  defineCase({
    id: 'gateway-payload/type-and-sender',
    title: 'Without a format, a notification carries the type and the sender of its event',
    verifies: ['gateway.full-format'],
    caughtBy: ['gateway.no-type', 'gateway.no-sender'],
    fairness:
      'The schema has these fields optional, yet a homeserver is expected to send all that are about the event: so one without them is warned, not failed.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the type', notification.type, 'm.room.message')
      expectEqual('the sender', notification.sender, bob.userId)
    },
  }),

  defineCase({
    id: 'gateway-payload/content-is-the-events',
    title: 'The content of a notification, where sent, is the content of the event',
    verifies: ['gateway.content'],
    caughtBy: ['gateway.content-cut'],
    fairness: CONTENT_IS_OPTIONAL,
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene()
      const content = {
        msgtype: 'm.text',
        body: 'Crème brûlée & <b>tea</b> 🍵',
        'org.plexor.extra': { list: [1, 'two', null] },
      }
      const { notification } = await pusher.expectPush(await bob.send(room, content))
      if (notification.content === undefined) throw new NotApplicable('The target leaves the content out')
      expectEqual('the content', notification.content, content)
    },
  }),

  defineCase({
    id: 'gateway-payload/content-of-encrypted-event',
    title: 'The content of a notification about an encrypted event, where sent, is its ciphertext as it stands',
    verifies: ['gateway.content'],
    caughtBy: ['gateway.content-cut'],
    fairness: CONTENT_IS_OPTIONAL,
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene()
      const content = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgAEpABm6', session_id: 'c2Vzc2lvbg' }
      const { notification } = await pusher.expectPush(await bob.sendEvent(room, 'm.room.encrypted', content))
      if (notification.content === undefined) throw new NotApplicable('The target leaves the content out')
      expectEqual('the content', notification.content, content)
    },
  }),

  defineCase({
    id: 'gateway-payload/sender-display-name',
    title: "Without a format, a notification carries the sender's display name in the room",
    verifies: ['gateway.names'],
    caughtBy: ['gateway.no-sender-display-name', 'gateway.always-id-only'],
    fairness:
      'The field is defined as the current name in the room, and the name is set before the message is sent. A homeserver is expected to send the field, not required to: without it, it is warned.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene()
      await bob.setNameIn(room, 'Bob the Builder')
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the sender_display_name', notification.sender_display_name, 'Bob the Builder')
    },
  }),

  defineCase({
    id: 'gateway-payload/room-name',
    title: 'Without a format, a notification carries the name of the room, also after it was renamed',
    verifies: ['gateway.names'],
    caughtBy: ['gateway.no-room-name', 'gateway.always-id-only'],
    fairness:
      'Nothing is asked of rooms without a name. A homeserver is expected to send the name, not required to: without it, it is warned.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene({ room: { name: 'Tea Party' } })
      const before = await pusher.expectPush(await bob.send(room, 'before the renaming'))
      expectEqual('the room_name', before.notification.room_name, 'Tea Party')
      await bob.setState(room, 'm.room.name', { name: 'Croquet Ground' })
      const after = await pusher.expectPush(await bob.send(room, 'after the renaming'))
      expectEqual('the room_name', after.notification.room_name, 'Croquet Ground')
    },
  }),

  defineCase({
    id: 'gateway-payload/room-alias',
    title: 'Without a format, a notification carries the canonical alias of the room',
    verifies: ['gateway.names'],
    caughtBy: ['gateway.no-room-alias', 'gateway.always-id-only'],
    fairness:
      'The text speaks of any alias to show for the room; this one has a single alias, so there is no other to choose. It is expected, not required: without it, a homeserver is warned.',
    async run({ createScene, unique }) {
      const { bob, room, pusher } = await createScene({ room: { name: 'Tea Party', alias: unique('tea') } })
      const { alias } = await bob.state(room, 'm.room.canonical_alias')
      if (typeof alias !== 'string') {
        throw new Inconclusive('The target did not give the room the alias that it was created with')
      }
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expectEqual('the room_alias', notification.room_alias, alias)
    },
  }),

  defineCase({
    id: 'gateway-payload/user-is-target',
    title: 'The notification of an invitation of the user says that the user is its target',
    verifies: ['gateway.user-is-target', 'gateway.full-format'],
    caughtBy: ['gateway.no-user-is-target', 'gateway.no-type'],
    fairness:
      'The invitation is the only event of that room that the user may see, and the field is defined to be true there. It is expected, not required: without it, a homeserver is warned.',
    async run({ createScene }) {
      const { alice, bob, pusher } = await createScene()
      const room = await bob.createRoom({ invite: [alice] })
      const { notification } = await pusher.expectPushThat(
        'a push of the invitation',
        (push) => push.notification.room_id === room,
      )
      expectEqual('user_is_target', notification.user_is_target, true)
      expectEqual('the type', notification.type, 'm.room.member')
      expectEqual('the sender', notification.sender, bob.userId)
    },
  }),

  defineCase({
    id: 'gateway-payload/user-is-not-target',
    title: 'The notification of a message does not say that the user is its target',
    verifies: ['gateway.user-is-target'],
    caughtBy: ['gateway.user-is-target-always'],
    fairness: 'The field may be false, null or left out where the event is not about the membership of the user.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene()
      const { notification } = await pusher.expectPush(await bob.send(room, 'a message'))
      expect(notification.user_is_target !== true, 'Expected user_is_target to be false or left out, found true')
    },
  }),

  defineCase({
    id: 'gateway-payload/event-id-only',
    title: 'With the format event_id_only, a notification names its event, its room and its device',
    verifies: ['gateway.event-id-only'],
    caughtBy: ['gateway.no-room-id', 'gateway.no-event-id'],
    fairness:
      'These are the fields that the text still requires in this format, but for the counts, which another case looks at. More fields than these do no harm.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene(EVENT_ID_ONLY)
      const { notification, device } = await pusher.expectPush(await bob.send(room, 'a secret'))
      expectEqual('the room_id', notification.room_id, room)
      expectEqual('the app_id', device.app_id, pusher.appId)
    },
  }),

  defineCase({
    id: 'gateway-payload/event-id-only-without-content',
    title: 'With the format event_id_only, a notification does not carry the content of the event',
    verifies: ['gateway.event-id-only-is-lean'],
    caughtBy: ['gateway.format-ignored', 'gateway.id-only-leaks-content'],
    fairness:
      'The text says what this format requires, and forbids no other field; but content should not be in a push where it can be avoided, and here the client has asked to do without. So it alone is looked at, and warned of, not failed.',
    async run({ createScene }) {
      const { bob, room, pusher } = await createScene(EVENT_ID_ONLY)
      const { notification } = await pusher.expectPush(await bob.send(room, 'a secret'))
      expect(notification.content === undefined, 'Expected no content, found it in the push')
    },
  }),

  defineCase({
    id: 'gateway-payload/own-events-are-not-pushed',
    title: "A user's own message is not pushed to the user",
    verifies: ['gateway.no-own-events'],
    caughtBy: ['push.own-events'],
    fairness: OWN_EVENTS,
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      const own = await alice.send(room, 'mine')
      const fence = await bob.send(room, 'his')
      await pusher.expectNoPush(own, { until: fence })
    },
  }),

  defineCase({
    id: 'gateway-payload/own-events-of-another-rule',
    title: "A user's own message is not pushed even where a rule of the user asks to be notified of everything",
    verifies: ['gateway.no-own-events'],
    caughtBy: ['push.own-events'],
    fairness: OWN_EVENTS,
    async run({ createScene }) {
      const { alice, bob, room, pusher } = await createScene()
      await alice.putRule('override', 'everything', { conditions: [], actions: ['notify'] })
      const own = await alice.send(room, 'mine')
      const fence = await bob.send(room, 'his')
      await pusher.expectNoPush(own, { until: fence })
    },
  }),
]
