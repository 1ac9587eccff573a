import t from 'tap'
import { eachFinds, eachFindsMarked, fence, type MarkedRow, type Row } from './found.ts'

// What documents contain that is not a mistake, by kind. Each kind has an example with a mistake beside it.

const http = (text: string) => fence(text, 'http')
const RULE = '/_matrix/client/v3/pushrules/global/content/cake'

t.test('HTTP messages are read as people write them', async (t) => {
  const rows: MarkedRow[] = [
    [
      'the body is in the next block',
      `${http(`PUT ${RULE}\nAccept: a`)}\n${fence('{"actions": [], "pattern": "a"}')}`,
      [],
    ],
    [
      'a mistake in that body',
      `${http(`PUT ${RULE}`)}\n${fence('{"actions": [▲"ring"], "pattern": "a"}')}`,
      ['error unknown-action'],
    ],
    ['the head alone', http(`PUT ${RULE} HTTP/1.1\nContent-Type: application/json`), []],
    ['no empty line before the body', http(`PUT ${RULE}\n{"actions": [], "pattern": "a"}`), []],
    [
      'a mistake after no empty line',
      http(`PUT ${RULE}\n{"actions": [▲"ring"], "pattern": "a"}`),
      ['error unknown-action'],
    ],
    ['a GET request with the response below', http('GET /_matrix/client/v3/pushers\n\n{"pushers": []}'), []],
    ['a list of endpoints', http(`PUT ${RULE}/enabled\nPUT ${RULE}/actions\nDELETE ${RULE}`), []],
    ['a mistake in a list of endpoints', http(`PUT ${RULE}/enabled\n▲POST ${RULE}/actions`), ['error wrong-method']],
    ['a request and its response', http(`PUT ${RULE}/enabled\n\n{"enabled": true}\n\nHTTP/1.1 200 OK\n\n{}`), []],
    ['a response in the style of a terminal', http(`PUT ${RULE}/enabled\n{"enabled": true}\n\n> 200 OK\n> {}`), []],
    ['a mistake in the response', http(`DELETE ${RULE}\n\nHTTP/1.1 404\n\n{"errcode": ▲5}`), ['error schema']],
    ['a block of JSON with a head', fence(`PUT ${RULE}/enabled\nAccept: a\n\n{"enabled": true}`), []],
    ['a URL over several lines', http('GET /_matrix/client/v3/notifications?\n    limit=5&\n    only=highlight'), []],
    ['a signature', http('GET /_matrix/client/v3/rooms/{roomId}/threads'), []],
    [
      'a refusal that the text names',
      `Servers respond with 405 to this:\n\n${http('POST /_matrix/client/v3/pushrules/')}`,
      [],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('templates and gaps in YAML are not mistakes, and one mistake is reported once', async (t) => {
  const rows: MarkedRow[] = [
    ['Jinja', 'homeserver:\n  {% if url %}\n  url: {{ url }}\n  {% endif %}\n', []],
    ['Helm', 'homeserver:\n  {{- with .Values }}\n  a: {{ . | quote }}\n  {{- end }}\n', []],
    ['a gap', 'homeserver:\n  a: 1\n[...]\n  b: 2\n', []],
    ['YAML about something else', 'a: [\nb: c: d\n', []],
    [
      'a bracket that is not closed',
      'rule_id: a\nactions: [notify\n▲kind: override\nenabled: true\nb: c: d\n',
      ['error yaml-syntax'],
    ],
    ['a brace that closes at the margin', 'openapi: 3.1.0\na:\n  b: {\n    "c": 1\n  }\n', []],
    [
      'a brace that closes before its key',
      'openapi: 3.1.0\na:\n    b:\n      c: {\n        "d": {\n        }\n    }\ne: 1\n',
      [],
    ],
    ['braces in a description', 'openapi: 3.1.0\nb: |\n  {{% note %}}\nc: [1\n▲d: 2\n', ['error yaml-syntax']],
  ]
  eachFindsMarked(t, rows, 'yaml')
  eachFinds(t, [['an include', fence('{{#include homeserver.yaml}}', 'yaml'), []]])
})

t.test('the content of a reference is elsewhere', async (t) => {
  const notifications = (event: string) =>
    `{"notifications": [{"actions": [], "event": ${event}, "read": true, "room_id": "!a:b", "ts": 1}]}`
  const rows: MarkedRow[] = [
    ['a reference', fence(notifications('{"$ref": "event.yaml"}')), []],
    ['no content', fence(notifications('▲{}')), ['error schema']],
  ]
  eachFindsMarked(t, rows)
})

t.test('events that are shown as they are', async (t) => {
  const event = (more: string) =>
    fence(`{"type": "m.room.message", "content": ▲{"body": "a"}, "event_id": "$a", "sender": "@a:b"${more}}`)
  const levels = fence('{"type": "m.room.power_levels", "content": {"ban": ▲"50"}, "state_key": ""}')
  const rows: MarkedRow[] = [
    ['a message without its type', event(''), ['error schema']],
    ['one that is signed', event(', "signatures": {}').replace('▲', ''), []],
    ['levels as strings', levels, ['error schema']],
    [
      'levels that are valid in old rooms',
      `This event is valid in this room version:\n\n${levels.replace('▲', '')}`,
      [],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('tabs of documentation systems contain blocks', async (t) => {
  const tab = (code: string) => `=== "One"\n\n${fence(code).replaceAll(/^(?=.)/gm, '    ')}\n`
  const rows: Row[] = [
    ['a block', tab('{"rule_id": "a", "actions": []}'), []],
    ['a block with a mistake', tab('{"rule_id": "a", "actions": [],}'), ['4:35 error json-trailing-comma']],
  ]
  eachFinds(t, rows)
})

t.test('tokens in URLs were common before v1.11', async (t) => {
  const command = fence("curl 'https://h/_matrix/client/r0/pushers?▲access_token=a'", 'sh')
  const rows: MarkedRow[] = [
    ['before', command.replace('▲', ''), [], 'seed'],
    ['since', command.replace('r0', 'v3'), ['warning credential-in-url']],
  ]
  eachFindsMarked(t, rows)
})

t.test('requests that a server refuses', async (t) => {
  const curl = "curl 'https://h/_matrix/client/v3/▲push_rules/'"
  const unmarked = curl.replace('▲', '')
  const rows: MarkedRow[] = [
    ['a path that does not exist', fence(curl, 'sh'), ['error unknown-endpoint']],
    ['a refusal in the output', fence(`${unmarked}\n{"errcode":"M_UNRECOGNIZED"}`, 'sh'), []],
    ['a status line in the output', fence(`${unmarked}\nHTTP/1.1 404 Not Found`, 'sh'), []],
    [
      'the refusal of another command',
      fence(`${curl}\n{}\ncurl https://h/\nHTTP/1.1 404 Not Found`, 'sh'),
      ['error unknown-endpoint'],
    ],
    ['a method with its refusal', http(`POST ${RULE}\n{}\n\nHTTP/1.1 405 Method Not Allowed`), []],
    ['a method with a success', http(`▲POST ${RULE}\n{}\n\nHTTP/1.1 200 OK`), ['error wrong-method']],
    ['a gateway that refuses', http('GET /_matrix/push/v1/notify\n\nHTTP/1.1 405 Method Not Allowed'), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('commands with their output, and commands about something else', async (t) => {
  const rows: MarkedRow[] = [
    ['a command labelled as JSON', fence('$ curl https://h/_matrix/client/v3/pushers\n{"pushers": []}'), []],
    ['a path that is not of Matrix', fence("curl 'https://h/a?q=<a>&access_token=b'", 'sh'), []],
    [
      'an expression of a workflow',
      fence(`curl -X PUT -d '{"enabled": true}' "https://h${RULE}\${{ a.b }}/enabled"`, 'sh'),
      [],
    ],
    ['a URL in place of a value', fence('{"actions": [], "url": ▲https:a, "c": }'), ['error json-syntax']],
    ['a template in quotes', fence('homeserver:\n  "{{ a }}": "{{ b }}"\n  {{ c }}', 'yaml'), []],
    [
      'an admonition without an empty line',
      `Text\n!!! note\n    ${fence('{"actions": [▲"ring"], "rule_id": "a"}').replaceAll('\n', '\n    ')}`,
      ['error unknown-action'],
    ],
  ]
  eachFindsMarked(t, rows)
})
