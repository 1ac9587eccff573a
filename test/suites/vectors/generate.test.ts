import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import type { Vector } from '../../../suites/vectors/index.ts'
import { render } from '../../../tools/generate/vectors/render.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const VECTORS = fileURLToPath(new URL('../../../suites/vectors/source', import.meta.url))

/** Creates a folder with the schema and one theme, which is called `theme`. */
function folderWith(t: Test, theme: string): string {
  const folder = temporaryFolder(t, { 'theme.yaml': theme })
  cpSync(join(VECTORS, 'vector.schema.yaml'), join(folder, 'vector.schema.yaml'))
  return folder
}

/** Returns the vectors that are generated from a theme with this text. */
function vectorsOf(t: Test, theme: string): Vector[] {
  return JSON.parse(render(folderWith(t, theme))).vectors
}

t.test('the generated file is up to date', async (t) => {
  t.ok(
    render(VECTORS) === readFileSync(join(VECTORS, '../generated/vectors.json'), 'utf8'),
    'vectors.json is stale; run `npm run generate`',
  )
})

t.test('a short vector is completed with defaults', async (t) => {
  const [vector] = vectorsOf(
    t,
    `
about: Defaults
vectors:
  - id: one
    title: A condition alone
    requirement: conditions.all-required
    condition: { kind: room_member_count, is: '3' }
    matches: true
`,
  )
  t.match(vector, {
    id: 'theme/one',
    level: 'stated',
    since: 'seed',
    user_id: '@alice:example.org',
    ruleset: { override: [{ rule_id: 'vector', default: false, enabled: true, actions: ['notify'] }] },
    event: { type: 'm.room.message', sender: '@bob:example.org' },
    room: { member_count: 3 },
    expected: { rule: { kind: 'override', rule_id: 'vector' }, notify: true, tweaks: {} },
  })
})

t.test('a table makes a vector of each row, and $absent removes values', async (t) => {
  const [first, second] = vectorsOf(
    t,
    `
about: A table
common: { requirement: conditions.all-required }
tables:
  - title: The topic $topic
    condition: { kind: event_match, key: content.topic, pattern: cake }
    event: { content: { topic: $topic, list: [$topic, 1] } }
    room: { display_name: $absent }
    columns: [id, since, topic, matches]
    rows:
      - [there, v1.3, cake, true]
      - [absent, v1.7, $absent, false]
`,
  )
  t.match(first, { id: 'theme/there', title: 'The topic "cake"', since: 'v1.3' })
  t.strictSame(first?.event.content, { topic: 'cake', list: ['cake', 1] })
  t.match(second, { id: 'theme/absent', title: 'The topic nothing', since: 'v1.7', expected: { rule: null } })
  t.strictSame(second?.event.content, { list: [1] })
  t.strictSame(Object.keys(second?.room ?? {}), ['member_count', 'power_levels', 'creators', 'version'])
})

const BODY_TABLE = `
about: A table about the body
tables:
  - title: The pattern $pattern
    requirement: conditions.event-match.words
    as_content_rule: true
    condition: { kind: event_match, key: content.body, pattern: $pattern }
    event: { content: { body: some cake } }
    columns: [id, pattern, matches]
    rows:
      - [word, cake, true]
      - [other, pie, false]
`

t.test('as_content_rule makes a second vector of each row, with a content rule of the same pattern', async (t) => {
  const vectors = vectorsOf(t, BODY_TABLE)
  t.strictSame(
    vectors.map(({ id, title, level, since }) => [id, title, level, since]),
    [
      ['theme/word', 'The pattern "cake"', 'stated', 'v1.3'],
      ['theme/word-as-content-rule', 'The pattern "cake", as a content rule', 'stated', 'v1.3'],
      ['theme/other', 'The pattern "pie"', 'stated', 'v1.3'],
      ['theme/other-as-content-rule', 'The pattern "pie", as a content rule', 'stated', 'v1.3'],
    ],
  )
  const [, matching, , other] = vectors
  const actions = ['notify', { set_tweak: 'highlight' }]
  t.strictSame(matching?.ruleset, {
    content: [{ rule_id: 'vector', default: false, enabled: true, pattern: 'cake', actions }],
  })
  const rule = { kind: 'content', rule_id: 'vector' }
  t.strictSame(matching?.expected, { rule, notify: true, tweaks: { highlight: true } })
  t.strictSame(other?.expected, { rule: null, notify: false, tweaks: {} })
})

t.test('as_content_rule is refused beside anything but a pattern for the body', async (t) => {
  t.throws(
    () => render(folderWith(t, BODY_TABLE.replace('content.body', 'content.topic'))),
    /theme\.yaml:4: "as_content_rule": expected a condition event_match on content\.body beside it/,
  )
})

t.test('default rules are those of each version in which they change', async (t) => {
  const [vector] = vectorsOf(
    t,
    `
about: Default rules
vectors:
  - id: one
    title: A message
    requirement: default-rules.rule.message
    since: v1.5
    defaults: true
    change: { .m.rule.message: { actions: [] } }
    rule: underride/.m.rule.message
    notify: false
`,
  )
  const sinces = vector?.ruleset_by_version?.map(({ since }) => since)
  t.strictSame(sinces, ['v1.5', 'v1.6', 'v1.7', 'v1.9', 'v1.17'])
})

const GOOD = `about: One vector
vectors:
  - id: one
    title: Something
    requirement: conditions.all-required
    condition: { kind: room_member_count, is: '3' }
    matches: true
`

const TABLE = `about: One table
tables:
  - title: The comparison $is
    requirement: conditions.all-required
    condition: { kind: room_member_count, is: $is }
    columns: [id, is, matches]
    rows:
      - [one, '3', true]
`

t.test('errors name the file and line', async (t) => {
  const table: [what: string, text: string, from: string, to: string, message: RegExp][] = [
    ['no YAML', GOOD, 'about:', 'about: [', /theme\.yaml:\d+:\d+: expected valid YAML/],
    ['no theme', GOOD, GOOD, '[]', /theme\.yaml:1: At the root: expected an object, found an empty array/],
    ['no title', GOOD, '    title: Something\n', '', /theme\.yaml:3: At .*: expected the property "title"/],
    ['unknown field', GOOD, 'matches:', 'match:', /theme\.yaml:\d: At .*unevaluated/],
    ['bad id', GOOD, 'id: one', 'id: One!', /theme\.yaml:3: At \/vectors\/0\/id: expected a match of .*, found "One!"/],
    [
      'bad version',
      GOOD,
      'matches: true',
      'matches: true\n    since: v2',
      /expected the name of a version.*, found "v2"/,
    ],
    ['bad matches', GOOD, 'matches: true', 'matches: perhaps', /expected one of true, false, found "perhaps"/],
    [
      'unknown requirement',
      GOOD,
      'conditions.all-r',
      'conditions.no-r',
      /theme\.yaml:3: Unknown requirement "conditions\.no-r/,
    ],
    [
      'no common version',
      GOOD,
      'matches: true',
      'matches: true\n    since: v1.5\n    until: v1.5',
      /theme\.yaml:3: No version/,
    ],
    [
      'nothing expected',
      GOOD,
      '    matches: true\n',
      '',
      /theme\.yaml:3: "rule": expected KIND\/RULE_ID or "none", found ""/,
    ],
    [
      'unknown rule',
      GOOD,
      'matches: true',
      'rule: room/x',
      /"rule": expected a rule that exists in seed, found room\/x/,
    ],
    ['placeholder without table', GOOD, "'3'", '$count', /theme\.yaml:3: "\$count" names no column/],
    [
      'id twice',
      GOOD,
      'vectors:\n',
      `vectors:\n  - ${GOOD.slice(GOOD.indexOf('id:'))}`,
      /"one" is taken already, at .*:3/,
    ],
    [
      'conditions and rules',
      GOOD,
      'matches:',
      'ruleset: { room: [{ rule_id: a }] }\n    matches:',
      /"condition" and "conditions": expected no "ruleset"/,
    ],
    ['cell missing', TABLE, ", '3'", '', /theme\.yaml:3: Row 1: expected 3 cells, one for each column, found 2/],
    ['column missing', TABLE, 'is, matches', 'si, matches', /theme\.yaml:3: "\$is" names no column/],
    [
      'column unused',
      TABLE,
      "matches]\n    rows:\n      - [one, '3', true]",
      "matches, more]\n    rows:\n      - [one, '3', true, 5]",
      /The column "more" is not used/,
    ],
    ['change without defaults', GOOD, 'matches:', 'change: {}\n    matches:', /"change": expected "defaults: true"/],
    ['no ids', TABLE, 'columns: [id, ', 'columns: [it, ', /contain/],
    ['bad cell', TABLE, "'3', true", "'3', 7", /theme\.yaml:8: At \/matches: expected one of true, false, found 7/],
  ]
  for (const [what, text, from, to, message] of table) {
    if (!text.includes(from)) throw new Error(`"${from}" is not in the source`)
    const folder = folderWith(t, text.replace(from, to))
    try {
      render(folder)
      t.match('', message, what)
    } catch (error) {
      t.match((error as Error).message, message, what)
      t.equal((error as Error).name, 'SourceError', what)
    }
  }
})

t.test('"matches" is refused with several rules, and so is a change of a rule that is not a default', async (t) => {
  const many = GOOD.replace(
    "condition: { kind: room_member_count, is: '3' }",
    'ruleset: { override: [{ rule_id: a }, { rule_id: b }] }',
  )
  t.throws(() => render(folderWith(t, many)), /"matches": expected a vector with one rule/)
  const change = GOOD.replace('matches: true', 'rule: none\n    defaults: true\n    change: { .m.rule.nothing: {} }')
  t.throws(
    () => render(folderWith(t, change)),
    /"change": expected IDs of default rules of seed, found ".m.rule.nothing"/,
  )
})
