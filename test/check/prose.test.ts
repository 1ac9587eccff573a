import t from 'tap'
import { eachFinds, fence, putRule, type Row } from './found.ts'

const rule = (actions: string, more = '') => fence(`{"rule_id": "a", ${more}"actions": [${actions}]}`)

t.test('text that says the opposite of its rule', async (t) => {
  const rows: Row[] = [
    [
      'suppressing, and it notifies',
      `To suppress notifications for cake:\n\n${rule('"notify"')}`,
      ['4:29 error prose-effect'],
    ],
    [
      'a sentence that leads up to it',
      `Oven rooms are loud, e.g. at dawn. If you want to mute one, send this:\n\n${rule('"notify"')}`,
      ['4:29 error prose-effect'],
    ],
    ['a rule that suppresses', `A rule that mutes the oven:\n\n${rule('"notify"')}`, ['4:29 error prose-effect']],
    ['what the rule does', `Suppresses what bots say.\n\n${rule('"notify"')}`, ['4:29 error prose-effect']],
    ['a rule to notify', `Add a rule to be notified of cake:\n\n${rule('')}`, ['4:29 error prose-effect']],
    ['suppressing, and it does', `To suppress notifications for cake:\n\n${rule('')}`, []],
    ['notifying, and it does not', `To always notify for cake:\n\n${rule('')}`, ['4:29 error prose-effect']],
    ['notifying, and it does', `To always notify for cake:\n\n${rule('"notify"')}`, []],
    ['muting with a historical action', `This mutes a room:\n\n${rule('"dont_notify"')}`, [], 'v1.6'],
    ['a text that negates it', `This lifts a rule that mutes cake:\n\n${rule('"notify"')}`, []],
    ['a text that does not suppress', `This rule does not suppress notifications:\n\n${rule('"notify"')}`, []],
    ['a text that says both', `This mutes cake, and notifies for pie:\n\n${rule('"notify"')}`, []],
    [
      'an earlier text',
      `To suppress notifications:\n\n${rule('')}\nAnother rule in the list:\n\n${rule('"notify"')}`,
      [],
    ],
    [
      'a sound that is not there',
      `To play a custom sound for cake:\n\n${rule('"notify"')}`,
      ['4:29 warning prose-sound'],
    ],
    [
      'a sound that is',
      `To play a custom sound for cake:\n\n${rule('"notify", {"set_tweak": "sound", "value": "ring"}')}`,
      [],
    ],
    [
      'another sound',
      `This rule plays the sound \`oven\`:\n\n${rule('"notify", {"set_tweak": "sound", "value": "ring"}')}`,
      ['4:72 warning prose-sound'],
    ],
    [
      'that sound',
      `This rule plays the sound \`oven\`:\n\n${rule('"notify", {"set_tweak": "sound", "value": "oven"}')}`,
      [],
    ],
    ['a disabled rule', `A disabled rule:\n\n${rule('', '"enabled": true, ')}`, ['4:29 error prose-enabled']],
    ['a disabled rule among others', `A disabled rule that comes back:\n\n${rule('', '"enabled": true, ')}`, []],
    [
      'disabled, and it is not',
      `By default this rule is disabled.\n\n${rule('', '"enabled": true, ')}`,
      ['4:29 error prose-enabled'],
    ],
  ]
  eachFinds(t, rows)
})

const match = (key: string, pattern: string) =>
  rule('"notify"', `"conditions": [{"kind": "event_match", "key": "${key}", "pattern": "${pattern}"}], `)

t.test('text with a different value than its rule', async (t) => {
  const rows: Row[] = [
    [
      'a type with more in it',
      `Matches any \`m.room.member_event\`.\n\n${match('type', 'm.room.member')}`,
      ['1:14 warning prose-value'],
    ],
    ['the type', `Matches any \`m.room.member\` event.\n\n${match('type', 'm.room.member')}`, []],
    [
      'a type that has nothing to do with it',
      `Matches what \`m.room.power_levels\` allows.\n\n${match('type', 'm.room.member')}`,
      [],
    ],
    [
      'a value',
      `Matches messages with a \`msgtype\` of \`notice\`.\n\n${match('content.msgtype', 'm.notice')}`,
      ['1:39 warning prose-value'],
    ],
    [
      'the value',
      `Matches messages with a \`msgtype\` of \`m.notice\`.\n\n${match('content.msgtype', 'm.notice')}`,
      [],
    ],
    [
      'a word',
      `Matches messages that contain the word "cake".\n\n${match('content.body', 'cookie')}`,
      ['1:41 warning prose-value'],
    ],
    [
      'a word in code',
      `Matches messages that mention the word \`cake\`.\n\n${match('content.body', 'cookie')}`,
      ['1:41 warning prose-value'],
    ],
    [
      'one word in code, or another',
      `Matches messages that contain the word \`cake\` or \`cookie\`.\n\n${match('content.body', 'cookie')}`,
      [],
    ],
    ['the word', `Matches messages that contain the word 'cake'.\n\n${match('content.body', 'ca?e')}`, []],
    [
      'start and end',
      `Messages starting with 'cake' but ending with 'lie' match.\n\n${match('content.body', 'cake*lie')}`,
      ['1:10 warning prose-value'],
    ],
    [
      'start and end, when a pattern was for all of it',
      `Messages starting with 'cake' but ending with 'lie' match.\n\n${match('content.body', 'cake*lie')}`,
      [],
      'v1.2',
    ],
  ]
  eachFinds(t, rows)
})

const members = (is: string) => rule('"notify"', `"conditions": [{"kind": "room_member_count", "is": "${is}"}], `)

t.test('text with a different number of members than its rule', async (t) => {
  const claims: [says: string, right: string, wrong: string][] = [
    ['exactly two members', '2', '>2'],
    ['10 members or fewer', '<=10', '<10'],
    ['at most five members', '<6', '5'],
    ['more than 10 members', '>10', '>=10'],
    ['no more than 10 members', '<=10', '>10'],
    ['fewer than 3 members', '<3', '<=3'],
    ['at least 4 members', '>=4', '>4'],
    ['4 or more members', '>3', '==4'],
  ]
  for (const [says, right, wrong] of claims) {
    const text = `Matches messages in rooms with ${says}.\n\n`
    eachFinds(t, [
      [`${says}: ${right}`, text + members(right), []],
      [`${says}: ${wrong}`, text + members(wrong), ['4:69 error prose-count']],
    ])
  }
})

t.test('text with a different name than its example', async (t) => {
  const definition = (id: string) => fence(`{"rule_id": "${id}", "default": true, "enabled": true, ...}`)
  const put = (path: string) => fence(putRule(path, '{"actions": []}'), 'sh')
  const rows: Row[] = [
    [
      'a heading',
      `**\`.m.rule.master\`**\n\nDefinition:\n\n${definition('.m.rule.tombstone')}`,
      ['6:13 warning prose-name', '6:68 note json-ellipsis'],
    ],
    [
      'the heading',
      `### \`.m.rule.master\`\n\n${definition('.m.rule.tombstone')}`,
      ['4:13 warning prose-name', '4:68 note json-ellipsis'],
    ],
    [
      'a rule ID',
      `To make a rule with a rule_id of \`b\` do this:\n\n${put('override/a')}`,
      ['4:77 warning prose-name'],
    ],
    [
      'a room',
      `To mute the room with the ID \`!b:hs.example\` do this:\n\n${put('room/%21a%3Ahs.example')}`,
      ['4:73 warning prose-name'],
    ],
    ['the room', `To mute the room with the ID \`!a:hs.example\` do this:\n\n${put('room/%21a%3Ahs.example')}`, []],
    [
      'a user',
      `To mute the user \`@b:hs.example\` do this:\n\n${put('sender/%40a%3Ahs.example')}`,
      ['4:75 warning prose-name'],
    ],
    ['two users', `To mute \`@a:hs.example\` for \`@b:hs.example\` do this:\n\n${put('sender/%40a%3Ahs.example')}`, []],
  ]
  eachFinds(t, rows)
})

t.test('text with a different kind than its rule', async (t) => {
  const put = (kind: string) => fence(putRule(`${kind}/a`, '{"actions": []}'), 'sh')
  const rows: Row[] = [
    ['another kind', `To make an underride rule:\n\n${put('override')}`, ['4:77 error prose-kind']],
    ['the kind', `To make an override rule:\n\n${put('override')}`, []],
    ['two kinds', `To make an underride rule from an override rule:\n\n${put('override')}`, []],
    ['a comparison', `To make one that is like an underride rule:\n\n${put('override')}`, []],
  ]
  eachFinds(t, rows)
})
