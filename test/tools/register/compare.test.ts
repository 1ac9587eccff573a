import t from 'tap'
import type { Requirement, SpecVersion } from '../../../spec/index.ts'
import { anchorsOf } from '../../../tools/register/anchors.ts'
import { examine, PUSH_FILES } from '../../../tools/register/examine.ts'
import type { Fingerprints } from '../../../tools/register/fingerprints.ts'
import { readLocators } from '../../../tools/register/locators.ts'
import { recordAll } from '../../../tools/register/record-all.ts'
import { describeReport } from '../../../tools/register/render.ts'
import { indexSpec } from '../../../tools/register/spec-index.ts'

const PUSH = 'content/client-server-api/modules/push.md'

/** Returns a small specification with this text about push. */
function spec(specVersion: SpecVersion, push: string, more: Record<string, string> = {}) {
  const index = '# API\n\n## Conditions\n\n{{% cs-module name="push" %}}\n'
  const files = new Map(Object.entries({ 'content/client-server-api/_index.md': index, [PUSH]: push, ...more }))
  return indexSpec(specVersion, files, [...PUSH_FILES])
}

const row = (id: string, more: Partial<Requirement> = {}): Requirement => ({
  id,
  level: 'stated',
  section: 'https://spec.matrix.org/v1.19/client-server-api/#tea',
  text: 'So it is.',
  ...more,
})

const nothing = (): Fingerprints => ({ recorded: [], rows: new Map() })

const OLD = spec(
  'v1.18',
  '### Tea\n\nTea is made with hot water. It MUST be black.\n\n#### Milk\n\nMilk is poured in last.',
)
const NEW = spec('v1.19', '### Tea\n\nTea is always made with hot water.\n\n#### Cups\n\nIt MUST be black.')

const LOCATORS = readLocators({
  'tea.water': `${PUSH}: hot water`,
  'tea.black': `${PUSH}: MUST be black`,
  'tea.milk': `${PUSH}: Milk is poured`,
})

const ROWS = [row('tea.water'), row('tea.black'), row('tea.milk')]

t.test('a report says what changed, moved and went since the version before', async (t) => {
  const fingerprints = nothing()
  const rewordings = recordAll(ROWS, fingerprints, [OLD, NEW], LOCATORS)
  t.strictSame(rewordings, [])
  t.match(examine(ROWS, fingerprints, NEW, new Set()), {
    rows: 3,
    without: ['tea.milk'],
    changed: ['tea.water'],
    moved: ['tea.black'],
    gone: ['tea.milk'],
    differences: [],
    dead: [],
    missing: [],
  })
})

t.test('a newer version is followed: the same sentence, or else the most similar one', async (t) => {
  const fingerprints = nothing()
  recordAll(ROWS, fingerprints, [OLD], LOCATORS)
  t.match(examine(ROWS, fingerprints, NEW, new Set()).differences, [
    { id: 'tea.water', what: 'not recorded' },
    { id: 'tea.black', what: 'not recorded' },
    { id: 'tea.milk', what: 'not recorded' },
  ])
  const rewordings = recordAll(ROWS, fingerprints, [OLD, NEW], new Map())
  t.match(rewordings, [{ id: 'tea.water', specVersion: 'v1.19', text: 'Tea is always made with hot water.' }])
  t.strictSame(fingerprints.recorded, ['v1.18', 'v1.19'])
  t.strictSame(examine(ROWS, fingerprints, NEW, new Set()).differences, [])
})

t.test('what is not as it was recorded is reported', async (t) => {
  const fingerprints = nothing()
  recordAll(ROWS, fingerprints, [spec('v1.19', '### Tea\n\nTea is made with hot water. It MUST be black.')], LOCATORS)
  const { differences } = examine(ROWS, fingerprints, NEW, new Set())
  t.match(differences, [
    { id: 'tea.water', what: 'changed or gone' },
    { id: 'tea.black', what: 'moved' },
  ])
})

t.test('a normative sentence needs a row, unless it is settled', async (t) => {
  const fingerprints = nothing()
  recordAll([], fingerprints, [NEW], new Map())
  const { missing, normative } = examine([], fingerprints, NEW, new Set())
  t.match(missing, [{ text: 'It MUST be black.', place: 'cups' }])
  t.equal(normative, 1)
  t.match(examine([], fingerprints, NEW, new Set(missing.map(({ hash }) => hash))), { missing: [], settled: 1 })
})

t.test('a required property needs a row about the schema around it', async (t) => {
  const yaml = 'paths: { /tea: { get: { responses: { 200: { schema: { required: [cups] } } } } } }'
  const index = spec('v1.19', '', { 'data/api/client-server/pusher.yaml': yaml })
  const locators = readLocators({ 'tea.cups': 'schema data/api/client-server/pusher.yaml: GET /tea 200' })
  const fingerprints = nothing()
  t.match(examine([], fingerprints, index, new Set()).missing, [{ text: 'cups is required' }])
  recordAll([row('tea.cups')], fingerprints, [index], locators)
  t.strictSame(examine([row('tea.cups')], fingerprints, index, new Set()).missing, [])
})

t.test('a row whose sentence is older or younger is outside of its span', async (t) => {
  const late = row('tea.black', { since: 'v1.19' })
  const before = spec('v1.18', '### Tea\n\n#### Cups\n\nIt MUST be black.')
  const fingerprints = nothing()
  recordAll([late], fingerprints, [before, NEW], LOCATORS)
  t.strictSame(examine([late], fingerprints, before, new Set()).outside, ['tea.black'])
  t.strictSame(examine([late], fingerprints, before, new Set(['tea.black'])).outside, [])
  t.strictSame(examine([late], fingerprints, OLD, new Set()).outside, [])
})

t.test('links to missing anchors are dead, and those to other files mislead', async (t) => {
  const section = (anchor: string) => `https://spec.matrix.org/v1.19/client-server-api/#${anchor}`
  const rows = [
    row('tea.water', { section: section('conditions') }),
    row('tea.black', { section: section('nowhere') }),
    row('tea.milk', { section: section('cups') }),
    row('tea.other', { section: 'https://spec.matrix.org/v1.18/client-server-api/#nowhere' }),
  ]
  const fingerprints = nothing()
  recordAll(rows, fingerprints, [NEW], LOCATORS)
  const report = examine(rows, fingerprints, NEW, new Set())
  t.match(report, {
    anchors: 3,
    dead: [
      { id: 'tea.water', leadsTo: 'content/client-server-api/_index.md' },
      { id: 'tea.black', leadsTo: undefined },
    ],
  })
  t.match(describeReport(report, true), /tea\.black: \S+#nowhere is dead/)
})

t.test('a row about what is unspecified is recorded with the section that it links to', async (t) => {
  const unspecified = row('tea.sugar', { level: 'unspecified' })
  const fingerprints = nothing()
  recordAll([unspecified], fingerprints, [NEW], new Map())
  t.match(fingerprints.rows.get('tea.sugar'), [{ kind: 'section' }])
  const changed = spec('v1.19', '### Tea\n\nTea has sugar.')
  t.match(examine([unspecified], fingerprints, changed, new Set()).differences, [
    { id: 'tea.sugar', what: 'changed or gone' },
  ])
})

t.test('the same anchor has a number since modules are rendered with the page, and occurs twice before', async (t) => {
  const modules = { [PUSH]: '### Push\n\n#### Conditions' }
  const page = (sign: [string, string]) =>
    new Map(
      Object.entries({
        'content/client-server-api/_index.md': `## Conditions\n\n{{${sign[0]} cs-module name="push" ${sign[1]}}}`,
        ...modules,
      }),
    )
  const joined = anchorsOf(page(['%', '%']), 'client-server-api')
  t.strictSame(joined.get('conditions-1'), { file: PUSH, place: 'conditions' })
  const separate = anchorsOf(page(['<', '>']), 'client-server-api')
  t.equal(separate.get('conditions-1'), undefined)
  t.ok(separate.has('push'))
})

t.test('operations and events have anchors', async (t) => {
  const files = new Map(
    Object.entries({
      'content/client-server-api.md': '# API',
      'data/api/client-server/tea.yaml':
        'basePath: /_matrix/client/%CLIENT_MAJOR_VERSION%\npaths: { "/tea/": { get: {} } }',
      'data/event-schemas/schema/m.push_rules.yaml': 'type: object',
    }),
  )
  const anchors = anchorsOf(files, 'client-server-api')
  t.match(anchors.get('get_matrixclientv3tea'), { place: 'GET /tea/' })
  t.match(anchors.get('mpush_rules'), { file: 'data/event-schemas/schema/m.push_rules.yaml' })
})

t.test('a locator of another form is an error', async (t) => {
  t.throws(() => readLocators({ 'tea.water': 'hot water' }), { message: 'tea.water: expected an entry of the form' })
})
