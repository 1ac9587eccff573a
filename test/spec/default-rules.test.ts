import t from 'tap'
import { defaultRuleset, RULE_KINDS, SPEC_VERSIONS, type SpecVersion } from '../../spec/index.ts'

const ALICE = '@alice:example.org:8448'

/** The override rules of each version that changed them, in order, without their `.m.rule.`. */
const OVERRIDE: Partial<Record<SpecVersion, string>> = {
  seed: 'master suppress_notices invite_for_me member_event contains_display_name tombstone roomnotif',
  'v1.4':
    'master suppress_notices invite_for_me member_event contains_display_name tombstone room.server_acl roomnotif',
  'v1.6':
    'master suppress_notices invite_for_me member_event contains_display_name roomnotif tombstone room.server_acl',
  'v1.7':
    'master suppress_notices invite_for_me member_event is_user_mention contains_display_name is_room_mention ' +
    'roomnotif tombstone reaction room.server_acl',
  'v1.9':
    'master suppress_notices invite_for_me member_event is_user_mention contains_display_name is_room_mention ' +
    'roomnotif tombstone reaction room.server_acl suppress_edits',
  'v1.17':
    'master suppress_notices invite_for_me member_event is_user_mention is_room_mention tombstone reaction ' +
    'room.server_acl suppress_edits',
}

const UNDERRIDE = 'call encrypted_room_one_to_one room_one_to_one message encrypted'

t.test('every version has its rules in their order', async (t) => {
  let override = ''
  for (const specVersion of SPEC_VERSIONS) {
    override = OVERRIDE[specVersion] ?? override
    const content = SPEC_VERSIONS.indexOf(specVersion) < SPEC_VERSIONS.indexOf('v1.17') ? 'contains_user_name' : ''
    const ruleset = defaultRuleset(specVersion, ALICE)
    t.strictSame(Object.keys(ruleset), RULE_KINDS)
    const ids = RULE_KINDS.map((kind) => ruleset[kind].map((rule) => rule.rule_id.replace('.m.rule.', '')).join(' '))
    t.strictSame(ids, [override, content, '', '', UNDERRIDE], specVersion)
  }
})

t.test('rules are defined as the version has them', async (t) => {
  const sound = { set_tweak: 'sound', value: 'default' }
  const highlight = { set_tweak: 'highlight' }
  const table: [specVersion: SpecVersion, id: string, definition: object][] = [
    ['seed', 'master', { enabled: false, conditions: [], actions: ['dont_notify'] }],
    ['v1.6', 'master', { enabled: false, conditions: [], actions: ['dont_notify'] }],
    ['v1.7', 'master', { enabled: false, conditions: [], actions: [] }],
    ['v1.6', 'member_event', { actions: ['dont_notify'] }],
    ['v1.19', 'member_event', { actions: [] }],
    [
      'v1.19',
      'invite_for_me',
      {
        enabled: true,
        conditions: [
          { kind: 'event_match', key: 'type', pattern: 'm.room.member' },
          { kind: 'event_match', key: 'content.membership', pattern: 'invite' },
          { kind: 'event_match', key: 'state_key', pattern: ALICE },
        ],
        actions: ['notify', sound],
      },
    ],
    [
      'v1.7',
      'is_user_mention',
      {
        conditions: [{ kind: 'event_property_contains', key: 'content.m\\.mentions.user_ids', value: ALICE }],
        actions: ['notify', sound, highlight],
      },
    ],
    [
      'v1.19',
      'is_room_mention',
      {
        conditions: [
          { kind: 'event_property_is', key: 'content.m\\.mentions.room', value: true },
          { kind: 'sender_notification_permission', key: 'room' },
        ],
        actions: ['notify', highlight],
      },
    ],
    ['seed', 'contains_user_name', { enabled: true, pattern: 'alice', actions: ['notify', sound, highlight] }],
    ['seed', 'tombstone', { conditions: [{ key: 'type' }, { key: 'state_key', pattern: '' }] }],
    [
      'seed',
      'encrypted_room_one_to_one',
      { conditions: [{ kind: 'room_member_count', is: '2' }, { pattern: 'm.room.encrypted' }] },
    ],
    ['seed', 'call', { actions: ['notify', { set_tweak: 'sound', value: 'ring' }] }],
    ['v1.19', 'message', { default: true, enabled: true, actions: ['notify'] }],
  ]
  for (const [specVersion, id, definition] of table) {
    const rules = Object.values(defaultRuleset(specVersion, ALICE)).flat()
    const rule = rules.find(({ rule_id }) => rule_id === `.m.rule.${id}`)
    t.match(rule, { default: true, ...definition }, `${id} at ${specVersion}`)
  }
})

t.test('only content rules have a pattern, and only override and underride rules have conditions', async (t) => {
  for (const specVersion of SPEC_VERSIONS) {
    const { override, content, underride } = defaultRuleset(specVersion, ALICE)
    t.ok([...override, ...underride].every((rule) => rule.conditions && rule.pattern === undefined))
    t.ok(content.every((rule) => rule.pattern === 'alice' && rule.conditions === undefined))
  }
})

t.test('each call returns new rules', async (t) => {
  const mine = defaultRuleset('v1.19', ALICE)
  mine.override[0]?.actions.push('notify')
  mine.underride.length = 0
  t.strictSame(defaultRuleset('v1.19', ALICE).override[0]?.actions, [])
  t.equal(defaultRuleset('v1.19', ALICE).underride.length, 5)
})

t.test('an invalid user ID is refused', async (t) => {
  for (const userId of ['', 'alice', '@alice', '@alice:', 'alice:example.org']) {
    t.throws(() => defaultRuleset('seed', userId), { name: 'TypeError', message: `"${userId}"` })
  }
})
