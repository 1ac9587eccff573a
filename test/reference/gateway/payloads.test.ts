import t, { type Test } from 'tap'
import type { App } from '../../../reference/index.ts'
import { type DeviceKind, type GatewayFixture, openGatewayFixture } from './gateway-fixture.ts'

interface PayloadCase {
  what: string
  kind: DeviceKind
  notification: object
  data?: object
  tweaks?: object
  payload: object

  /** Further properties of the received push */
  push?: object
}

const ids = { event_id: '$1', room_id: '!a:b' }
const counts = { unread: 2, missed_calls: 1 }
const low = { ...ids, prio: 'low' }
const message = {
  ...ids,
  type: 'm.room.message',
  sender: '@bob:b',
  sender_display_name: 'Bob',
  room_name: 'Kitchen',
  room_alias: '#kitchen:b',
  user_is_target: false,
  content: { msgtype: 'm.text', body: 'Tea?', 'm.mentions': { room: true } },
  counts,
}
const encrypted = { ...message, type: 'm.room.encrypted', content: { algorithm: 'm.megolm.v1.aes-sha2', session: 1 } }
const invite = { ...message, type: 'm.room.member', user_is_target: true, content: { membership: 'invite' } }
const { room_name: _, room_alias: __, ...unnamed } = message
const { sender_display_name: ___, room_name: ____, ...nameless } = message

const woken = { ...ids, prio: 'high' }
const counted = { ...woken, unread_count: 2, missed_calls: 1 }
const silent = { headers: { 'apns-topic': 'com.example.matrix', 'apns-push-type': 'background', 'apns-priority': '5' } }
const shown = { headers: { 'apns-push-type': 'alert', 'apns-priority': '10' } }
const shownLate = { headers: { 'apns-push-type': 'alert', 'apns-priority': '5' } }

const inRoom = {
  alert: { 'loc-key': 'MSG_FROM_USER_IN_ROOM_WITH_CONTENT', 'loc-args': ['Bob', 'Kitchen', 'Tea?'] },
  'mutable-content': 1,
  badge: 3,
}
const withKey = (key: string, ...args: string[]) => ({
  ...inRoom,
  alert: { 'loc-key': key, 'loc-args': args },
})

/** Default payload of an app on iOS: an alert that the app can replace before it is shown. */
const defaultPayload = { aps: { 'mutable-content': 1, alert: { 'loc-key': 'NEW', title: 'Matrix' } }, account: '7' }

const OF_IDS: PayloadCase[] = [
  {
    what: 'a message, to wake the app',
    kind: 'apns',
    notification: message,
    payload: { ...counted, aps: { 'content-available': 1 } },
    push: silent,
  },
  {
    what: 'a message in the sandbox',
    kind: 'sandbox',
    notification: message,
    payload: { ...counted, aps: { 'content-available': 1 } },
    push: silent,
  },
  {
    what: 'an event of low priority',
    kind: 'apns',
    notification: low,
    payload: { ...low, aps: { 'content-available': 1 } },
    push: silent,
  },
  {
    what: 'counts alone',
    kind: 'apns',
    notification: { counts },
    data: { default_payload: defaultPayload },
    payload: { aps: { badge: 3 } },
    push: shown,
  },
  {
    what: 'counts of zero',
    kind: 'apns',
    notification: {},
    payload: { aps: { badge: 0 } },
    push: shown,
  },
  {
    what: 'an event with the default payload of its app',
    kind: 'apns',
    notification: { ...ids, counts },
    data: { format: 'event_id_only', default_payload: defaultPayload },
    payload: { ...counted, ...defaultPayload, aps: { ...defaultPayload.aps, badge: 3 } },
    push: shown,
  },
  {
    what: 'an event of low priority with the default payload of its app',
    kind: 'apns',
    notification: low,
    data: { default_payload: defaultPayload },
    payload: { ...low, ...defaultPayload, aps: { ...defaultPayload.aps, badge: 0 } },
    push: shownLate,
  },
  {
    what: 'the IDs of the event instead of those of the default payload',
    kind: 'apns',
    notification: ids,
    data: { default_payload: { event_id: '$other', room_id: 1, extra: [1] } },
    payload: { ...woken, extra: [1], aps: { 'content-available': 1 } },
  },
  {
    what: 'a message, to wake the app',
    kind: 'fcm',
    notification: message,
    payload: { data: { ...woken, unread: '2', missed_calls: '1' }, android: { priority: 'high' } },
    push: { priority: 'high' },
  },
  {
    what: 'an event of low priority',
    kind: 'fcm',
    notification: low,
    payload: { data: low, android: { priority: 'normal' } },
    push: { priority: 'normal' },
  },
  {
    what: 'counts alone',
    kind: 'fcm',
    notification: { counts },
    payload: { data: { prio: 'high', unread: '2', missed_calls: '1' }, android: { priority: 'high' } },
  },
  {
    what: 'the default payload as strings, without the names that FCM reserves',
    kind: 'fcm',
    notification: ids,
    data: {
      default_payload: { account: 7, tags: ['a'], none: null, event_id: '$other', from: 'x', 'google.a': 'x' },
    },
    payload: { data: { ...woken, account: '7', tags: '["a"]' }, android: { priority: 'high' } },
  },
  {
    what: 'a message, to wake the app',
    kind: 'web-push',
    notification: message,
    payload: { ...woken, ...counts },
    push: { priority: 'high', headers: { urgency: 'high', 'content-encoding': 'aes128gcm' } },
  },
  {
    what: 'an event of low priority',
    kind: 'web-push',
    notification: low,
    data: { default_payload: { account: 7, room_id: '!other' } },
    payload: { ...low, account: 7 },
    push: { priority: 'low' },
  },
  { what: 'counts alone', kind: 'web-push', notification: { counts }, payload: { prio: 'high', ...counts } },
]

const OF_CONTENT: PayloadCase[] = [
  { what: 'a message', kind: 'apns', notification: message, payload: { ...counted, aps: inRoom }, push: shown },
  {
    what: 'a message with the sound of its rule',
    kind: 'apns',
    notification: message,
    data: { default_payload: { aps: { sound: 'silence', category: 'chat' } } },
    tweaks: { sound: 'default', highlight: true },
    payload: { ...counted, aps: { ...inRoom, sound: 'default', category: 'chat' } },
  },
  {
    what: 'a message with the default payload of its app',
    kind: 'apns',
    notification: message,
    data: { default_payload: defaultPayload },
    payload: { ...counted, account: '7', aps: { ...inRoom, alert: { ...inRoom.alert, title: 'Matrix' } } },
  },
  {
    what: 'a message of low priority',
    kind: 'apns',
    notification: { ...message, prio: 'low' },
    payload: { ...counted, prio: 'low', aps: inRoom },
    push: shownLate,
  },
  {
    what: 'a message in a room without a name',
    kind: 'apns',
    notification: unnamed,
    payload: { ...counted, aps: withKey('MSG_FROM_USER_WITH_CONTENT', 'Bob', 'Tea?') },
  },
  {
    what: 'a message with IDs in place of names',
    kind: 'apns',
    notification: nameless,
    payload: { ...counted, aps: withKey('MSG_FROM_USER_IN_ROOM_WITH_CONTENT', '@bob:b', '#kitchen:b', 'Tea?') },
  },
  {
    what: 'an encrypted message',
    kind: 'apns',
    notification: encrypted,
    payload: { ...counted, aps: withKey('MSG_FROM_USER_IN_ROOM', 'Bob', 'Kitchen') },
  },
  {
    what: 'an invite',
    kind: 'apns',
    notification: invite,
    payload: { ...counted, aps: withKey('USER_INVITE_TO_NAMED_ROOM', 'Bob', 'Kitchen') },
  },
  {
    what: 'an invite of another user',
    kind: 'apns',
    notification: { ...invite, user_is_target: false },
    payload: { ...counted, aps: withKey('MSG_FROM_USER_IN_ROOM', 'Bob', 'Kitchen') },
  },
  {
    what: 'the IDs, if the homeserver sends nothing else',
    kind: 'apns',
    notification: { ...ids, counts },
    payload: { ...counted, aps: { 'content-available': 1 } },
    push: silent,
  },
  {
    what: 'a message',
    kind: 'fcm',
    notification: message,
    payload: {
      data: {
        ...woken,
        type: 'm.room.message',
        sender: '@bob:b',
        sender_display_name: 'Bob',
        room_name: 'Kitchen',
        room_alias: '#kitchen:b',
        user_is_target: 'false',
        content_msgtype: 'm.text',
        content_body: 'Tea?',
        unread: '2',
        missed_calls: '1',
      },
      android: { priority: 'high' },
    },
  },
  {
    what: 'a message',
    kind: 'web-push',
    notification: message,
    data: { default_payload: { account: 7 } },
    payload: { ...withoutCounts(message), ...counts, prio: 'high', account: 7 },
  },
]

function withoutCounts({ counts: _, ...rest }: typeof message): object {
  return rest
}

const TABLES: [App['content'], PayloadCase[]][] = [
  ['ids', OF_IDS],
  ['full', OF_CONTENT],
]

for (const [content, cases] of TABLES) {
  t.test(`an app that receives ${content === 'ids' ? 'IDs' : 'content'}`, async (t) => {
    const fixture = await openGatewayFixture(content)
    t.teardown(() => fixture.close())
    for (const one of cases) await t.test(`${one.kind} receives ${one.what}`, (t) => check(t, fixture, one))
  })
}

async function check(
  t: Test,
  fixture: GatewayFixture,
  { kind, notification, data, tweaks, payload, push }: PayloadCase,
) {
  const device = await fixture.device(kind)
  const entry = device.entry({ ...(data && { data }), ...(tweaks && { tweaks }) })
  t.same(await fixture.notify(notification, [entry]).then(({ body }) => body), { rejected: [] })
  const [received, ...others] = device.received()
  t.strictSame(received?.payload, payload)
  t.match(received, push ?? {})
  t.same(others, [])
}
