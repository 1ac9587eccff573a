import t from 'tap'
import { coverageOf, fullCoverage } from '../../cli/list/coverage.ts'
import { listCoverage } from '../../cli/list/list-coverage.ts'
import { listRequirements } from '../../cli/list/list-requirements.ts'
import { LINE_WIDTH, NO_BREAK, twoColumns, wrap } from '../../common/columns.ts'
import { areaOf } from '../../run/select.ts'
import { type Requirement, requirements } from '../../spec/index.ts'

const SECTION = 'https://spec.matrix.org/v1.19/client-server-api/#push-rules'

const row = (id: string, more: Partial<Requirement> = {}): Requirement => ({
  id,
  level: 'stated',
  section: SECTION,
  text: 'So it is.',
  ...more,
})

const CATALOGUE = [
  row('pushers.listed'),
  row('rules.order', { level: 'unspecified', since: 'v1.5', until: 'v1.7' }),
  row('rules.globs', { since: 'v1.19' }),
  row('rules.mail', { excluded: 'no mail comes to the gateway' }),
  row('pushers.late'),
]

const CASES = [
  { id: 'pushers/set', verifies: ['pushers.listed'] },
  { id: 'pushers/two', verifies: ['rules.order', 'pushers.listed'] },
]

const VECTORS = ['globs/star', 'globs/mark', 'paths/dot'].map((id) => ({ id, verifies: ['rules.globs'] }))

t.test('coverage shows what verifies each requirement', async (t) => {
  const backings = coverageOf(CATALOGUE, CASES, VECTORS).map(({ requirement, backing }) => [requirement.id, backing])
  t.strictSame(backings, [
    ['pushers.listed', 'cases'],
    ['rules.order', 'cases'],
    ['rules.globs', 'vectors'],
    ['rules.mail', 'excluded'],
    ['pushers.late', 'nothing'],
  ])
})

t.test('the strongest support of a requirement counts; without any, nothing does', async (t) => {
  const both = [{ id: 'a/b', verifies: ['a.b'] }]
  t.match(coverageOf([row('a.b')], both, both), [{ backing: 'cases', cases: ['a/b'], vectors: ['a/b'] }])
  t.match(coverageOf([row('a.b')], [], both), [{ backing: 'vectors' }])
  t.match(coverageOf([row('a.b', { excluded: 'so' })], [], both), [{ backing: 'vectors' }])
  t.match(coverageOf([row('a.b')], [], []), [{ backing: 'nothing', cases: [], vectors: [] }])
})

t.test('--coverage: area by area, in the order of the catalogue, and the totals last', async (t) => {
  t.strictSame(listCoverage(coverageOf(CATALOGUE, CASES, VECTORS)), [
    'pushers: 1 verified by cases, 1 with nothing',
    'pushers.listed  pushers/set, pushers/two',
    'pushers.late    nothing verifies it, and no reason is given',
    '',
    'rules: 1 verified by cases, 1 by vectors only, 1 excluded',
    'rules.order  pushers/two',
    'rules.globs  2 vectors globs/*, 1 vector paths/*',
    'rules.mail   excluded: no mail comes to the gateway',
    '',
    '5 requirements: 2 verified by cases, 1 by vectors only, 1 excluded, 1 with nothing',
  ])
})

t.test('--coverage shows vectors beside cases, and rows with nothing', async (t) => {
  const lines = listCoverage(
    coverageOf([row('a.b'), row('a.c')], [{ id: 'x/y', verifies: ['a.b'] }], [{ id: 'z/1', verifies: ['a.b'] }]),
  )
  t.match(lines, [
    'a: 1 verified by cases, 1 with nothing',
    'a.b  x/y, 1 vector z/*',
    'a.c  nothing verifies it, and no reason is given',
  ])
})

t.test('--requirements: id, level and versions in columns, and the words below', async (t) => {
  t.strictSame(listRequirements(CATALOGUE.slice(1, 5)), [
    'rules.order   unspecified  v1.5 … v1.6',
    '    So it is.',
    `    ${SECTION}`,
    'rules.globs   stated       v1.19 … draft',
    '    So it is.',
    `    ${SECTION}`,
    'rules.mail    stated       seed … draft',
    '    So it is.',
    `    ${SECTION}`,
    '    Excluded: no mail comes to the gateway',
    '',
    'pushers.late  stated       seed … draft',
    '    So it is.',
    `    ${SECTION}`,
  ])
})

t.test('an area is what an id begins with', async (t) => {
  t.equal(areaOf('push-gateway.rejected'), 'push-gateway')
  t.equal(areaOf('default-rules/room.server-acl'), 'default-rules')
})

t.test('text is broken between words', async (t) => {
  const table: [text: string, width: number, lines: string[]][] = [
    ['', 10, ['']],
    ['one two', 10, ['one two']],
    ['one two', 7, ['one two']],
    ['one two', 6, ['one', 'two']],
    ['a https://example.org/long b', 10, ['a', 'https://example.org/long', 'b']],
    [`a b${NO_BREAK}c d`, 4, ['a', 'b c', 'd']],
  ]
  for (const [text, width, lines] of table) t.strictSame(wrap(text, width), lines, `"${text}" in ${width}`)
})

t.test('the second column stands beside the first', async (t) => {
  const [first = '', second = '', ...more] = twoColumns([
    ['head', 'word '.repeat(30).trim()],
    ['longer head', 'words'],
  ])
  t.match(first, /^head {9}word word/)
  t.match(second, /^ {13}word/)
  t.strictSame(more, ['longer head  words'])
})

t.test('the lists of Plexor fit a terminal, but for links', async (t) => {
  for (const line of [...listCoverage(fullCoverage()), ...listRequirements(requirements)]) {
    t.ok(line.length <= LINE_WIDTH || /^ *\S+$/.test(line), line)
  }
})
