import t from 'tap'
import { applyFixes, checkText } from '../../check/index.ts'
import { fence, found, putRule } from './found.ts'

/** Returns the text after all fixes. */
function fixed(text: string): string {
  return applyFixes(text, checkText('text', text, 'markdown', { specVersion: 'v1.19' }).findings).text
}

const inRule = (actions: string) => fence(putRule('override/a', `{"actions": [${actions}]}`), 'sh')

const CERTAIN: [what: string, before: string, after: string][] = [
  ['a comma before a bracket', fence('{"a": [1,],}'), fence('{"a": [1]}')],
  ['a missing comma', fence('{\n  "a": 1\n  "b": 2\n}'), fence('{\n  "a": 1,\n  "b": 2\n}')],
  ['a comma too many', fence('[1,, 2]'), fence('[1, 2]')],
  ['a key without quotes, and single quotes', fence("{a: 'b'}"), fence('{"a": "b"}')],
  ['words of Python', fence('[True, None]'), fence('[true, null]')],
  ['a tweak as people invent it', inRule('{"set_sound": "ring"}'), inRule('{"set_tweak": "sound", "value": "ring"}')],
  ['an action in another spelling', inRule('"Notify"'), inRule('"notify"')],
  [
    'a kind of condition in another spelling',
    fence('{"kind": "eventMatch", "key": "a", "pattern": "b"}'),
    fence('{"kind": "event_match", "key": "a", "pattern": "b"}'),
  ],
  [
    'a URL with a letter in it',
    fence("curl 'https://h/_matrix/client/v3/rooms/ä/x'", 'sh'),
    fence("curl 'https://h/_matrix/client/v3/rooms/%C3%A4/x'", 'sh'),
  ],
  [
    'a line that does not go on',
    fence('curl https://h/a\n  -X PUT', 'sh'),
    fence('curl https://h/a \\\n  -X PUT', 'sh'),
  ],
  ['a semicolon for a comma', fence('{"a": 1; "b": 2}'), fence('{"a": 1, "b": 2}')],
  ['an equals sign for a colon', fence('{"a" = 1}'), fence('{"a" : 1}')],
  ['a colon that is not there', fence('{"a" 1, "b" {}}'), fence('{"a": 1, "b": {}}')],
  ['a comma for a colon', fence('{"a", 1, "b", "c", "d": [2]}'), fence('{"a": 1, "b": "c", "d": [2]}')],
  ['a comma for a colon, before a list', fence('{"a", [1]}'), fence('{"a": [1]}')],
  ['a space after a backslash', fence('curl \\ \n  https://h/a', 'sh'), fence('curl \\\n  https://h/a', 'sh')],
]

t.test('certain mistakes are fixed, and the result is valid', async (t) => {
  for (const [what, before, after] of CERTAIN) {
    t.equal(fixed(before), after, what)
    t.strictSame(found(after), [], `${what}: nothing is left`)
  }
})

const DOUBTFUL: [what: string, text: string][] = [
  ['two values on one line', fence('[1 2]')],
  ['an action that nobody knows', inRule('"ring"')],
  ['an invented tweak with more in it', inRule('{"set_sound": "ring", "volume": 3}')],
  ['an action of old in another spelling', inRule('"dont-notify"')],
  ['a bracket that is not closed', fence('{"a": [1}')],
  ['undefined', fence('{"a": undefined}')],
  ['a word that goes on', fence('[True{}]')],
  ['a comma after a string that goes on', fence('{"a": "b,\n"c": 1}')],
  ['a set without colons', fence('{"a", "b"}')],
  ['a key without a value', fence('{"a", "b": 1}')],
]

t.test('uncertain mistakes are not fixed', async (t) => {
  for (const [what, text] of DOUBTFUL) {
    t.equal(fixed(text), text, what)
    t.not(found(text).length, 0, `${what}: it is found`)
  }
})

const ACTION = '{"rule_id": "a", "actions": ["Notify",]}'
const FIXED = '{"rule_id": "a", "actions": ["notify"]}'

t.test('fixes in YAML leave valid YAML', async (t) => {
  const rows: [what: string, before: string, after: string][] = [
    ['a flow', 'a: {rule_id: a, actions: [Notify]}\n', 'a: {rule_id: a, actions: ["notify"]}\n'],
    [
      'a tweak in a flow',
      'rule_id: a\nactions: [{set_sound: b}]\n',
      'rule_id: a\nactions: [{"set_tweak": "sound", "value": b}]\n',
    ],
    ['a tweak on lines', 'rule_id: a\nactions:\n- set_sound: b\n', 'rule_id: a\nactions:\n- set_sound: b\n'],
    ['a literal', `a: |\n  ${ACTION}\n`, `a: |\n  ${FIXED}\n`],
    ['single quotes', `a: '${ACTION}'\n`, `a: '${ACTION.replace(',]', ']')}'\n`],
    ['double quotes', 'a: "{\\"b\\": [\\"Notify\\",]}"\n', 'a: "{\\"b\\": [\\"Notify\\"]}"\n'],
    ['invalid YAML', `a: [\nb: {rule_id: a, actions: [Notify]}\n`, `a: [\nb: {rule_id: a, actions: [Notify]}\n`],
  ]
  for (const [what, before, after] of rows) {
    const { findings } = checkText('a.yaml', before, 'yaml', { specVersion: 'v1.19' })
    t.equal(applyFixes(before, findings).text, after, what)
    t.not(findings.length, 0, `${what}: it is found`)
  }
})

t.test('line breaks and everything else stay unchanged', async (t) => {
  t.equal(fixed('```json\r{"a": 1,}\r```\r'), '```json\r{"a": 1}\r```\r')
  t.equal(fixed('# ä 😀\r\n\r\n```json\r\n{"😀": 1,}\r\n```\r\n'), '# ä 😀\r\n\r\n```json\r\n{"😀": 1}\r\n```\r\n')
})
