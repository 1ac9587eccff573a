import t from 'tap'
import { eachFindsMarked, fence, type MarkedRow, sentences } from './found.ts'

const URL = 'https://hs.example/_matrix/client'
const sh = (command: string) => fence(command, 'sh')
const get = (path: string) => sh(`curl '${URL}${path}'`)

t.test('a path that is almost right', async (t) => {
  const rows: MarkedRow[] = [
    ['a letter too few', get('/v3/▲pushrule/global/override/a'), ['error unknown-endpoint']],
    ['another spelling', get('/v3/▲push_rules/'), ['error unknown-endpoint']],
    ['another area', get('/v3/pushlight'), []],
    ['no version', get('/▲pushers'), ['error unknown-endpoint']],
    ['a version that never existed', get('/▲v2/pushers'), ['warning path-version']],
    ['another version of another area', get('/v1/rooms/!a:b/hierarchy'), []],
    ['a namespaced path', get('/unstable/org.example/pushers'), []],
    [
      'a receipt of an unknown type',
      sh(`curl '${URL}/v3/rooms/!a:b/receipt/▲m.reed/$a' -d '{}'`),
      ['error unknown-endpoint'],
    ],
    ['a namespaced receipt type', sh(`curl '${URL}/v3/rooms/!a:b/receipt/org.example.seen/$a' -d '{}'`), []],
    ['an invalid number', get('/v3/notifications?limit=▲ten'), ['warning query-parameter']],
    ['a number', get('/v3/notifications?limit=10&only=highlight'), []],
    ['a HEAD request', sh(`curl -I '${URL}/v3/pushers'`), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('placeholders in a URL', async (t) => {
  const rows: MarkedRow[] = [
    ['an ellipsis', get('/v3/pushrules/global/override/▲…'), ['warning placeholder']],
    ['three dots', get('/v3/pushrules/global/override/▲...'), ['warning placeholder']],
    ['square brackets', get('/v3/pushrules/global/override/▲[ruleId]'), ['warning placeholder']],
    ['capitals', get('/v3/pushrules/global/override/▲RULE_ID'), ['warning placeholder']],
    ['an address', sh("curl 'https://[::1]:8448/_matrix/client/v3/pushers'"), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('placeholders in headers and bodies', async (t) => {
  const withHeader = (header: string) => sh(`curl -H "${header}" '${URL}/v3/pushers'`)
  const body = (name: string) => sh(`curl -X PUT '${URL}/v3/profile/@a:b/displayname' -d '{"displayname": ${name}}'`)
  const rows: MarkedRow[] = [
    ['angle brackets', withHeader('Authorization: Bearer ▲<access_token>'), ['note placeholder']],
    ['an ellipsis', withHeader('Authorization: Bearer ▲...'), ['note placeholder']],
    ['capitals', withHeader('Authorization: Bearer ▲ACCESS_TOKEN'), ['note placeholder']],
    ['a variable', withHeader('Authorization: Bearer $TOKEN'), []],
    ['a token', withHeader('Authorization: Bearer abc'), []],
    ['a string', body('▲"YOUR_NAME"'), ['note placeholder']],
    ['a name', body('"Alice"'), []],
    ['JSON in a string', body('"{}"'), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('a request without a required body', async (t) => {
  const rows: MarkedRow[] = [
    ['none', sh(`curl -X ▲POST '${URL}/v3/pushers/set'`), ['error request-body']],
    ['an empty one', sh(`curl -X ▲POST '${URL}/v3/pushers/set' -d ''`), ['error request-body']],
    ['one from a file', sh(`curl -X POST '${URL}/v3/pushers/set' -d @pusher.json`), []],
  ]
  eachFindsMarked(t, rows)
  t.match(sentences(sh(`curl '${URL}/v3/pushers/set' -d '{"kind": "http", "app_id": "a", "pushkey": "b"}'`)), [
    /^Expected the properties "app_display_name", "device_display_name", "lang" and "data", found /,
  ])
})

const message = (text: string) => fence(text, 'http')

t.test('HTTP messages', async (t) => {
  const rows: MarkedRow[] = [
    [
      'an ellipsis in what is only shown',
      message('PUT /_matrix/client/v3/pushrules/global/override/a\n\n{"actions": ["notify"], ▲...}'),
      ['note json-ellipsis'],
    ],
    [
      'a response',
      message('HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"rule_id": "a", "actions": [▲"ring"]}'),
      ['error unknown-action'],
    ],
    ['a response without a body', message('HTTP/1.1 204 No Content\n'), []],
    ['a response that is not JSON', message('HTTP/1.1 200 OK\n\n<html>{}</html>'), []],
  ]
  eachFindsMarked(t, rows)
})

const ENABLED = '/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled'

t.test('bodies that a heading announces', async (t) => {
  const under = (heading: string, label: string, json: string) => `## ${heading}\n\n${label}:\n\n${fence(json)}`
  const notify = 'POST /_matrix/push/v1/notify'
  const rows: MarkedRow[] = [
    [
      'what a server responds',
      under('GET /_matrix/client/v3/pushers', 'The server responds', '{"pushers": ▲1}'),
      ['error schema'],
    ],
    ['a request to a gateway', under(notify, 'Request body', '▲{"a": 1}'), ['error schema']],
    ['a response of a gateway', under(notify, 'Response', '{"rejected": ▲"a"}'), ['error schema']],
    [
      'a heading below another',
      `## PUT ${ENABLED}\n\n### Request body\n\n${fence('{"enabled": ▲1}')}`,
      ['error schema'],
    ],
    [
      'a heading, and more text',
      `## GET ${ENABLED}\n\n### Response\n\nAs in:\n\n${fence('{"enabled": ▲1}')}`,
      ['error schema'],
    ],
    ['a heading of another kind', `## PUT ${ENABLED}\n\n### Request limits\n\n${fence('{"a": 1}')}`, []],
    ['a valid body', under(notify, 'Response', '{"rejected": ["a"]}'), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('rules in a path', async (t) => {
  const turnOff = (path: string) =>
    sh(`curl -X PUT '${URL}/v3/pushrules/global/${path}/enabled' -d '{"enabled": false}'`)
  const rows: MarkedRow[] = [
    ['a default rule', turnOff('override/.m.rule.master'), []],
    ['one of no version', turnOff('override/▲.m.rule.mastre'), ['warning default-rule-version']],
    ['a historical one', turnOff('override/▲.m.rule.roomnotif'), ['warning default-rule-version']],
    ['a historical one in an earlier version', turnOff('override/.m.rule.roomnotif'), [], 'v1.16'],
    ['one of another kind', turnOff('content/▲.m.rule.call'), ['error rule-id']],
    ['an invalid room ID', turnOff('room/▲bakery'), ['error rule-id']],
    ['an invalid user ID', turnOff('sender/▲bob'), ['error rule-id']],
    ['a user', turnOff('sender/@bob:hs.example'), []],
  ]
  eachFindsMarked(t, rows)
})
