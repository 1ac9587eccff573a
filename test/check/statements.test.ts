import t from 'tap'
import { eachFindsMarked, fence, type MarkedRow } from './found.ts'

// What a text says about push rules as such, or about what an example does.

const rule = (more: string) => `{"rule_id": "a", "default": false, "enabled": true, "actions": ["notify"]${more}}`

t.test('properties that every rule must have', async (t) => {
  const says = (names: string) => `Every push rule MUST have a ${names}. More text.\n\n`
  const rows: MarkedRow[] = [
    ['a rule without one', says('`▲kind` and\n`rule_id`') + fence(rule('')), ['warning prose-required']],
    ['reported once', says('`▲kind`') + fence(rule('')) + fence(rule('')), ['warning prose-required']],
    ['a rule with all', says('`kind` and `rule_id`') + fence(rule(', "kind": "override"')), []],
    ['a rule in a list of its kind', says('`kind`') + fence(`{"override": [${rule('')}]}`), []],
    ['a part of a rule', says('`kind`') + fence('{"rule_id": "a", "actions": []}'), []],
    [
      'an abridged rule',
      says('`kind`') + fence(rule(', "conditions": [], ...').replace('"a"', '"b"')),
      ['note json-ellipsis'],
    ],
    ['another sentence', `Every push rule can have a \`kind\`.\n\n${fence(rule(''))}`, []],
  ]
  const marked = (row: MarkedRow): MarkedRow =>
    row[0] === 'an abridged rule' ? [row[0], row[1].replace('...', '▲...'), row[2]] : row
  eachFindsMarked(t, rows.map(marked))
})

t.test('conditions that are called rules', async (t) => {
  const rows: MarkedRow[] = [
    [
      'a term',
      '`contains_display_name`  \nThis matches names. ▲This is a separate rule because names change.',
      ['warning prose-kind'],
    ],
    ['a bold term', '**`event_match`**\nThis compares. ▲This is a special\nrule.', ['warning prose-kind']],
    ['a condition', '`contains_display_name`  \nThis matches names. This is a separate condition.', []],
    ['a rule with a condition', 'It has the condition `event_match`. This is a separate rule.', []],
    ['another sentence', '`event_match` is a condition of the rule. This is a rule for names.', []],
  ]
  eachFindsMarked(t, rows)
})

t.test('empty patterns', async (t) => {
  const condition = (key: string) => fence(`{"kind": "event_match", "key": "${key}", "pattern": ▲""}`)
  const rows: MarkedRow[] = [
    ['between asterisks', condition('state_key'), ['warning vacuous-condition'], 'v1.2'],
    ['as they are', condition('state_key').replace('▲', ''), [], 'v1.3'],
  ]
  eachFindsMarked(t, rows)
})

t.test('events that notify', async (t) => {
  const topic = ', "conditions": [{"kind": "event_match", "key": "type", "pattern": "m.room.topic"}]'
  const event = (type: string) => fence(`▲{"type": "${type}", "state_key": "", "content": {"topic": "a"}}`)
  const shown = (more: string, says: string, type = 'm.room.topic') => `${fence(rule(more))}\n${says}\n\n${event(type)}`
  const quiet = (says: string) => shown(topic, says).replace('"notify"', '')
  const none = (text: string) => text.replace('▲', '')
  const rows: MarkedRow[] = [
    ['one that does', shown(topic, 'This event does not notify:'), ['error event-match']],
    ['one that does, as it says', none(shown(topic, 'This event notifies:')), []],
    ['one that does not', quiet('The following event notifies you:'), ['error event-match']],
    ['one that does not, as it says', none(quiet('This event does not notify:')), []],
    ['one that the rule does not match', none(shown(topic, 'This event does not notify:', 'm.room.name')), []],
    [
      'a disabled rule',
      none(shown(topic, 'This event does not notify:').replace('"enabled": true', '"enabled": false')),
      [],
    ],
    ['a sentence with a reason', none(shown(topic, 'This event does not notify unless you ask for it:')), []],
    ['several rules', none(fence(rule('')) + shown(topic, 'This event does not notify:')), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('a type that no condition tests', async (t) => {
  const notice = (key: string) =>
    fence(rule(`, "conditions": [{"kind": "event_match", "key": "${key}", "pattern": "m.notice"}]`))
  const rows: MarkedRow[] = [
    [
      'none',
      `Matches any event whose type is \`▲m.room.message\`.\n\n${notice('content.msgtype')}`,
      ['warning prose-value'],
    ],
    [
      'a rule without conditions',
      `Matches any event whose type is \`m.room.message\`.\n\n${fence(rule(', "conditions": []'))}`,
      [],
    ],
    ['another claim', `Matches \`m.room.message\` with a notice.\n\n${notice('content.msgtype')}`, []],
  ]
  eachFindsMarked(t, rows)
})

t.test('a notification without devices', async (t) => {
  const rows: MarkedRow[] = [
    [
      'with counts',
      fence('{"notification": ▲{"event_id": "$a", "room_id": "!a:b", "counts": {"unread": 2}}}'),
      ['error schema'],
    ],
    ['of another service', fence('{"notification": {"title": "a", "body": "b"}}'), []],
    ['with nothing but an event', fence('{"notification": {"event_id": "$a", "room_id": "!a:b"}}'), []],
  ]
  eachFindsMarked(t, rows)
})

t.test('an example of a schema within its property', async (t) => {
  const schema = (name: string, key: string) =>
    `type: object\ntitle: ${name}\nproperties:\n  event_id:\n    type: string\nrequired: [event_id]\nexample: ▲{"${key}": {"event_id": "$a"}}\n`
  const rows: MarkedRow[] = [
    ['the name of the schema', schema('m.relation', 'm.relation').replace('▲', ''), []],
    [
      'a mistake in it',
      schema('m.relation', 'm.relation').replace('▲', '').replace('{"event_id"', '▲{"event"'),
      ['error own-schema'],
    ],
    ['another name', schema('m.relation', 'm.other'), ['error own-schema']],
  ]
  eachFindsMarked(t, rows, 'yaml')
})
