import t from 'tap'
import { eachFindsMarked, fence, type MarkedRow } from './found.ts'

// The shape of an example says which schema and which rules of the specification apply to it.

t.test('pushers', async (t) => {
  const pusher = (more: string) => fence(`{"app_id": "a", "pushkey": "b", ${more}}`)
  const http = (data: string) => pusher(`"kind": "http", "data": ${data}`)
  const rows: MarkedRow[] = [
    ['an app ID that is not a string', fence('{"app_id": ▲5, "pushkey": "b", "kind": "email"}'), ['error schema']],
    ['an unknown kind', pusher('"kind": ▲"https"'), ['warning schema']],
    ['a namespaced kind', pusher('"kind": "org.example.pigeon"'), []],
    ['a deletion', pusher('"kind": null'), []],
    ['a deletion in an earlier version', pusher('"kind": null'), [], 'seed'],
    ['no URL', http('▲{}'), ['error schema']],
    [
      'an unknown format',
      http('{"url": "https://a/_matrix/push/v1/notify", "format": ▲"event_id"}'),
      ['warning schema'],
    ],
    ['no TLS', http('{"url": ▲"http://a/_matrix/push/v1/notify"}'), ['error pusher-url']],
    ['a long pushkey', fence(`{"app_id": "a", "pushkey": ▲"${'ä'.repeat(257)}", "kind": null}`), ['error schema']],
  ]
  eachFindsMarked(t, rows)
})

t.test('notifications to a push gateway', async (t) => {
  const notify = (fields: string) => fence(`{"notification": ▲{${fields}"devices": []}}`)
  const rows: MarkedRow[] = [
    ['an event without an ID', notify('"room_id": "!a:b", "type": "m.room.message", '), ['warning schema']],
    ['a number only', notify('"counts": {"unread": 1}, ').replace('▲', ''), []],
    [
      'what is left out',
      notify('"room_id": "!a:b", ..., ').replace('▲', '').replace('...', '▲...'),
      ['note json-ellipsis'],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('rulesets', async (t) => {
  const rule = (id: string) => `{${id}"default": false, "enabled": true, "actions": []}`
  const rows: MarkedRow[] = [
    [
      'two rules with one ID',
      fence(`{"override": [${rule('"rule_id": "a", ')}, ${rule('"rule_id": ▲"a", ')}]}`),
      ['error rule-id'],
    ],
    [
      'rules of two kinds with one ID',
      fence(`{"override": [${rule('"rule_id": "a", ')}], "underride": [${rule('"rule_id": "a", ')}]}`),
      [],
    ],
    ['a rule without an ID', fence(`{"override": [${rule('"rule_id": "a", ')}, ▲${rule('')}]}`), ['error rule-shape']],
    [
      'an unknown kind',
      fence(`{"override": [${rule('"rule_id": "a", ')}], ▲"overide": [${rule('"rule_id": "b", ')}]}`),
      ['error rule-shape'],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('events', async (t) => {
  const event = (fields: string, content = '{"msgtype": "m.text", "body": "a"}') =>
    fence(`{"type": "m.room.message", ${fields}, "content": ${content}}`)
  const whole = '"event_id": "$a", "sender": "@a:b", "room_id": "!a:b", "origin_server_ts": 1'
  const rows: MarkedRow[] = [
    ['an invalid sender', event('"sender": ▲"alice"'), ['warning schema']],
    ['an invalid room ID', event('"room_id": ▲"#a:b"'), ['warning schema']],
    ['an invalid event ID', event('"event_id": ▲"143"'), ['warning schema']],
    ['placeholders', event('"sender": "<user>", "room_id": "{roomId}", "event_id": "..."'), []],
    ['no body', event(whole, '▲{"msgtype": "m.text"}'), ['error schema']],
    ['a redacted event', event(whole, '{}'), []],
    ['a partial event', event('"sender": "@a:b"', '{"body": "a"}'), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('actions', async (t) => {
  const action = (json: string) => fence(`{"rule_id": "a", "actions": [${json}]}`)
  const rows: MarkedRow[] = [
    [
      'a key that set_tweak does not know',
      action('{"set_tweak": "sound", ▲"values": "a"}'),
      ['warning unknown-action'],
    ],
    ['a namespaced key', action('{"set_tweak": "sound", "org.example.volume": 7, "value": "a"}'), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('responses', async (t) => {
  const rows: MarkedRow[] = [
    [
      'a number of messages',
      fence('{"unread_notifications": {"notification_count": ▲"3", "highlight_count": ▲-1}}'),
      ['error schema', 'error schema'],
    ],
    ['an error', fence('{"errcode": ▲404}'), ['error schema']],
    ['a list of pushers', fence('{"pushers": [▲{"app_id": "a", "pushkey": "b", "kind": "http"}]}'), ['error schema']],
    [
      'a list of notifications',
      fence('{"notifications": [▲{"actions": [▲"ring"], "event": ▲{}}]}'),
      ['error schema', 'error unknown-action', 'error schema'],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('schemas are not examples', async (t) => {
  const schema = (properties: string) => `type: object\nproperties:\n${properties.replaceAll(/^/gm, '  ')}\n`
  const rows: MarkedRow[] = [
    ['a pusher', schema('app_id: { type: string }\npushkey: { type: string }\nkind: { type: string }'), []],
    ['an error', schema('errcode: { type: string }\nerror: { type: string }'), []],
    ['counts', schema('notification_count: { type: integer }'), []],
    ['a rule', schema('rule_id: { type: string }\nactions: { type: array }\nenabled: { type: boolean }'), []],
    ['an event', schema('type: { const: m.room.member }\ncontent: { type: object }'), []],
    ['a rule by its constants', schema('rule_id: a\nactions: [ring]'), []],
  ]
  eachFindsMarked(t, rows, 'yaml')
})
