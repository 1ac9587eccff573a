/** Example to start from. */
export interface Example {
  name: string
  /** Own rules of the user, besides the default rules */
  rules: unknown
  event: unknown
  room: unknown
}

const ROOM_ID = '!tea:example.org'

function message(body: string, more: Record<string, unknown> = {}) {
  return {
    type: 'm.room.message',
    sender: '@bob:example.org',
    room_id: ROOM_ID,
    content: { msgtype: 'm.text', body, ...more },
  }
}

const GROUP = { member_count: 3, display_name: 'Alice' }

/** Examples in the order in which the page lists them; it begins with the first one. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'a keyword',
    rules: { content: [{ rule_id: 'cake', pattern: 'cake', actions: ['notify'], default: false, enabled: true }] },
    event: message('There is cake'),
    room: GROUP,
  },
  {
    name: 'a mention',
    rules: {},
    event: message('Alice: tea?', { 'm.mentions': { user_ids: ['@alice:example.org'] } }),
    room: GROUP,
  },
  {
    name: 'a muted room',
    rules: {
      override: [
        {
          rule_id: ROOM_ID,
          conditions: [{ kind: 'event_match', key: 'room_id', pattern: ROOM_ID }],
          actions: [],
          default: false,
          enabled: true,
        },
      ],
    },
    event: message('Is anybody there?'),
    room: GROUP,
  },
  {
    name: '@room, and who may say it',
    rules: {},
    event: message('@room: the kettle is on', { 'm.mentions': { room: true } }),
    room: {
      ...GROUP,
      power_levels: { users: { '@bob:example.org': 50 }, notifications: { room: 50 } },
    },
  },
  {
    name: 'a room of two',
    rules: {},
    event: message('Just between us'),
    room: { member_count: 2, display_name: 'Alice' },
  },
  {
    name: 'a reaction',
    rules: {},
    event: {
      type: 'm.reaction',
      sender: '@bob:example.org',
      room_id: ROOM_ID,
      content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$message', key: '👍' } },
    },
    room: GROUP,
  },
]
