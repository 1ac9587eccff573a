import t from 'tap'
import { eachFinds, eachFindsMarked, fence, found, type MarkedRow, type Row, sentences } from './found.ts'

const ERRORS: Row[] = [
  ['a comma before a brace', fence('{"a": 1,}'), ['2:8 error json-trailing-comma']],
  ['a comma before a bracket', fence('[1, 2,\n]'), ['2:6 error json-trailing-comma']],
  ['a missing comma, right after the value', fence('{\n  "a": 1\n  "b": 2\n}'), ['3:9 error json-missing-comma']],
  ['a missing comma in a list', fence('["a"\n"b"]'), ['2:5 error json-missing-comma']],
  ['two commas', fence('[1,, 2]'), ['2:4 error json-syntax']],
  ['a comma first', fence('[, 1]'), ['2:2 error json-syntax']],
  ['a key without quotes', fence('{a: 1}'), ['2:2 error json-syntax']],
  ['single quotes', fence("{'a': 'b'}"), ['2:2 error json-syntax', '2:7 error json-syntax']],
  ['words of other languages', fence('{"a": True, "b": None}'), ['2:7 error json-syntax', '2:18 error json-syntax']],
  ['a number that is none', fence('{"a": 01}'), ['2:7 error json-syntax']],
  ['an unknown escape', fence('{"a": "b\\.c"}'), ['2:7 error json-syntax']],
  ['a string that is not closed', fence('{"a": "b,\n"c": 1}'), ['2:7 error json-syntax']],
  ['a key without a value', fence('{"a", "b": 1}'), ['2:5 error json-syntax']],
  ['a value that is missing', fence('{"a": }'), ['2:7 error json-syntax']],
  ['a bracket that is never closed', fence('{"a": [1, 2}'), ['2:7 error json-syntax']],
  ['a bracket that closes nothing', fence('{"a": 1]}'), ['2:8 error json-syntax']],
  ['the end too early', fence('{"a": {"b": 1}'), ['2:1 error json-syntax']],
  ['text after the end', fence('{"a": 1} }'), ['2:10 error json-syntax']],
  [
    'every mistake of a block',
    fence('{\n  "a": 1,,\n  "b": [1 2],\n  c: 3,\n}'),
    [
      '3:10 error json-syntax',
      '4:10 error json-missing-comma',
      '5:3 error json-syntax',
      '5:7 error json-trailing-comma',
    ],
  ],
  ['a key that is there twice', fence('{"a": 1, "a": 2}'), ['2:10 warning json-duplicate-key']],
]

t.test('each mistake in JSON is found at its position', async (t) => eachFinds(t, ERRORS))

t.test('each mistake is reported once', async (t) => {
  const rows: MarkedRow[] = [
    ['a semicolon for a comma', fence('{"a": 1▲; "b": 2}'), ['error json-syntax']],
    ['an equals sign for a colon', fence('{"a" ▲= 1, "b": 2}'), ['error json-syntax']],
    ['an arrow for a colon', fence('{"a" ▲=> 1, "b": 2}'), ['error json-syntax']],
    ['no colon', fence('{"a" ▲1, "b" ▲{}}'), ['error json-syntax', 'error json-syntax']],
    ['after a string that is not closed', fence('{"a": ▲"b,\n"c": 1,\n"d": 2}'), ['error json-syntax']],
  ]
  eachFindsMarked(t, rows)
})

t.test('after a mistake that makes the rest uncertain, nothing more is reported', async (t) => {
  const rows: MarkedRow[] = [
    ['a key that is not one', fence('{"a": 1, ▲<b> "c" d, e: [f,]}'), ['error json-syntax']],
    ['an unknown word with more after it', fence('{"a": ▲not known, "b" c: 1,}'), ['error json-syntax']],
    ['a mistake before it', fence('{"a": 1,▲, ▲? "b": 2,}'), ['error json-syntax', 'error json-syntax']],
    ['a tag over several lines', fence('{"a": ▲"One:\n  <b class=\\"c\\">\n    two</b>"}'), ['warning json-syntax']],
    [
      'nothing is missing from what cannot be read',
      fence('{"rule_id": "a", "default": false, "enabled": true, ▲<b> "c"}'),
      ['error json-syntax'],
    ],
  ]
  eachFindsMarked(t, rows)
})

const ON_PURPOSE: Row[] = [
  [
    'a type for a value',
    fence('{"a": integer, "b": [ClientEvent]}'),
    ['2:7 note placeholder', '2:22 note placeholder'],
  ],
  ['a type with a remark', fence('{\n  "a": integer (optional, old),\n  "b": 1\n}'), ['3:8 note placeholder']],
  ['two types', fence('{"a": string | null}'), ['2:7 note placeholder']],
  ['two values', fence('{"a": true | false}'), ['2:12 note placeholder']],
  [
    'words in braces',
    fence('{"a": {an event}, "b": [{PDU-formatted event}]}'),
    ['2:7 note placeholder', '2:25 note placeholder'],
  ],
  ['an ellipsis in a list of members', fence('{"a": 1, [...]}'), ['2:11 note json-ellipsis']],
  ['words between ellipses', fence('[\n  1,\n  ... (8 more of them) ...\n  2\n]'), ['4:3 note json-ellipsis']],
  ['a comment', fence('{"a": 1} // one'), ['2:10 note json-comment']],
  ['a comment in a language that has them', fence('{"a": 1} // one', 'jsonc'), []],
  ['an ellipsis for members', fence('{"a": 1, ...}'), ['2:10 note json-ellipsis']],
  ['an ellipsis between values', fence('[1, ..., 9]'), ['2:5 note json-ellipsis']],
  ['an ellipsis on a line of its own', fence('{\n  "a": 1,\n  ...\n}'), ['4:3 note json-ellipsis']],
  ['an ellipsis for a value', fence('{"a": …}'), ['2:7 note json-ellipsis']],
  ['members without braces', fence('"a": 1,\n"b": 2'), ['2:1 note json-fragment']],
  ['a member with a comma after it', fence('"a": 1,'), ['2:1 note json-fragment']],
  ['a placeholder', fence('{"a": <user id>}'), ['2:7 note placeholder']],
  ['several values', fence('{"a": 1}\n{"a": 2}'), []],
]

t.test('deliberate omissions are notes', async (t) => eachFinds(t, ON_PURPOSE))

t.test('a comment can stand for omitted content', async (t) => {
  const rule = (more: string) => fence(`{"rule_id": "a", "default": false, "enabled": true${more}}`)
  const event = (content: string) =>
    fence(`{"type": "m.room.message", "event_id": "$a", "sender": "@a:b", "content": {${content}}}`)
  const rows: MarkedRow[] = [
    ['after the last member', rule(',\n  ▲// the actions\n'), ['note json-comment']],
    ['without a comma before it', rule('\n  ▲/* … */\n'), ['note json-comment']],
    ['in an object that has nothing else', event('▲/* the text */'), ['note json-comment']],
    ['on the line of the last member, with an ellipsis', rule(', ▲/* ... */'), ['note json-comment']],
    [
      'a comment on the last member stands for nothing',
      fence('[\n  1▲, ▲// one\n]'),
      ['error json-trailing-comma', 'note json-comment'],
    ],
    [
      'nor does one before other members',
      fence('{▲/* a */ "a": 1▲,}'),
      ['note json-comment', 'error json-trailing-comma'],
    ],
  ]
  eachFindsMarked(t, rows)
})

t.test('blocks of JSON5 are checked as JSON5', async (t) => {
  eachFindsMarked(t, [
    ['keys, quotes, commas and comments', fence("{a: 'b', /* c */ 'd': [1,],}", 'json5'), []],
    ['an unknown word', fence('{a: ▲b}', 'json5'), ['error json-syntax']],
  ])
})

t.test('request bodies are checked more strictly', async (t) => {
  const send = (body: string) =>
    fence(`curl -X POST https://hs.example/_matrix/client/v3/createRoom -d '${body}'`, 'sh')
  eachFinds(t, [
    ['a comment', send('{} /* none */'), ['2:69 error json-comment']],
    ['an ellipsis', send('{"name": "a", ...}'), ['2:80 error json-ellipsis']],
    ['members without braces', send('"name": "a"'), ['2:66 error json-syntax']],
  ])
})

t.test('a JSON file is one complete value', async (t) => {
  const rows: Row[] = [
    ['a valid file', '{"a": [1, "b", null, true, -1.5e3]}', []],
    ['an empty file', ' \n', ['1:1 error json-syntax']],
    ['two values', '{}\n{}', ['2:1 error json-syntax']],
    ['a comment', '{} // a', ['1:4 warning json-comment']],
    ['an ellipsis', '{"a": 1, ...}', ['1:10 error json-ellipsis']],
    ['members without braces', '"a": 1', ['1:1 error json-fragment']],
  ]
  eachFinds(t, rows, 'json')
})

t.test('JSON is distinguished from similar text', async (t) => {
  eachFinds(t, [
    ['a block of another language', fence('const a = {b: 1,}', 'js'), []],
    ['a block without a language that is not JSON', fence('{ do_something; }', ''), []],
    ['a block without a language that is JSON', fence('{"a": 1,}', ''), ['2:8 error json-trailing-comma']],
    ['a code span', 'Send `{"set_tweak": "sound",}` along.\n', ['1:28 error json-trailing-comma']],
    ['a code span with placeholders', 'Send `{"a": NAME, "b": …}` along.\n', []],
    ['a code span of another kind', 'A span `{a,}` and `[1,]` here.\n', []],
    ['a code span with actions', 'Send `["notify",]` along.\n', ['1:16 error json-trailing-comma']],
    ['a code span without a colon', 'Send `{"set_tweak" "sound"}` along.\n', ['1:20 error json-syntax']],
    ['a code span in typographic quotes', 'Send `{“rule_id”: 1}` along.\n', ['1:8 error json-syntax']],
    ['a code span of Python', "Write `{'set_tweak': 'sound'}` in Python.\n", []],
    ['a block of Python', fence("{'actions': ['notify',], 'pattern': u'a'}", ''), []],
    ['a block without a language whose end is missing', fence('{\n "rule_id": "a"', ''), ['2:1 error json-syntax']],
    ['a block of a template', fence('{ "$schema" ', ''), []],
  ])
})

t.test('messages say what was expected and what was found', async (t) => {
  t.strictSame(sentences(fence('{"a": 1,}')), ['Expected no comma before "}"'])
  t.strictSame(sentences(fence('{"a": True}')), ['Expected a JSON value, found True'])
  t.strictSame(sentences(fence('{"a": [1}')), ['Expected ] to close this [, found "}"'])
  t.match(sentences(fence('{"a": "b\\.c"}'))[0], /the string has an unknown escape$/)
})

t.test('of a block with very many mistakes, only the first are reported', async (t) => {
  t.equal(found(fence(`[${'1 '.repeat(500)}]`)).length, 50)
})
