import { quote } from '../../common/text.ts'
import { defineCase } from '../harness/case/case.ts'
import { expect, expectEqual } from '../harness/case/expect.ts'
import { expectListed, expectRead } from './helpers/notification-list.ts'

/** Fields of a notification in the list. */
export const fields = [
  defineCase({
    id: 'notifications/event-and-room',
    title: 'A notification contains the event as clients receive it, and its room',
    verifies: ['notifications.event', 'notifications.room'],
    caughtBy: ['notifications.event-id-lost', 'notifications.content-lost', 'notifications.room-id-only-in-event'],
    fairness:
      'Only fields that every event has are compared, and the room_id of the notification, which is required. A target may add other fields, including in the event.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const content = { msgtype: 'm.text', body: 'a message', 'org.plexor.extra': { deep: [1, 2] } }
      const { event, room_id } = await expectListed(alice, await bob.send(room, content))
      expectEqual('the room_id', room_id, room)
      expectEqual('the type of the event', event.type, 'm.room.message')
      expectEqual('the sender of the event', event.sender, bob.userId)
      expectEqual('the content of the event', event.content, content)
    },
  }),

  defineCase({
    id: 'notifications/state-event',
    title: 'A notification of a state event has the state_key of the event',
    verifies: ['notifications.event'],
    caughtBy: ['notifications.state-key-lost'],
    fairness: 'The event has the client format, in which state events, and only they, have a state_key.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const conditions = [{ kind: 'event_match', key: 'type', pattern: 'org.plexor.state' }]
      await alice.putRule('override', 'state', { conditions, actions: ['notify'] })
      const { event } = await expectListed(alice, await bob.setState(room, 'org.plexor.state', { open: true }, 'door'))
      expectEqual('the state_key of the event', event.state_key, 'door')
    },
  }),

  defineCase({
    id: 'notifications/actions-of-matching-rule',
    title: 'A notification has the actions of the rule that decided, not those of another matching rule',
    verifies: ['notifications.actions'],
    caughtBy: ['notifications.tweaks-not-listed'],
    fairness:
      'The actions are defined as those of the rule that matched, and content rules precede room rules. The order of the actions does not matter, and further ones are ignored.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      await alice.putRule('content', 'cake', {
        pattern: 'cake',
        actions: ['notify', { set_tweak: 'sound', value: 'ring' }],
      })
      await alice.putRule('room', room, { actions: ['notify', { set_tweak: 'sound', value: 'knock' }] })
      const { actions } = await expectListed(alice, await bob.send(room, 'there is cake'))
      const notifies = actions.includes('notify')
      expect(notifies, `Expected the action notify of the content rule to be listed, found ${quote(actions)}`)
      const sounds = actions.filter((action) => typeof action === 'object' && action.set_tweak === 'sound')
      expectEqual('the actions that set a sound', sounds, [{ set_tweak: 'sound', value: 'ring' }])
    },
  }),

  defineCase({
    id: 'notifications/time',
    title: 'A notification has a timestamp in milliseconds',
    verifies: ['notifications.time'],
    caughtBy: ['notifications.ts-in-seconds'],
    fairness:
      'The specification gives the unit, milliseconds. The timestamp is compared with that of the event, which also comes from the target, and a difference of less than an hour is ignored.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const { ts, event } = await expectListed(alice, await bob.send(room, 'a message'))
      const sent = event.origin_server_ts
      const expected = `a number of milliseconds near ${sent}, the origin_server_ts of the event`
      expect(Math.abs(ts - sent) < AN_HOUR_MS, `Expected the ts to be ${expected}, found ${ts}`)
    },
  }),

  defineCase({
    id: 'notifications/unread-initially',
    title: 'A new notification is unread',
    verifies: ['notifications.read'],
    caughtBy: ['notifications.always-read'],
    fairness:
      'The field says whether the user has sent a receipt for the message or a later one, and she has sent none since.',
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const { read } = await expectListed(alice, await bob.send(room, 'a message'))
      expectEqual('whether the notification is read', read, false)
    },
  }),

  defineCase({
    id: 'notifications/read-by-receipt',
    title: 'A receipt marks notifications up to its event as read, and leaves later ones unread',
    verifies: ['notifications.read'],
    caughtBy: ['notifications.never-read', 'notifications.gone-without-being-read', 'notifications.always-read'],
    fairness:
      'The case is skipped if the target drops notifications that were read, in each of three rooms. It waits for them to be marked as read, and the list may have any order. One that is gone counts only if it was unread after the unread counts and a later message had shown that the receipt was processed.',
    async run({ sharedScene }) {
      const scene = await sharedScene({ read: true, hasShortList: true })
      const { alice, bob } = scene
      await expectRead(scene, async (room) => {
        const first = await bob.send(room, 'one')
        const second = await bob.send(room, 'two')
        const third = await bob.send(room, 'three')
        return { covered: [first, second], others: [third], read: () => alice.read(room, second) }
      })
    },
  }),
]

const AN_HOUR_MS = 3_600_000
