import t from 'tap'
import {
  checkEvent,
  checkNotifyRequest,
  checkNotifyResponse,
  checkRequestBody,
  checkResponse,
} from '../../spec/index.ts'

const pusher = {
  pushkey: 'key',
  app_id: 'app',
  kind: 'http',
  app_display_name: 'App',
  device_display_name: 'Device',
  lang: 'en',
  data: { url: 'http://127.0.0.1:8080/_matrix/push/v1/notify', anything: [1] },
}

const event = {
  type: 'm.room.message',
  event_id: '$e',
  sender: '@a:b',
  origin_server_ts: 1,
  content: { msgtype: 'm.text', body: '' },
}

t.test('the least that the specification asks for is enough', async (t) => {
  const responses: [operationId: string, status: number, body: unknown][] = [
    ['getPushers', 200, {}],
    ['getPushers', 200, { pushers: [{ ...pusher, more: null }] }],
    ['setPusher', 200, {}],
    ['getNotifications', 200, { notifications: [] }],
    [
      'getNotifications',
      200,
      { notifications: [{ actions: [{ set_tweak: 'x' }], event, read: true, room_id: '', ts: 0 }] },
    ],
    ['getPushRules', 200, { global: {} }],
    ['getPushRule', 200, { rule_id: '', default: true, enabled: true, actions: ['notify', {}] }],
    [
      'getPushRule',
      200,
      { rule_id: '', default: true, enabled: true, actions: [], conditions: [{ kind: '', value: null }] },
    ],
    ['sync', 200, { next_batch: '' }],
    ['sync', 200, { next_batch: '', rooms: { join: { '!a:b': { timeline: { events: [event] } } } } }],
    ['getVersions', 200, { versions: [] }],
    ['register', 200, { user_id: '@a:b' }],
    ['register', 401, { flows: [] }],
    ['register', 401, { errcode: 'M_UNKNOWN_TOKEN' }],
    ['getAccountData', 200, { anything: 1 }],
    ['sync', 401, { errcode: 'M_MISSING_TOKEN' }],
    ['sync', 429, { errcode: 'M_LIMIT_EXCEEDED' }],
    ['sync', 502, undefined],
    ['sync', 302, 'Moved'],
  ]
  for (const [operationId, status, body] of responses) {
    t.strictSame(checkResponse(operationId, status, body), [], `${operationId} ${status} ${JSON.stringify(body)}`)
  }
})

t.test('a violation of a response is reported with its place, the expected and the found value', async (t) => {
  const { lang, ...withoutLang } = pusher
  const table: [operationId: string, status: number, body: unknown, violation: string][] = [
    ['getPushers', 200, [], 'At the root: expected an object, found an empty array'],
    ['getPushers', 200, undefined, 'At the root: expected an object, found nothing'],
    [
      'getPushers',
      200,
      { pushers: [pusher, { ...pusher, lang: null }] },
      'At /pushers/1/lang: expected a string, found null',
    ],
    [
      'getPushers',
      200,
      { pushers: [{ ...pusher, data: { url: 'nowhere' } }] },
      'At /pushers/0/data/url: expected the format "uri", found "nowhere"',
    ],
    [
      'getPushRules',
      200,
      { override: [] },
      'At the root: expected the property "global", found an object with "override"',
    ],
    ['getPushRuleEnabled', 200, { enabled: 'true' }, 'At /enabled: expected a boolean, found "true"'],
    ['getPushRuleActions', 200, { actions: [7] }, 'At /actions/0: expected a string or an object, found 7'],
    ['getNotifications', 200, {}, 'At the root: expected the property "notifications", found an empty object'],
    [
      'sync',
      200,
      { next_batch: 's', rooms: { join: { '!a/b~:c': { unread_notifications: { highlight_count: 0.5 } } } } },
      'At /rooms/join/!a~1b~0:c/unread_notifications/highlight_count: expected an integer, found 0.5',
    ],
    ['setPusher', 202, {}, 'At the status: expected 200, found 202'],
    ['setPusher', 418, { error: 'x' }, 'At the root: expected the property "errcode", found an object with "error"'],
    ['setPusher', 404, undefined, 'At the root: expected an object, found nothing'],
    ['setPusher', 429, { errcode: 'M', retry_after_ms: '1' }, 'At /retry_after_ms: expected an integer, found "1"'],
  ]
  for (const [operationId, status, body, violation] of table) {
    t.strictSame(checkResponse(operationId, status, body), [violation], `${operationId} ${status}`)
  }
  t.match(checkResponse('getPushers', 200, { pushers: [withoutLang] }), [
    /^At \/pushers\/0: expected the property "lang", found /,
  ])
})

t.test('request bodies', async (t) => {
  const { pushkey, app_id } = pusher
  t.strictSame(checkRequestBody('setPusher', pusher), [])
  t.strictSame(checkRequestBody('setPusher', { pushkey, app_id, kind: null }), [], 'deleting takes no more')
  t.equal(checkRequestBody('setPusher', { pushkey, app_id, kind: 'http' }).length, 4)
  t.match(checkRequestBody('setPusher', { ...pusher, app_id: 'x'.repeat(65) }), [
    /expected at most 64 characters, found /,
  ])
  t.strictSame(checkRequestBody('putPushRule', { actions: [] }), [])
  t.match(checkRequestBody('putPushRule', { pattern: 'x' }), [/expected the property "actions", found /])
  t.strictSame(checkRequestBody('postReceipt', undefined), [], 'a receipt needs no body')
  t.strictSame(checkRequestBody('sync', undefined), [])
  t.strictSame(checkRequestBody('putPushRule', undefined), ['At the root: expected an object, found nothing'])
})

t.test('requests to the gateway and its responses', async (t) => {
  const device = { app_id: 'app', pushkey: 'key' }
  t.strictSame(checkNotifyRequest({ notification: { devices: [device] } }), [])
  t.strictSame(checkNotifyRequest({ notification: { event_id: '$e', room_id: '!r', devices: [] } }), [])
  t.strictSame(checkNotifyRequest({ notification: { prio: 'urgent', devices: [device] } }), [
    'At /notification/prio: expected one of "high", "low", found "urgent"',
  ])
  t.match(checkNotifyRequest({ notification: { event_id: '$e', devices: [device] } }), [
    /expected the property "room_id", because "event_id" is present, found /,
  ])
  t.match(checkNotifyRequest({ devices: [device] }), [/expected the property "notification", found /])
  t.strictSame(checkNotifyResponse({ rejected: [] }), [])
  t.match(checkNotifyResponse({}), [/expected the property "rejected", found /])
})

t.test('events by their type', async (t) => {
  const state = { ...event, state_key: '' }
  const good = [
    event,
    { type: 'org.example.unknown', content: {} },
    { type: 'm.push_rules', content: { global: {} } },
    { type: 'm.receipt', content: { $e: { 'm.read': { '@a:b': { ts: 1, thread_id: 'main' } } } } },
    { ...state, type: 'm.room.power_levels', content: { notifications: { room: 20 } } },
    { ...state, type: 'm.room.member', content: { membership: 'join', displayname: null } },
    { ...event, content: {}, unsigned: { redacted_because: {} } },
  ]
  for (const value of good) t.strictSame(checkEvent(value), [], value.type)

  const bad: [event: unknown, violation: RegExp][] = [
    [{ ...event, content: { msgtype: 'm.text' } }, /^At \/content: expected the property "body", found /],
    [
      { ...event, type: 'm.room.name', content: { name: '' } },
      /^At the root: expected the property "state_key", found /,
    ],
    [
      { ...state, type: 'm.room.member', content: { membership: 'x' } },
      /^At \/content\/membership: expected one of .*, found "x"$/,
    ],
    [
      { type: 'm.push_rules', content: { global: { room: {} } } },
      /^At \/content\/global\/room: expected an array, found /,
    ],
    [{ type: 'org.example.unknown' }, /expected the property "content", found /],
    [{ type: 'ClientEvent', content: 5 }, /^At \/content: expected an object, found 5$/],
    [
      { ...event, origin_server_ts: '1', unsigned: { redacted_because: {} } },
      /^At \/origin_server_ts: expected .*, found "1"$/,
    ],
    [null, /^At the root: expected an object, found null$/],
    [undefined, /^At the root: expected an object, found nothing$/],
  ]
  for (const [value, violation] of bad) t.match(checkEvent(value), [violation], JSON.stringify(value))
})

t.test('violations stay short, few, and silent about what objects hold', async (t) => {
  const many = checkResponse('getPushRuleActions', 200, { actions: Array(1000).fill(0) })
  t.equal(many.length, 20)
  const [long = ''] = checkResponse('getPushRuleEnabled', 200, { enabled: 'x'.repeat(1000) })
  t.match(long, /expected a boolean, found "x{78}…$/)
  const [login = ''] = checkResponse('login', 200, { access_token: 'syt_secret', device_id: 'D' })
  t.notMatch(login, 'syt_secret')
})

t.test('many violations of one kind do not hide one of another kind', async (t) => {
  const pushers = [...Array(40).fill({ ...pusher, profile_tag: null }), { ...pusher, profile_tag: null, lang: 5 }]
  const violations = checkResponse('getPushers', 200, { pushers })
  t.equal(violations.length, 20)
  t.equal(violations[0], 'At /pushers/0/profile_tag: expected a string, found null')
  t.equal(violations.at(-1), 'At /pushers/40/lang: expected a string, found 5')
})

t.test('an unknown operation is an error of the caller', async (t) => {
  t.throws(() => checkResponse('getPushurs', 200, {}), { name: 'RangeError', message: '"getPushurs"' })
  t.throws(() => checkRequestBody('toString', {}), { name: 'RangeError', message: '"toString"' })
})

t.test('a large body with many mistakes is checked in a time that grows only with its size', async (t) => {
  const wrong = (count: number) => ({ pushers: Array.from({ length: count }, () => ({})) })
  t.equal(checkResponse('getPushers', 200, wrong(100_000)).length, 20)
  t.match(checkResponse('getPushers', 200, { pushers: [...Array(5000).fill(pusher), {}] }), [/^At \/pushers\/5000: /])
  const fields = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`x${n}`, {}]))
  t.match(checkResponse('getPushers', 200, { pushers: [{}], ...fields }), [/^At \/pushers\/0: /])
})
