import t from 'tap'
import { eachFinds, eachFindsMarked, fence, type MarkedRow, type Row } from './found.ts'

t.test('sentences about what a pattern matches are evaluated', async (t) => {
  const rows: Row[] = [
    ['right', 'The pattern `ca*e` matches `cake` and `case`, but not `lake`.\n', []],
    ['a value that does not match', 'The pattern `ca*e` matches `cake` and `lake`.\n', ['1:40 error value-match']],
    [
      'a value that matches',
      'The pattern `ca*e` matches `cake` but does not match `cafe`.\n',
      ['1:55 error value-match'],
    ],
    ['a value said not to match', 'The glob `c?t` does not match `cat` or `coat`.\n', ['1:32 error value-match']],
    ['the result depends on the property, which is unknown', 'The pattern `cake` matches `a cake here`.\n', []],
    ['the body', 'In `content.body` the pattern `cake` matches `a cake here` but not `pancakes`.\n', []],
    [
      'the body, before words counted',
      'In `content.body` the pattern `cake` matches `a cake here` but not `pancakes`.\n',
      ['1:69 error value-match'],
      'v1.2',
    ],
    ['other sentences', 'The pattern `ca*e` is not `lake`, and matches whatever `lake` says.\n', []],
    ['no pattern', 'The rule `a` matches `b`.\n', []],
    ['values with a name', 'The pattern `a*` matches bodies such as `ab` and `ba`.\n', ['1:51 error value-match']],
    ['a glob for paths', 'The pattern `**/foo` matches `a/b/foo` and `foo`.\n', []],
  ]
  eachFinds(t, rows)
})

t.test('lists of what a pattern matches are evaluated', async (t) => {
  const list = (intro: string, ...items: string[]) => `${intro}\n\n${items.map((item) => `- ${item}\n`).join('')}`
  const rows: Row[] = [
    ['right', list('The pattern `ca*e` matches:', '`cake`', '`case`, too'), []],
    ['wrong', list('The pattern `ca*e` matches:', '`cake`', '`lake`'), ['4:4 error value-match']],
    ['said not to match', list('The pattern `ca*e` does not match:', '`lake`', '`cake`'), ['4:4 error value-match']],
    ['with a name', list('The pattern `ca*e` matches the following bodies:', '`lake`'), ['3:4 error value-match']],
    ['items that say more', list('The pattern `ca*e` matches:', '`lake` with a `c` instead of its `l`'), []],
    ['after other text', `${list('The pattern `ca*e` matches:', '`cake`')}\nOther things:\n\n- \`lake\`\n`, []],
  ]
  eachFinds(t, rows)
})

t.test('tables of patterns and values are evaluated', async (t) => {
  const table = (head: string, ...rows: string[]) =>
    `| ${head} |\n|${' - |'.repeat(head.split('|').length)}\n${rows.map((row) => `| ${row} |\n`).join('')}`
  const rows: Row[] = [
    ['right', table('Pattern | Value | Matches', '`ca*e` | `cake` | yes', '`ca*e` | `lake` | no'), []],
    [
      'wrong',
      table('Pattern | Value | Matches?', '`ca*e` | `lake` | ✓', 'ca*e | cake | ✗'),
      ['3:13 error value-match', '4:10 error value-match'],
    ],
    ['of bodies', table('Pattern | Body | Matches', '`cake` | `a cake` | no'), ['3:13 error value-match']],
    [
      'with keys',
      table(
        'Key | Pattern | Value | Matches',
        '`content.body` | `cake` | `a cake` | no',
        '`content.topic` | `cake` | `a cake` | yes',
      ),
      ['3:30 error value-match', '4:31 error value-match'],
    ],
    [
      'of lists',
      table('Pattern | Matches | Does not match', '`ca*e` | `cake`, `lake` | `cafe`'),
      ['3:21 error value-match', '3:30 error value-match'],
    ],
    [
      'in other words',
      table('Glob | Values that match | Values that do not match', '`ca*e` | `lake` | `cafe`'),
      ['3:13 error value-match', '3:22 error value-match'],
    ],
    ['of examples', table('Pattern | Example | Matched', '`ca*e` | `lake` | ✔'), ['3:13 error value-match']],
    ['of something else', table('Pattern | Use', '`ca*e` | `lake`'), []],
  ]
  eachFinds(t, rows)
})

t.test('lists in YAML are evaluated', async (t) => {
  eachFinds(
    t,
    [
      [
        'wrong',
        'key: content.body\npattern: cake\nmatches: [a cake, pancake]\ndoes_not_match: [pancakes, CAKE]\n',
        ['3:19 error value-match', '4:28 error value-match'],
      ],
    ],
    'yaml',
  )
})

const RULE = fence(
  '{"rule_id": "cake", "conditions": [{"kind": "event_match", "key": "content.body", "pattern": "cake"}], "actions": ["notify"], "default": false, "enabled": true}',
)
const CONDITION = fence('{"kind": "event_match", "key": "content.body", "pattern": "cake"}')
const message = (body: string) =>
  fence(`{"type": "m.room.message", "content": {"msgtype": "m.text", "body": "${body}"}}`)

t.test('events are evaluated with the rule that the text names', async (t) => {
  const rows: Row[] = [
    ['an event that matches', `${RULE}\nThis event matches the rule above:\n\n${message('a cake')}`, []],
    [
      'one that does not',
      `${RULE}\nThis event matches the rule above:\n\n${message('pancakes')}`,
      ['8:1 error event-match'],
    ],
    [
      'said not to match',
      `${RULE}\nAn event that does not match it:\n\n${message('a cake')}`,
      ['8:1 error event-match'],
    ],
    ['and it does not', `${RULE}\nAn event that does not match it:\n\n${message('pancakes')}`, []],
    [
      'a rule that is named',
      `This event matches \`.m.rule.reaction\`:\n\n${message('a cake')}`,
      ['4:1 error event-match'],
    ],
    [
      'a section without a rule',
      `${RULE}\n# Other\n\nThis event matches the rule above:\n\n${message('pancakes')}`,
      [],
    ],
    ['two rules', `${RULE}\n${RULE}\nThis event matches the rule above:\n\n${message('pancakes')}`, []],
    [
      'a condition that is shown by itself',
      `${CONDITION}\nmatches this event:\n\n${message('pancakes')}`,
      ['8:1 error event-match'],
    ],
    [
      'a condition in a sentence',
      `Given \`{"kind": "event_match", "key": "type", "pattern": "a.b"}\`, this event matches:\n\n${message('a')}`,
      ['4:1 error event-match'],
    ],
    ['the condition holds', `${CONDITION}\nThis event matches the condition:\n\n${message('a cake')}`, []],
    ['text about something else', `${RULE}\nAn event that is sent later:\n\n${message('pancakes')}`, []],
    [
      'a condition that the event does not tell',
      `${fence('{"rule_id": "two", "conditions": [{"kind": "room_member_count", "is": "2"}], "actions": []}')}\nThis event does not match the rule:\n\n${message('a')}`,
      [],
    ],
  ]
  eachFinds(t, rows)
})

t.test('types of events that have nothing in common with those of the rule', async (t) => {
  const rule = fence(
    '{"rule_id": "a", "conditions": [{"kind": "event_match", "key": "type", "pattern": "m.reaction"}]}',
  )
  const rows: MarkedRow[] = [
    ['another type', `Matches any \`▲m.room.name\` event.\n\n${rule}`, ['warning prose-value']],
    ['another type, after the word', `For events of the type \`▲m.room.name\`:\n\n${rule}`, ['warning prose-value']],
    ['two types', `A \`m.room.name\` event is not an \`m.reaction\` event.\n\n${rule}`, []],
    ['a comparison', `Unlike any \`m.room.name\` event, this does not notify.\n\n${rule}`, []],
  ]
  eachFindsMarked(t, rows)
})
