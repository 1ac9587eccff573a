import type { AppName, Walked } from './walk.ts'

interface Expected {
  priority: string
  payload: unknown
}

type ByContent = Record<'ids' | 'full', (walked: Walked) => Expected>

const ids = ({ room, eventId }: Walked) => ({ room_id: room, event_id: eventId, prio: 'high' })

const android = { android: { priority: 'high' } }

const apns: ByContent = {
  ids: (walked) => ({
    priority: '5',
    payload: { ...ids(walked), unread_count: 1, aps: { 'content-available': 1 } },
  }),
  full: (walked) => ({
    priority: '10',
    payload: {
      ...ids(walked),
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

/** What each device is sent of the message, after what its service makes of a push. */
export const EXPECTED: Record<AppName, ByContent> = {
  apns,
  'apns-sandbox': apns,
  fcm: {
    ids: (walked) => ({ priority: 'high', payload: { ...android, data: { ...ids(walked), unread: '1' } } }),
    full: (walked) => ({
      priority: 'high',
      payload: {
        ...android,
        data: {
          ...ids(walked),
          unread: '1',
          type: 'm.room.message',
          sender: walked.bobId,
          sender_display_name: 'Bob',
          room_name: 'Kitchen',
          content_msgtype: 'm.text',
          content_body: 'Time for tea',
        },
      },
    }),
  },
  'web-push': {
    ids: (walked) => ({ priority: 'high', payload: { ...ids(walked), unread: 1 } }),
    full: (walked) => ({
      priority: 'high',
      payload: {
        ...ids(walked),
        unread: 1,
        type: 'm.room.message',
        sender: walked.bobId,
        sender_display_name: 'Bob',
        room_name: 'Kitchen',
        content: { msgtype: 'm.text', body: 'Time for tea' },
      },
    }),
  },
}
