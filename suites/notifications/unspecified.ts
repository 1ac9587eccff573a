import { defineCase } from '../harness/case/case.ts'
import { eventIdsOf, expectListed, MANY } from './helpers/notification-list.ts'

/** Behaviour that the specification leaves to the server. */
export const unspecified = [
  defineCase({
    id: 'notifications/room-id-in-event',
    title: 'Whether the event of a notification has its own room_id',
    verifies: ['notifications.event-without-room-id'],
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const { event } = await expectListed(alice, await bob.send(room, 'a message'))
      return event.room_id === undefined ? 'The event has no room_id' : 'The event has a room_id'
    },
  }),

  defineCase({
    id: 'notifications/read-notifications-stay',
    title: 'Whether a notification stays in the list after it was read',
    verifies: ['notifications.read-notifications-stay'],
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const message = await bob.send(room, 'a message')
      await expectListed(alice, message)
      await alice.read(room, message)
      await expectListed(alice, await bob.send(room, 'after reading'))
      const stays = eventIdsOf(await alice.notifications(MANY)).includes(message)
      return stays ? 'The notification stays' : 'The notification is gone'
    },
  }),

  defineCase({
    id: 'notifications/order',
    title: 'Whether the newest notification comes first',
    verifies: ['notifications.order'],
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const first = await bob.send(room, 'one')
      const second = await bob.send(room, 'two')
      await expectListed(alice, first)
      await expectListed(alice, second)
      const ids = eventIdsOf(await alice.notifications(MANY))
      return ids.indexOf(second) < ids.indexOf(first) ? 'The newest comes first' : 'The oldest comes first'
    },
  }),

  defineCase({
    id: 'notifications/unusual-limits',
    title: 'How the target responds to a limit that is zero, negative or huge',
    verifies: ['notifications.unusual-limit'],
    async run({ user }) {
      const alice = await user('alice')
      const statuses: string[] = []
      for (const limit of ['0', '-1', '1000000000'])
        statuses.push(`${(await alice.client.call('getNotifications', { query: { limit } })).status} to ${limit}`)
      return `The target responds with ${statuses.join(', ')}`
    },
  }),

  defineCase({
    id: 'notifications/only-other-value',
    title: 'How the target responds to a value of only other than highlight',
    verifies: ['notifications.only-other-value'],
    async run({ sharedScene }) {
      const { alice, bob, room } = await sharedScene({ read: true, hasShortList: true })
      const message = await bob.send(room, 'a message')
      await expectListed(alice, message)
      const only = 'org.plexor.else'
      const { status } = await alice.client.call('getNotifications', { query: { only } })
      if (status !== 200) return `The target responds with ${status}`
      const listed = eventIdsOf(await alice.notifications({ ...MANY, only })).includes(message)
      return listed ? 'The target lists everything' : 'The target lists nothing that is otherwise in the list'
    },
  }),
]
