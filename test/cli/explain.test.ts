import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { explainReport, explanationLines } from '../../cli/explain/explanation.ts'
import { type RawExplainOptions, readExplainInput } from '../../cli/explain/read-input.ts'
import { UsageError } from '../../common/usage-error.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { runPlexor } from './run-plexor.ts'

const folder = temporaryFolder(t)
const cake = { rule_id: 'cake', default: false, enabled: true, pattern: 'cake', actions: ['notify'] }
const message = {
  type: 'm.room.message',
  sender: '@bob:hs',
  room_id: '!room:hs',
  content: { msgtype: 'm.text', body: 'hello' },
}

/** Writes a file of its own for the value; a string is written as it is. */
function file(value: unknown): string {
  const path = join(folder, `${randomUUID()}.json`)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}

const RULES = file({ content: [cake] })
const EVENT = file(message)

function lines(options: Partial<RawExplainOptions>): string[] {
  const report = explainReport(readExplainInput({ rules: RULES, event: EVENT, ...options }))
  return explanationLines(report, (_, text) => text)
}

t.test('the rule that decides comes first, then the way to it', async (t) => {
  const room = file({ member_count: 2 })
  const said = lines({ room, user: '@alice:hs', defaults: true })
  t.strictSame(said.slice(0, 6), [
    'underride .m.rule.room_one_to_one (default rule) decides: notifies',
    '  actions: ["notify",{"set_tweak":"sound","value":"default"}]',
    '  tweaks: {"sound":"default"}',
    '',
    'Tried in this order, by the meaning of v1.19:',
    '  - override .m.rule.master: it is disabled',
  ])
  t.ok(said.includes('  ✗ content cake: content.body is "hello", which does not contain the word "cake"'))
  t.strictSame(said.slice(-3), [
    '  ✓ underride .m.rule.room_one_to_one:',
    '      ✓ the room has 2 members, which matches 2',
    '      ✓ type is "m.room.message", as expected',
  ])
})

t.test('without a rule that matches, nobody is notified; missing input is reported', async (t) => {
  t.strictSame(lines({}), [
    'No rule matches, so the event notifies nobody',
    '',
    `${RULES} contains no default rules; add those of v1.19 with --defaults and --user`,
    'No room was given; assuming one with 3 members, and without display names and power levels',
    '',
    'Tried in this order, by the meaning of v1.19:',
    '  ✗ content cake: content.body is "hello", which does not contain the word "cake"',
  ])
  const own = '@bob:hs sent the event, and nobody is notified of their own events, whatever the rules say'
  t.ok(lines({ user: '@bob:hs' }).includes(own))
})

t.test('rules are read from all that holds a ruleset', async (t) => {
  const ruleset = { content: [{ ...cake, pattern: 'hello' }] }
  const shapes = [ruleset, { global: ruleset }, { type: 'm.push_rules', content: { global: ruleset } }]
  for (const shape of shapes) {
    t.equal(
      lines({ rules: file(shape) })[0],
      'content cake (rule of the user) decides: notifies',
      JSON.stringify(shape),
    )
  }
})

t.test('the room is what the conditions ask about', async (t) => {
  const conditions = [
    { kind: 'contains_display_name' },
    { kind: 'sender_notification_permission', key: 'room' },
    { kind: 'room_member_count', is: '7' },
  ]
  const rules = file({ override: [{ ...cake, conditions }] })
  const room = file({
    member_count: 7,
    display_name: 'Hello',
    power_levels: { notifications: { room: 100 } },
    creators: ['@bob:hs'],
    version: '12',
  })
  t.equal(lines({ rules, room })[0], 'override cake (rule of the user) decides: notifies')
})

t.test('what is hostile in the files cannot steer a terminal', async (t) => {
  const evil = '\u001b[31m\u202e'
  const event = file({ ...message, type: evil, content: { body: evil } })
  for (const conditions of [[{ kind: evil }], []]) {
    const rules = file({ override: [{ ...cake, rule_id: evil, actions: [evil], conditions }] })
    t.notMatch(lines({ rules, event }).join(''), /[\p{Cc}\p{Bidi_Control}]/u)
  }
})

const MISTAKES: [what: string, options: Partial<RawExplainOptions>, message: RegExp][] = [
  ['a missing file', { rules: 'nowhere.json' }, /^Cannot read the push rules "nowhere\.json": no such file/],
  [
    'no JSON',
    { event: file('{"a":\n 2,,}') },
    /^Cannot use the event .*\.json:2:4: expected one JSON object, found text that is not JSON$/,
  ],
  ['an empty file', { event: file('') }, /json:1:1: expected one JSON object, found text that is not JSON$/],
  [
    'rules that are none',
    { rules: file({ rules: [] }) },
    /^Cannot use the push rules .*: expected a ruleset.*, found an object$/,
  ],
  ['a list of rules', { rules: file([cake]) }, /: expected a ruleset.*, found a list$/],
  [
    'a kind that is not a list',
    { rules: file({ global: { room: {} } }) },
    /at \/global\/room: expected a list of rules, found an object$/,
  ],
  [
    'an event without a room',
    { event: file({ ...message, room_id: undefined }) },
    /at \/room_id: expected the ID of its room.*, found nothing$/,
  ],
  [
    'content that is text',
    { event: file({ ...message, content: 'x' }) },
    /at \/content: expected an object, found "x"$/,
  ],
  [
    'a mistyped field',
    { room: file({ member_cuont: 2 }) },
    /expected one of .*, found "member_cuont"; did you mean "member_count"\?$/,
  ],
  [
    'a count in quotes',
    { room: file({ member_count: '2' }) },
    /at \/member_count: expected the number of joined members, found "2"$/,
  ],
  [
    'an unknown spec version',
    { specVersion: 'v1.91' },
    /^--spec-version: expected one of .*, found "v1\.91"; did you mean "v1\.\d+"\?$/,
  ],
  ['a user that is none', { user: 'alice' }, /^--user: expected the ID of a user, .*, found "alice"$/],
  ['defaults for nobody', { defaults: true }, /^--defaults: .* name the owner with --user$/],
  [
    'defaults twice',
    { defaults: true, user: '@alice:hs', rules: file({ content: [{ ...cake, default: true }] }) },
    /^--defaults: the push rules .* contain default rules already; leave the option out$/,
  ],
]

t.test('a mistake is one sentence with its place and what was expected', async (t) => {
  for (const [what, options, message] of MISTAKES) {
    try {
      lines(options)
      t.fail(what)
    } catch (error) {
      t.ok(error instanceof UsageError, what)
      t.match((error as Error).message, message, what)
    }
  }
})

t.test('the command prints for people and for programs', async (t) => {
  const args = ['explain', '--rules', RULES, '--event', EVENT, '--profile', 'v1.7']
  const [people, programs, mistaken] = await Promise.all([
    runPlexor(folder, args),
    runPlexor(folder, [...args, '--json']),
    runPlexor(folder, [...args, '--user', 'bob']),
  ])
  t.match(people, { exitCode: 0, stdout: /^No rule matches, so the event notifies nobody\n/, stderr: '' })
  t.match(JSON.parse(programs.stdout), {
    specVersion: 'v1.7',
    rule: null,
    notify: false,
    tried: [{ kind: 'content', rule_id: 'cake', result: 'failed', conditions: [{ holds: false, found: 'hello' }] }],
  })
  t.match(mistaken, { exitCode: 2, stdout: '', stderr: /^plexor: --user: expected .*, found "bob"\n$/ })
})

t.test('colours follow FORCE_COLOR and NO_COLOR', async (t) => {
  const args = ['explain', '--rules', RULES, '--event', EVENT]
  for (const { env, hasColours } of [
    { env: {}, hasColours: false },
    { env: { FORCE_COLOR: '1' }, hasColours: true },
    { env: { FORCE_COLOR: '0' }, hasColours: false },
    { env: { FORCE_COLOR: '1', NO_COLOR: '1' }, hasColours: false },
  ]) {
    const { stdout } = await runPlexor(folder, args, env)
    t.equal(stdout.includes('\u001b['), hasColours, JSON.stringify(env))
  }
})
