import type { AppName, Walk } from './walk.ts'

interface ExpectedPush {
  priority: string
  payload: unknown
}

type ByContent = Record<'ids' | 'full', (walk: Walk) => ExpectedPush>

const ids = ({ room, eventId }: Walk) => ({ room_id: room, event_id: eventId, prio: 'high' })

const android = { android: { priority: 'high' } }

const apns: ByContent = {
  ids: (walk) => ({
    priority: '5',
    payload: { ...ids(walk), unread_count: 1, aps: { 'content-available': 1 } },
  }),
  full: (walk) => ({
    priority: '10',
    payload: {
      ...ids(walk),
      unread_count: 1,
      aps: {
        alert: { 'loc-key': 'MSG_FROM_USER_IN_ROOM_WITH_CONTENT', 'loc-args': ['Bob', 'Kitchen', 'Time for tea'] },
        sound: 'default',
        'mutable-content': 1,
        badge: 1,
      },
    },
  }),
}

/** Expected push of the message, by app and content. */
export const EXPECTED: Record<AppName, ByContent> = {
  apns,
  'apns-sandbox': apns,
  fcm: {
    ids: (walk) => ({ priority: 'high', payload: { ...android, data: { ...ids(walk), unread: '1' } } }),
    full: (walk) => ({
      priority: 'high',
      payload: {
        ...android,
        data: {
          ...ids(walk),
          unread: '1',
          type: 'm.room.message',
          sender: walk.bobId,
          sender_display_name: 'Bob',
          room_name: 'Kitchen',
          content_msgtype: 'm.text',
          content_body: 'Time for tea',
        },
      },
    }),
  },
  'web-push': {
    ids: (walk) => ({ priority: 'high', payload: { ...ids(walk), unread: 1 } }),
    full: (walk) => ({
      priority: 'high',
      payload: {
        ...ids(walk),
        unread: 1,
        type: 'm.room.message',
        sender: walk.bobId,
        sender_display_name: 'Bob',
        room_name: 'Kitchen',
        content: { msgtype: 'm.text', body: 'Time for tea' },
      },
    }),
  },
}
