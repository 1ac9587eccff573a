import t from 'tap'
import { eachFinds, fence, putRule, type Row } from './found.ts'

const override = (body: string) => fence(putRule('override/a', body), 'sh')
const condition = (text: string) => override(`{"actions": [], "conditions": [${text}]}`)
const action = (text: string) => override(`{"actions": [${text}]}`)
const AT_ACTION = putRule('override/a', '{"actions": [').length
const AT_CONDITION = putRule('override/a', '{"actions": [], "conditions": [').length

/** Returns the position of a value in the condition or action of the command. */
const inCondition = (offset: number, severity: string, rule: string) => [
  `2:${AT_CONDITION + offset} ${severity} ${rule}`,
]
const inAction = (offset: number, severity: string, rule: string) => [`2:${AT_ACTION + offset} ${severity} ${rule}`]

t.test('actions', async (t) => {
  const rows: Row[] = [
    ['a valid action', action('"notify"'), []],
    ['tweaks', action('{"set_tweak": "sound", "value": "default"}, {"set_tweak": "highlight"}'), []],
    ['a tweak that clients and gateways agreed on', action('{"set_tweak": "light", "value": {"colour": 7}}'), []],
    ['an unknown action', action('"ring"'), inAction(0, 'error', 'unknown-action')],
    ['a namespaced action', action('"org.example.ring"'), []],
    ['an invented tweak', action('{"set_sound": "a"}'), inAction(1, 'error', 'unknown-action')],
    ['an object that sets nothing', action('{"volume": 3}'), inAction(0, 'error', 'unknown-action')],
    ['a number', action('3'), inAction(0, 'error', 'unknown-action')],
    [
      'a sound that is not a string',
      action('{"set_tweak": "sound", "value": 1}'),
      inAction(32, 'error', 'unknown-action'),
    ],
    [
      'a highlight in quotes',
      action('{"set_tweak": "highlight", "value": "true"}'),
      inAction(36, 'error', 'unknown-action'),
    ],
    ['a historical action', action('"dont_notify"'), inAction(0, 'warning', 'historical-action')],
    ['that action in an earlier version', action('"dont_notify"'), ['2:48 warning path-version'], 'seed'],
    ['another one', action('"coalesce"'), [], 'v1.6'],
    ['another one in an earlier version', action('"coalesce"'), inAction(0, 'warning', 'historical-action'), 'v1.7'],
    ['a text about history', `This is historical and means nothing:\n\n${fence('{"actions": ["dont_notify"]}')}`, []],
  ]
  eachFinds(t, rows)
})

t.test('conditions', async (t) => {
  const rows: Row[] = [
    [
      'one of each kind',
      condition(
        '{"kind": "event_match", "key": "type", "pattern": "a*"}, {"kind": "room_member_count", "is": ">=3"}, {"kind": "sender_notification_permission", "key": "room"}, {"kind": "event_property_is", "key": "content.a", "value": true}, {"kind": "event_property_contains", "key": "content.a", "value": null}',
      ),
      [],
    ],
    [
      'a kind that nobody knows',
      condition('{"kind": "event_contains", "key": "a", "pattern": "b"}'),
      inCondition(9, 'error', 'unknown-condition'),
    ],
    ['a namespaced kind', condition('{"kind": "org.example.weather", "is": "rain"}'), []],
    [
      'a kind that came later',
      condition('{"kind": "event_property_is", "key": "content.a", "value": 1}'),
      inCondition(9, 'warning', 'other-version-condition'),
      'v1.6',
    ],
    [
      'a kind of old',
      condition('{"kind": "contains_display_name"}'),
      inCondition(9, 'warning', 'other-version-condition'),
    ],
    ['that kind, before', condition('{"kind": "contains_display_name"}'), [], 'v1.16'],
    ['no kind', condition('{"key": "a", "pattern": "b"}'), inCondition(0, 'error', 'malformed-condition')],
    ['no object', condition('"event_match"'), inCondition(0, 'error', 'malformed-condition')],
    ['no pattern', condition('{"kind": "event_match", "key": "a"}'), inCondition(0, 'error', 'malformed-condition')],
    [
      'a number of members that is not a string',
      condition('{"kind": "room_member_count", "is": 2}'),
      inCondition(36, 'error', 'malformed-condition'),
    ],
    [
      'an unknown comparison',
      condition('{"kind": "room_member_count", "is": "=>2"}'),
      inCondition(36, 'error', 'malformed-condition'),
    ],
    [
      'a value that nothing can be',
      condition('{"kind": "event_property_is", "key": "content.a", "value": 1.5}'),
      inCondition(59, 'error', 'malformed-condition'),
    ],
    [
      'a dot that is not escaped',
      condition('{"kind": "event_property_is", "key": "content.m.relates_to.rel_type", "value": "m.replace"}'),
      inCondition(37, 'warning', 'unescaped-key'),
    ],
    [
      'a dot that is',
      condition('{"kind": "event_property_is", "key": "content.m\\\\.relates_to.rel_type", "value": "m.replace"}'),
      [],
    ],
    [
      'a dot before there were escapes',
      condition('{"kind": "event_match", "key": "content.m.relates_to.rel_type", "pattern": "m.replace"}'),
      [],
      'v1.6',
    ],
  ]
  eachFinds(t, rows)
})

const rule = (text: string) => fence(`{"rule_id": ${text}}`)
const put = (path: string, body: string) => fence(putRule(path, body), 'sh')
const ID_COLUMN = putRule('', '').indexOf('global/') + 'global/'.length + 1

t.test('rule IDs and kinds', async (t) => {
  const rows: Row[] = [
    ['a room', put('room/%21a%3Ahs.example', '{"actions": []}'), []],
    ['a room without a server in its ID', put('room/%21abc', '{"actions": []}'), []],
    ['an alias for a room', put('room/%23a%3Ahs.example', '{"actions": []}'), [`2:${ID_COLUMN + 5} error rule-id`]],
    ['a name for a user', put('sender/bob', '{"actions": []}'), [`2:${ID_COLUMN + 7} error rule-id`]],
    ['a placeholder', put('sender/<user>', '{"actions": []}'), [`2:${ID_COLUMN + 7} warning placeholder`]],
    ['the ID of a default rule', put('override/.mine', '{"actions": []}'), [`2:${ID_COLUMN + 9} error rule-id`]],
    ['a slash', put('override/a%2Fb', '{"actions": []}'), [`2:${ID_COLUMN + 9} error rule-id`]],
    ['a content rule without a pattern', put('content/a', '{"actions": []}'), ['2:83 error rule-shape']],
    [
      'a content rule with conditions',
      put('content/a', '{"pattern": "a", "actions": [], "conditions": []}'),
      ['2:115 warning rule-shape'],
    ],
    [
      'an override rule with a pattern',
      put('override/a', '{"pattern": "a", "actions": []}'),
      ['2:85 warning rule-shape'],
    ],
    ['no actions', put('override/a', '{"conditions": []}'), ['2:84 error schema']],
    ['an unknown kind', put('contents/a', '{"actions": []}'), [`2:${ID_COLUMN} error unknown-endpoint`]],
    [
      'a default rule without a dot',
      rule('"a", "default": true, "enabled": true, "actions": []'),
      ['2:13 error rule-id'],
    ],
    [
      'a rule of a user with a dot',
      rule('".a", "default": false, "enabled": true, "actions": []'),
      ['2:13 error rule-id'],
    ],
    ['a rule without actions', rule('"a", "default": false, "enabled": true'), ['2:1 error rule-shape']],
    [
      'values of other types',
      rule('"a", "default": "no", "enabled": true, "actions": "notify"'),
      ['2:29 error rule-shape', '2:63 error rule-shape'],
    ],
    ['a list of a kind', fence('{"sender": [{"rule_id": "bob", "actions": ["notify"]}]}'), ['2:25 error rule-id']],
  ]
  eachFinds(t, rows)
})

const notices = (more: string) =>
  `${fence(`{
  "rule_id": ".m.rule.suppress_notices",
  "default": true,
  ${more}
}`)}`
const NOTICES = '"conditions": [{"kind": "event_match", "key": "content.msgtype", "pattern": "m.notice"}]'

t.test('definitions of default rules match the version', async (t) => {
  const rows: Row[] = [
    ['the current rule', `Definition:\n\n${notices(`"enabled": true, ${NOTICES}, "actions": []`)}`, []],
    [
      'the rule of an earlier version',
      `Definition:\n\n${notices(`"enabled": true, ${NOTICES}, "actions": ["dont_notify"]`)}`,
      [],
      'v1.6',
    ],
    [
      'other actions',
      `Definition:\n\n${notices(`"enabled": true, ${NOTICES}, "actions": ["notify"]`)}`,
      ['7:121 error default-rule'],
    ],
    [
      'disabled',
      `Definition:\n\n${notices(`"enabled": false, ${NOTICES}, "actions": []`)}`,
      ['7:14 error default-rule'],
    ],
    [
      'another condition',
      `Definition:\n\n${notices(`"enabled": true, ${NOTICES.replace('m.notice', 'm.text')}, "actions": []`)}`,
      ['7:35 error default-rule'],
    ],
    ['actions that a user chose', notices(`"enabled": false, ${NOTICES}, "actions": ["notify"]`), []],
    [
      'conditions that nobody can choose',
      notices('"enabled": true, "conditions": [], "actions": []'),
      ['5:34 warning default-rule'],
    ],
    [
      'the owner of the rules by any name',
      `Definition:\n\n${fence('{"rule_id": ".m.rule.is_user_mention", "default": true, "enabled": true, "conditions": [{"kind": "event_property_contains", "key": "content.m\\\\.mentions.user_ids", "value": "[the user\'s Matrix ID]"}], "actions": ["notify", {"set_tweak": "sound", "value": "default"}, {"set_tweak": "highlight", "value": true}]}')}`,
      [],
    ],
    [
      'a rule that the version does not have',
      fence('{"rule_id": ".m.rule.reaction", "default": true, "actions": []}'),
      ['2:13 warning default-rule-version'],
      'v1.6',
    ],
    [
      'a rule of another kind',
      `## Default Underride Rules\n\nDefinition:\n\n${notices(`"enabled": true, ${NOTICES}, "actions": []`)}`,
      ['7:14 error default-rule'],
    ],
    [
      'another order',
      ['tombstone', 'master']
        .map((name) => `Definition:\n\n${fence(`{"rule_id": ".m.rule.${name}", "default": true, ...}`)}\n`)
        .join(''),
      ['4:51 note json-ellipsis', '10:13 warning default-rule-order', '10:48 note json-ellipsis'],
    ],
    [
      'another order in a list',
      fence('{"override": [{"rule_id": ".m.rule.tombstone", ...}, {"rule_id": ".m.rule.master", ...}]}'),
      ['2:48 note json-ellipsis', '2:66 warning default-rule-order', '2:84 note json-ellipsis'],
    ],
  ]
  eachFinds(t, rows)
})
