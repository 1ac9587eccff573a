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

t.test('a defect of a response is told with its place, what was found and what was wanted', async (t) => {
  const { lang, ...withoutLang } = pusher
  const table: [operationId: string, status: number, body: unknown, violation: string][] = [
    ['getPushers', 200, [], 'At the root: found an empty array, wanted an object'],
    ['getPushers', 200, undefined, 'At the root: found nothing, wanted an object'],
    [
      'getPushers',
      200,
      { pushers: [pusher, { ...pusher, lang: null }] },
      'At /pushers/1/lang: found null, wanted a string',
    ],
    [
      'getPushers',
      200,
      { pushers: [{ ...pusher, data: { url: 'nowhere' } }] },
      'At /pushers/0/data/url: found "nowhere", wanted the format "uri"',
    ],
    [
      'getPushRules',
      200,
      { override: [] },
      'At the root: found an object with "override", wanted the property "global"',
    ],
    ['getPushRuleEnabled', 200, { enabled: 'true' }, 'At /enabled: found "true", wanted a boolean'],
    ['getPushRuleActions', 200, { actions: [7] }, 'At /actions/0: found 7, wanted a string or an object'],
    ['getNotifications', 200, {}, 'At the root: found an empty object, wanted the property "notifications"'],
    [
      'sync',
      200,
      { next_batch: 's', rooms: { join: { '!a/b~:c': { unread_notifications: { highlight_count: 0.5 } } } } },
      'At /rooms/join/!a~1b~0:c/unread_notifications/highlight_count: found 0.5, wanted an integer',
    ],
    ['setPusher', 202, {}, 'At the status: found 202, wanted 200'],
    ['setPusher', 418, { error: 'x' }, 'At the root: found an object with "error", wanted the property "errcode"'],
    ['setPusher', 404, undefined, 'At the root: found nothing, wanted an object'],
    ['setPusher', 429, { errcode: 'M', retry_after_ms: '1' }, 'At /retry_after_ms: found "1", wanted an integer'],
  ]
  for (const [operationId, status, body, violation] of table) {
    t.strictSame(checkResponse(operationId, status, body), [violation], `${operationId} ${status}`)
  }
  t.match(checkResponse('getPushers', 200, { pushers: [withoutLang] }), [
    /^At \/pushers\/0: .* wanted the property "lang"$/,
  ])
})

t.test('request bodies', async (t) => {
  const { pushkey, app_id } = pusher
  t.strictSame(checkRequestBody('setPusher', pusher), [])
  t.strictSame(checkRequestBody('setPusher', { pushkey, app_id, kind: null }), [], 'deleting takes no more')
  t.equal(checkRequestBody('setPusher', { pushkey, app_id, kind: 'http' }).length, 4)
  t.match(checkRequestBody('setPusher', { ...pusher, app_id: 'x'.repeat(65) }), [/wanted at most 64 characters$/])
  t.strictSame(checkRequestBody('putPushRule', { actions: [] }), [])
  t.match(checkRequestBody('putPushRule', { pattern: 'x' }), [/wanted the property "actions"$/])
  t.strictSame(checkRequestBody('postReceipt', undefined), [], 'a receipt needs no body')
  t.strictSame(checkRequestBody('sync', undefined), [])
  t.strictSame(checkRequestBody('putPushRule', undefined), ['At the root: found nothing, wanted an object'])
})

t.test('requests to the gateway and its answers', async (t) => {
  const device = { app_id: 'app', pushkey: 'key' }
  t.strictSame(checkNotifyRequest({ notification: { devices: [device] } }), [])
  t.strictSame(checkNotifyRequest({ notification: { event_id: '$e', room_id: '!r', devices: [] } }), [])
  t.strictSame(checkNotifyRequest({ notification: { prio: 'urgent', devices: [device] } }), [
    'At /notification/prio: found "urgent", wanted one of "high", "low"',
  ])
  t.match(checkNotifyRequest({ notification: { event_id: '$e', devices: [device] } }), [
    /wanted the property "room_id", because "event_id" is there$/,
  ])
  t.match(checkNotifyRequest({ devices: [device] }), [/wanted the property "notification"$/])
  t.strictSame(checkNotifyResponse({ rejected: [] }), [])
  t.match(checkNotifyResponse({}), [/wanted the property "rejected"$/])
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
    [{ ...event, content: { msgtype: 'm.text' } }, /^At \/content: .* wanted the property "body"$/],
    [{ ...event, type: 'm.room.name', content: { name: '' } }, /^At the root: .* wanted the property "state_key"$/],
    [
      { ...state, type: 'm.room.member', content: { membership: 'x' } },
      /^At \/content\/membership: found "x", wanted one/,
    ],
    [{ type: 'm.push_rules', content: { global: { room: {} } } }, /^At \/content\/global\/room: .* wanted an array$/],
    [{ type: 'org.example.unknown' }, /wanted the property "content"$/],
    [{ type: 'ClientEvent', content: 5 }, /^At \/content: found 5, wanted an object$/],
    [{ ...event, origin_server_ts: '1', unsigned: { redacted_because: {} } }, /^At \/origin_server_ts: found "1"/],
    [null, /^At the root: found null, wanted an object$/],
    [undefined, /^At the root: found nothing, wanted an object$/],
  ]
  for (const [value, violation] of bad) t.match(checkEvent(value), [violation], JSON.stringify(value))
})

t.test('violations stay short, few, and silent about what objects hold', async (t) => {
  const many = checkResponse('getPushRuleActions', 200, { actions: Array(1000).fill(0) })
  t.equal(many.length, 20)
  const [long = ''] = checkResponse('getPushRuleEnabled', 200, { enabled: 'x'.repeat(1000) })
  t.match(long, /found "x{78}…, wanted a boolean$/)
  const [login = ''] = checkResponse('login', 200, { access_token: 'syt_secret', device_id: 'D' })
  t.notMatch(login, 'syt_secret')
})

t.test('an unknown operation is an error of the caller', async (t) => {
  t.throws(() => checkResponse('getPushurs', 200, {}), { name: 'RangeError', message: '"getPushurs"' })
  t.throws(() => checkRequestBody('toString', {}), { name: 'RangeError', message: '"toString"' })
})
